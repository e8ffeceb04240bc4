import { expect, test } from 'vitest'
import { claimsOf } from '../../../../../grader/environments/fresh/claims.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'

const object = (apiVersion: string, kind: string, spec: unknown, namespace?: string): KubernetesObject =>
  ({ apiVersion, kind, metadata: { name: 'one', ...(namespace === undefined ? {} : { namespace }) }, spec }) as KubernetesObject

const service = (spec: unknown): KubernetesObject => object('v1', 'Service', spec)
const ingress = (spec: unknown): KubernetesObject => object('networking.k8s.io/v1', 'Ingress', spec)

test.each<readonly [string, KubernetesObject, readonly string[]]>([
  ['a Service by itself', service({ ports: [{ port: 80 }] }), []],
  ['a headless one', service({ clusterIP: 'None' }), []],
  ['a node port', service({ ports: [{ port: 80, nodePort: 30080 }, { port: 81 }] }), ['node port 30080']],
  ['an address that was asked for', service({ clusterIP: '10.96.0.50' }), ['address 10.96.0.50']],
  ['hosts', ingress({ rules: [{ host: 'a.test' }, {}, { host: 'a.test' }] }), ['host a.test', 'host *']],
  ['no host at all', ingress({ defaultBackend: {} }), ['host *']],
  ['a Pod', object('v1', 'Pod', { containers: [{ ports: [{ containerPort: 80 }] }] }), []],
  ['a port of the node', object('v1', 'Pod', { containers: [{ ports: [{ hostPort: 80 }] }] }), ['host port 80']],
  [
    'Pods of a workload',
    object('apps/v1', 'Deployment', { template: { spec: { hostNetwork: true } } }),
    ['the nodes’ network'],
  ],
  [
    'Pods of a CronJob',
    object('batch/v1', 'CronJob', { jobTemplate: { spec: { template: { spec: { hostNetwork: true } } } } }),
    ['the nodes’ network'],
  ],
  ['what is in no namespace', object('networking.k8s.io/v1', 'IngressClass', {}), ['IngressClass one']],
  ['a namespace of its own', object('v1', 'Namespace', {}), []],
  ['what is in one of Kubernetes’ own', object('v1', 'ConfigMap', {}, 'kube-public'), ['ConfigMap kube-public/one']],
])('what a cluster has once only: %s', (_, one, expected) => {
  expect(claimsOf([one])).toEqual(expected)
  expect(claimsOf([one, one])).toEqual(expected)
})
