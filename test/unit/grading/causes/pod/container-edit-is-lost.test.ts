// Files that are changed inside a container: what is told of them, and what repairs of other things make of them.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Cluster } from '../../../../../src/cluster/contract.ts'
import { createCluster } from '../../../../../src/cluster/cluster.ts'
import { createSeededRandom, createVirtualClock } from '../../../../../src/cluster/virtual.ts'
import type { Diagnosis } from '../../../../../src/grading/diagnose.ts'
import { gradeSnapshot } from '../../../../../src/grading/grade.ts'
import { rebuild } from '../../../../../src/grading/repair/rebuild.ts'
import type { GradedTask } from '../../../../../src/grading/task.ts'
import { same } from '../../../../../src/grading/words.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'

const web = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'default', labels: { app: 'web' } },
  spec: { containers: [{ name: 'web', image: 'nginx' }] },
} as KubernetesObject

/** Leads to the port that nginx had before. */
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'default' },
  spec: { selector: { app: 'web' }, ports: [{ port: 8080, targetPort: 80 }] },
} as unknown as KubernetesObject

const from = [{ namespace: 'default', podLabels: {} }]
const task: GradedTask = {
  id: '0-0',
  title: same('a task'),
  namespaces: ['default'],
  start: [],
  references: {},
  checks: [
    {
      id: 'pod',
      title: same('pod'),
      points: 1,
      dependsOn: [],
      spec: {
        kind: 'connects',
        from,
        target: { to: { pod: { namespace: 'default', name: 'web' } }, port: 8080, protocol: 'TCP' },
      },
    },
    {
      id: 'service',
      title: same('service'),
      points: 1,
      dependsOn: ['pod'],
      spec: {
        kind: 'connects',
        from,
        target: { to: { service: { namespace: 'default', name: 'web' } }, port: 8080, protocol: 'TCP' },
      },
    },
  ],
}

let cluster: Cluster

beforeEach(async () => {
  cluster = createCluster({ clock: createVirtualClock(Date.UTC(2025, 0, 1)), random: createSeededRandom(1) })
  cluster.apply(web)
  cluster.apply(service)
  await cluster.settle(10_000)
})
afterEach(() => cluster.stop())

const exec = async (script: string): Promise<void> => {
  const streams = { stdout: () => undefined, stderr: () => undefined, tty: false }
  const target = { namespace: 'default', name: 'web' }
  const done = await cluster.runtime.exec(target, ['sh', '-c', script], streams, new AbortController().signal)
  expect(done).toEqual({ exitCode: 0 })
  await cluster.settle(10_000)
}

const CHANGE = "sed -i 's/80;/8080;/' /etc/nginx/conf.d/default.conf"

const diagnose = async (): Promise<readonly Diagnosis[]> => {
  const checks = await gradeSnapshot(task, cluster.snapshot(), {
    explain: true,
    rebuild: (snapshot, patch) => rebuild(snapshot, patch, { keepAddresses: false }),
    findManifest: () => undefined,
  })
  return checks.flatMap(({ diagnoses }) => diagnoses)
}

test('a configuration that was changed inside the container and not read again is kept in a ConfigMap', async () => {
  await exec(CHANGE)
  const [told] = await diagnose()
  expect(told?.cause.code).toBe('container-edit-is-lost')
  expect(told?.evidence.facts[0]?.en).toContain('/etc/nginx/conf.d/default.conf')
  expect(told?.repair?.passing).toEqual(['pod'])
  expect(told?.repair?.shown.map(({ command }) => command)).toEqual([null, 'kubectl replace --force -f pod.yaml'])
})

test('one that was read again goes on, whatever else is mended', async () => {
  await exec(`${CHANGE} && nginx -s reload`)
  const [told] = await diagnose()
  expect(told?.repair?.passing).toEqual(['pod', 'service'])
  expect(told?.repair?.patch.changes[0]).toMatchObject({ kind: 'edit', object: { kind: 'Service', name: 'web' } })
})

test('the token’s volume is nobody’s change', async () => {
  await exec(CHANGE)
  const lines = (await diagnose())[0]?.repair?.shown.flatMap((change) => change.lines) ?? []
  expect(lines.filter(({ text }) => text.includes('kube-api-access'))).toEqual([])
})

test('what is written to a volume is none', async () => {
  await exec('echo x > /tmp/x')
  expect(cluster.snapshot().facts.pods['default/web']?.edits?.map(({ path }) => path)).toEqual(['/tmp/x'])
  await exec('echo y > /var/run/secrets/kubernetes.io/serviceaccount/y || true')
  expect(cluster.snapshot().facts.pods['default/web']?.edits?.map(({ path }) => path)).toEqual(['/tmp/x'])
})
