import { expect, test } from 'vitest'
import { ownManifests } from '../../../../grader/environments/own-manifests.ts'
import { readCluster } from '../../../../src/grading/manifests/read-cluster.ts'
import { isPod } from '../../../../src/kubernetes/guards.ts'
import { addressesOfPod } from '../../../../src/network/state.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { connect } from '../../../../src/network/connect.ts'
import { createCluster } from '../../../../src/cluster/cluster.ts'
import { createSeededRandom, createVirtualClock } from '../../../../src/cluster/virtual.ts'

const pod = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', labels: { app: name } },
  spec: { containers: [{ name, image: 'nginx', ports: [{ containerPort: 80 }] }] },
})

test('a cluster that is told and read again has its addresses and answers alike; no secret is told', async () => {
  const cluster = createCluster({ clock: createVirtualClock(0), random: createSeededRandom(1) })
  const write = (object: KubernetesObject): void => {
    expect(cluster.writer.create(object)).toMatchObject({ ok: true })
  }
  write(pod('web'))
  write(pod('client'))
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'default' }, data: { a: 'czNjcjN0' } }
  write(secret)
  await cluster.settle()
  const told = ownManifests(cluster.snapshot())
  cluster.stop()
  expect(told.manifests).not.toMatch(/czNjcjN0|managedFields|name: kube-system|ClusterRole/u)
  const read = await readCluster([{ path: 'own.yaml', text: told.manifests }])
  expect(read.problems).toEqual([])
  const ipOf = (text: string): readonly string[] => [...text.matchAll(/podIP: ([\d.]+)/gu)].map(([, ip = '']) => ip)
  expect(ipOf(told.manifests).length).toBe(2)
  const snapshot = read.snapshot ?? { objects: [], facts: cluster.snapshot().facts }
  for (const ip of ipOf(told.manifests)) expect(JSON.stringify(snapshot.objects)).toContain(`"podIP":"${ip}"`)
  const ips = snapshot.objects
    .filter(isPod)
    .filter((pod) => pod.spec?.hostNetwork !== true)
    .flatMap(addressesOfPod)
  expect(new Set(ips).size, ips.join(' ')).toBe(ips.length)
  const { outcomes } = connect(snapshot, {
    from: { pod: { namespace: 'default', name: 'client' } },
    to: { pod: { namespace: 'default', name: 'web' } },
    port: 80,
  })
  expect(outcomes[0]?.verdict).toBe('connected')
})
