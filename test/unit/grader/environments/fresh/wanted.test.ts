import { expect, test } from 'vitest'
import { asWritten, wantedOfAnswer, wantedOfState } from '../../../../../grader/environments/fresh/wanted.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
import { DEFAULT_CLUSTER_FACTS } from '../../../../../src/network/facts.ts'

const simulated = {
  task: '3-3',
  snapshot: { objects: [], facts: { cluster: DEFAULT_CLUSTER_FACTS, pods: {} } },
  keepsNames: false,
}
const object = (kind: string, name: string, rest: object = {}, metadata: object = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, ...metadata },
  ...rest,
})
const namesOf = ({ objects }: { readonly objects: readonly KubernetesObject[] }): readonly string[] =>
  objects.map(({ kind, metadata }) => `${kind} ${metadata.name ?? ''}`)

test('what a cluster has added goes, what was written stays, whether the export has versions or not', () => {
  const containers = [
    {
      name: 'a',
      volumeMounts: [
        { name: 'kube-api-access-x', mountPath: '/t' },
        { name: 'own', mountPath: '/o' },
      ],
    },
  ]
  const spec = { nodeName: 'node-1', volumes: [{ name: 'kube-api-access-x' }, { name: 'own' }], containers }
  const pod = object('Pod', 'web', { spec, status: { phase: 'Running' } }, { uid: 'u', creationTimestamp: 'x' })
  expect(asWritten(pod)).toEqual(
    object('Pod', 'web', {
      spec: { volumes: [{ name: 'own' }], containers: [{ name: 'a', volumeMounts: [{ name: 'own', mountPath: '/o' }] }] },
    }),
  )
  const service = (clusterIP: string) =>
    object('Service', 'web', { spec: { clusterIP, clusterIPs: [clusterIP], ports: [] } }, { uid: 'u' })
  expect(asWritten(service('10.96.0.5'))).toMatchObject({ spec: { ports: [] } })
  expect(JSON.stringify(asWritten(service('10.96.0.5')))).not.toContain('clusterIP')
  expect(asWritten(service('None'))).toMatchObject({ spec: { clusterIP: 'None' } })
  const written = object('Service', 'web', { spec: { clusterIP: '10.96.0.50' } })
  expect(asWritten(written)).toEqual(written)
})

test('Namespaces come first, and a Pod of the start state that is answered anew is made once', () => {
  const start = [object('Pod', 'web'), object('Pod', 'client'), object('Namespace', 'shop')]
  const answer = [object('Service', 'web'), object('Pod', 'web', {}, { namespace: 'default' })]
  expect(namesOf(wantedOfAnswer(start, answer, simulated))).toEqual(['Namespace shop', 'Pod client', 'Service web', 'Pod web'])
})

test('of a whole cluster, what somebody has put there', () => {
  const owned = { ownerReferences: [{ kind: 'ReplicaSet', name: 'web' }], namespace: 'shop' }
  const state = [
    object('Pod', 'web', {}, { namespace: 'shop' }),
    object('Pod', 'web-1', {}, owned),
    object('Pod', 'coredns', {}, { namespace: 'kube-system' }),
    object('ConfigMap', 'kube-root-ca.crt', {}, { namespace: 'shop' }),
    object('ServiceAccount', 'default', {}, { namespace: 'shop' }),
    object('Service', 'kubernetes', {}, { namespace: 'default' }),
    object('Namespace', 'kube-system'),
    object('Namespace', 'shop'),
    object('Node', 'node-1'),
  ]
  expect(namesOf(wantedOfState(state, simulated))).toEqual(['Namespace shop', 'Pod web'])
})
