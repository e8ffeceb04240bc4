// Ports that a real container was seen to listen on decide in `grade`, `trace` and `matrix`, whatever its image is known for.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { renderKubeconfig } from '../../../../grader/daemon/kubeconfig.ts'
import { realClock, realRandom } from '../../../../grader/daemon/real-world.ts'
import { runInContainer, type Command, type CommandOutput } from '../../../../grader/environments/live/run-in-container.ts'
import { createCluster } from '../../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../../src/cluster/contract.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { readManifests } from '../../../../src/kubernetes/yaml/read-manifests.ts'
import { startTestServer, type TestServer } from '../support/api-client.ts'
import { runGradeIn, type Ran } from '../support/run-grade.ts'

vi.mock('../../../../grader/environments/live/run-in-container.ts', () => ({ runInContainer: vi.fn() }))

const TCP = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'
const TCP6 =
  '  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'
const UDP =
  '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops'

/** As nginx of a real cluster's Pod showed it whose configuration says `listen 127.0.0.1:8080`. */
const LOOPBACK =
  '   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 7735035 1 0000000054d257dc 100 0 0 10 0'
/** The same with `listen 8080`. */
const EVERYWHERE = LOOPBACK.replace('0100007F', '00000000')

const files = (...lines: readonly string[]): string =>
  [[TCP, ...lines], [TCP6], [UDP], [TCP6.replace('inode', 'inode ref pointer drops')]]
    .map((file) => `${file.join('\n')}\n--netgrade--\n`)
    .join('')

const MANIFEST = `
apiVersion: v1
kind: Pod
metadata: { name: nginx, namespace: devops, labels: { run: nginx } }
spec: { containers: [{ name: nginx, image: nginx, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: internal-sv, namespace: devops }
spec: { selector: { run: nginx }, ports: [{ port: 8080, targetPort: 8080 }] }
`

const CONTEXT = ['--on', 'kubeconfig', '--context', 'netgrade']
const before = process.env['KUBECONFIG']
let home: string
let cluster: Cluster
let server: TestServer

const grade = (...argv: readonly string[]): Promise<Ran> => runGradeIn(home, ...argv, ...CONTEXT)

/** What nginx is seen to listen on; the client has no shell. */
const listens = (stdout: string): void => {
  vi.mocked(runInContainer).mockImplementation((_exec: unknown, { pod }: Command): Promise<CommandOutput | undefined> =>
    Promise.resolve(pod.name === 'nginx' ? { stdout, stderr: '', exitCode: 0 } : undefined),
  )
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'netgrade-sockets-'))
  cluster = createCluster({ clock: realClock, random: realRandom })
  server = await startTestServer(cluster)
  process.env['KUBECONFIG'] = join(home, 'config')
  writeFileSync(join(home, 'config'), renderKubeconfig(server.credentials, server.port))
  await grade('start', '2-2', '--yes', '--brief')
  for (const { value } of readManifests(MANIFEST, 'x.yaml').documents) cluster.apply(value as unknown as KubernetesObject)
  await cluster.settle(10_000)
}, 60_000)
afterAll(() => {
  server.close()
  cluster.stop()
  if (before === undefined) delete process.env['KUBECONFIG']
  else process.env['KUBECONFIG'] = before
  rmSync(home, { recursive: true, force: true })
})

interface Told {
  readonly checks: readonly {
    readonly id: string
    readonly passed: boolean | null
    readonly causes: readonly { readonly code: string }[]
  }[]
}

describe('what a container was seen to listen on', { timeout: 60_000 }, () => {
  test.each([
    ['127.0.0.1:8080, which nobody else reaches', files(LOOPBACK), false, ['container-listens-on-localhost'], 'refused'],
    ['8080, which its image is not known for', files(EVERYWHERE), true, [], 'connected'],
    ['nothing', files(), false, [expect.any(String)], 'refused'],
  ])('%s', async (_what, output, passed, codes, verdict) => {
    listens(output)
    const { checks } = JSON.parse((await grade('2-2', '--format', 'json')).out) as Told
    const check = checks.find(({ id }) => id === 'pod-serves')
    expect([check?.passed, check?.causes.slice(0, 1).map(({ code }) => code)]).toEqual([passed, codes])

    const trace = await grade('trace', 'pod/devops/client', 'pod/devops/nginx:8080')
    expect(trace.out.split('\n')[0]).toContain(verdict)
    const image = await grade('trace', 'pod/devops/client', 'pod/devops/nginx:80')
    expect(image.out.split('\n')[0]).toContain('refused')

    const matrix = await grade('matrix', '--namespace', 'devops', '--port', '8080', '--format', 'json')
    expect(matrix.out).toContain(`"${verdict}"`)
    expect(matrix.out.includes('"connected"')).toBe(passed)
  })

  test('that cannot be read is what its image is known for', async () => {
    listens('sh: not found')
    const { out, err } = await grade('trace', 'pod/devops/client', 'pod/devops/nginx:80')
    expect(out.split('\n')[0]).toContain('connected')
    expect(err).toMatch(/^Of \d Pods that run 0 could be asked/u)
  })
})
