import { describe, expect, it } from 'vitest'
import { prepareStart } from '../../../../grader/daemon/prepare.ts'
import { realClock, realRandom } from '../../../../grader/daemon/real-world.ts'
import { createCluster } from '../../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../../src/cluster/contract.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'

const object = (kind: string, name: string, rest: object = {}, namespace?: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  ...rest,
})

const START = [
  object('Namespace', 'shop'),
  object('Pod', 'client', { spec: { containers: [{ name: 'c', image: 'busybox:1.28', command: ['sleep', '1d'] }] } }, 'shop'),
]

async function withCluster(test: (cluster: Cluster) => Promise<void>): Promise<void> {
  const cluster = createCluster({ clock: realClock, random: realRandom })
  try {
    await test(cluster)
  } finally {
    cluster.stop()
  }
}

const named = (cluster: Cluster, resource: string, namespace: string): readonly string[] =>
  cluster.store.list(resource, namespace).map(({ metadata }) => metadata.name ?? '')

describe('prepareStart', () => {
  it('makes the start state, and again nothing', async () => {
    await withCluster(async (cluster) => {
      expect(await prepareStart(cluster, START, [])).toEqual({
        lines: ['namespace/shop created', 'pod/client created'],
        refusals: [],
      })
      expect(await prepareStart(cluster, START, [])).toEqual({
        lines: ['namespace/shop unchanged', 'pod/client unchanged'],
        refusals: [],
      })
    })
  })

  it('leaves the learner’s changes alone', async () => {
    await withCluster(async (cluster) => {
      await prepareStart(cluster, START, [])
      cluster.apply({ ...object('Namespace', 'shop'), metadata: { name: 'shop', labels: { mine: 'yes' } } })
      await prepareStart(cluster, START, [])
      expect(cluster.store.get('namespaces', undefined, 'shop')?.metadata.labels).toMatchObject({ mine: 'yes' })
    })
  })

  it('wipes the namespaces that it is told to, and no other', async () => {
    await withCluster(async (cluster) => {
      await prepareStart(cluster, START, [])
      for (const namespace of ['shop', 'default']) cluster.apply(object('ConfigMap', 'work', { data: {} }, namespace))
      const first = cluster.store.get('pods', 'shop', 'client')?.metadata.uid
      await prepareStart(cluster, START, ['shop'])
      expect(named(cluster, 'configmaps', 'shop')).not.toContain('work')
      expect(named(cluster, 'configmaps', 'default')).toContain('work')
      expect(cluster.store.get('pods', 'shop', 'client')?.metadata.uid).not.toBe(first)
      await prepareStart(cluster, [], ['default'])
      expect(named(cluster, 'configmaps', 'default')).toEqual(['kube-root-ca.crt'])
      expect(named(cluster, 'services', 'default')).toEqual(['kubernetes'])
    })
  })

  it('reports what the API server refuses, and does the rest', async () => {
    await withCluster(async (cluster) => {
      const done = await prepareStart(cluster, [object('Pod', 'bad', { spec: { containers: [] } }, 'default'), ...START], [])
      expect(done.refusals).toEqual([expect.stringContaining('spec.containers')])
      expect(done.lines).toHaveLength(2)
    })
  })
})
