/** A cluster behind an API server over TLS, which a context of one's kubeconfig names: what `--on kubeconfig` is tested with. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { renderKubeconfig } from '../../../../grader/daemon/kubeconfig.ts'
import { realClock, realRandom } from '../../../../grader/daemon/real-world.ts'
import { createCluster } from '../../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../../src/cluster/contract.ts'
import type { StoredObject } from '../../../../src/cluster/store/store.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { readManifests } from '../../../../src/kubernetes/yaml/read-manifests.ts'
import { startTestServer, type TestServer } from './api-client.ts'
import { runGradeIn, type Ran } from './run-grade.ts'

/** Options that name this cluster. */
export const CONTEXT = ['--on', 'kubeconfig', '--context', 'netgrade'] as const

const TASK = join(import.meta.dirname, '../../../../tasks/3-3')

/** Answers to 3-3: one whose policy lets everybody of default in, which one change mends; one whose Pod has another name, and is made anew. */
const WRONG = {
  'or-for-and': () => readFileSync(join(TASK, 'wrong/or-for-and/answer.yaml'), 'utf8'),
  'object-misnamed': () => readFileSync(join(TASK, 'solution/answer.yaml'), 'utf8').replace('name: poc\n', 'name: pocc\n'),
} as const

const SETTLE_MS = 10_000

export interface ServedCluster {
  /** Of the state of `grade`, and of the kubeconfig. */
  readonly home: string
  readonly cluster: Cluster
  /** Another one after `serveAgain`. */
  server: TestServer
  readonly grade: (...argv: readonly string[]) => Promise<Ran>
  /** Each object with its resource. */
  readonly entries: () => readonly (readonly [resource: string, object: StoredObject])[]
  /** Namespace and name of what is there of a resource, `kube-` and `ingress-` namespaces left out. */
  readonly names: (resource: string) => readonly string[]
  /** The start state of 3-3, and a wrong answer in it. */
  readonly putWrongAnswer: (answer?: keyof typeof WRONG) => Promise<void>
  /** Behind a new server, where the old one is gone. */
  readonly serveAgain: () => Promise<void>
  readonly end: () => void
}

const isOfSystem = (name: string): boolean => /^(?:kube-|ingress)/u.test(name)

/** Until `end` is called, KUBECONFIG names it. */
export async function serveCluster(): Promise<ServedCluster> {
  const before = process.env['KUBECONFIG']
  const home = mkdtempSync(join(tmpdir(), 'netgrade-served-'))
  const cluster = createCluster({ clock: realClock, random: realRandom })
  const config = join(home, 'config')
  process.env['KUBECONFIG'] = config
  const grade = (...argv: readonly string[]): Promise<Ran> => runGradeIn(home, ...argv)
  const entries = (): ReturnType<ServedCluster['entries']> => [...cluster.store.entries()]
  const served: ServedCluster = {
    home,
    cluster,
    server: await startTestServer(cluster),
    grade,
    entries,
    names: (wanted) =>
      entries().flatMap(
        ([
          resource,
          {
            metadata: { namespace, name = '' },
          },
        ]) =>
          resource !== wanted || isOfSystem(namespace ?? name) ? [] : [namespace === undefined ? name : `${namespace}/${name}`],
      ),
    putWrongAnswer: async (answer = 'or-for-and') => {
      await grade('start', '3-3', '--yes', '--brief', ...CONTEXT)
      for (const { value } of readManifests(WRONG[answer](), 'answer.yaml').documents)
        cluster.apply(value as unknown as KubernetesObject)
      await cluster.settle(SETTLE_MS)
    },
    serveAgain: async () => {
      served.server = await startTestServer(cluster)
      writeConfig()
    },
    end: () => {
      served.server.close()
      cluster.stop()
      if (before === undefined) delete process.env['KUBECONFIG']
      else process.env['KUBECONFIG'] = before
      rmSync(home, { recursive: true, force: true })
    },
  }
  const writeConfig = (): void => writeFileSync(config, renderKubeconfig(served.server.credentials, served.server.port))
  writeConfig()
  return served
}
