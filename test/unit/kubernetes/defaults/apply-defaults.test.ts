import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { applyDefaults } from '../../../../src/kubernetes/defaults/apply-defaults.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'

/** The spec of an object after defaulting, both in YAML flow style. */
const spec = (apiVersion: string, kind: string, text: string): unknown =>
  (
    applyDefaults({
      apiVersion,
      kind,
      metadata: { name: 'it' },
      spec: parse(text) as unknown,
    } as unknown as KubernetesObject) as unknown as {
      readonly spec: unknown
    }
  ).spec

const template = '{ spec: { containers: [{ name: main, image: nginx }] } }'

describe('what the API server fills in', () => {
  test.each<[string, string, string, string, string]>([
    ['N6: no types', 'networking.k8s.io/v1', 'NetworkPolicy', '{ podSelector: {} }', '{ policyTypes: [Ingress] }'],
    [
      'N6: an empty egress',
      'networking.k8s.io/v1',
      'NetworkPolicy',
      '{ podSelector: {}, egress: [] }',
      '{ policyTypes: [Ingress] }',
    ],
    [
      'N6: an egress rule',
      'networking.k8s.io/v1',
      'NetworkPolicy',
      '{ podSelector: {}, egress: [{}] }',
      '{ policyTypes: [Ingress, Egress] }',
    ],
    [
      'N6: stated types',
      'networking.k8s.io/v1',
      'NetworkPolicy',
      '{ podSelector: {}, policyTypes: [Egress], ingress: [{}] }',
      '{ policyTypes: [Egress] }',
    ],
    [
      'N9: a port’s protocol is TCP',
      'networking.k8s.io/v1',
      'NetworkPolicy',
      '{ podSelector: {}, ingress: [{ ports: [{ port: 53 }, { port: 53, protocol: UDP }, {}] }] }',
      '{ ingress: [{ ports: [{ port: 53, protocol: TCP }, { port: 53, protocol: UDP }, { protocol: TCP }] }] }',
    ],
    [
      'S2 S6: targetPort is port, the protocol TCP',
      'v1',
      'Service',
      '{ ports: [{ port: 80 }, { name: b, port: 81, targetPort: http, protocol: UDP }] }',
      '{ type: ClusterIP, sessionAffinity: None, internalTrafficPolicy: Cluster, ports: [{ port: 80, targetPort: 80, protocol: TCP }, { name: b, port: 81, targetPort: http, protocol: UDP }] }',
    ],
    [
      'S28: affinity lasts three hours',
      'v1',
      'Service',
      '{ sessionAffinity: ClientIP, ports: [{ port: 80 }] }',
      '{ sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } } }',
    ],
    [
      'S25 S1: outer traffic',
      'v1',
      'Service',
      '{ type: LoadBalancer, ports: [{ port: 80 }] }',
      '{ externalTrafficPolicy: Cluster, allocateLoadBalancerNodePorts: true }',
    ],
    [
      'P4: with hostNetwork, hostPort is containerPort',
      'v1',
      'Pod',
      '{ hostNetwork: true, containers: [{ name: main, image: nginx, ports: [{ containerPort: 80 }] }] }',
      '{ containers: [{ ports: [{ containerPort: 80, hostPort: 80, protocol: TCP }] }] }',
    ],
    [
      'D17: dnsPolicy is ClusterFirst, not Default',
      'v1',
      'Pod',
      '{ containers: [{ name: main, image: nginx }] }',
      '{ dnsPolicy: ClusterFirst, restartPolicy: Always, containers: [{ imagePullPolicy: Always, terminationMessagePolicy: File }] }',
    ],
    [
      'files of the Pod itself',
      'v1',
      'Pod',
      '{ containers: [{ name: main, image: nginx }], volumes: [{ name: a, downwardAPI: { items: [{ path: b, fieldRef: { fieldPath: metadata.name } }, { path: c, resourceFieldRef: { resource: limits.cpu } }] } }, { name: d, downwardAPI: {} }] }',
      '{ volumes: [{ downwardAPI: { defaultMode: 420, items: [{ fieldRef: { apiVersion: v1 } }, { path: c }] } }, { downwardAPI: { defaultMode: 420 } }] }',
    ],
    [
      'several sources in one volume',
      'v1',
      'Pod',
      '{ containers: [{ name: main, image: nginx }], volumes: [{ name: a, projected: { sources: [{ serviceAccountToken: { path: t } }, { downwardAPI: { items: [{ path: b, fieldRef: { fieldPath: metadata.name } }] } }, { secret: { name: s } }] } }, { name: b, projected: {} }] }',
      '{ volumes: [{ projected: { defaultMode: 420, sources: [{ serviceAccountToken: { expirationSeconds: 3600 } }, { downwardAPI: { items: [{ fieldRef: { apiVersion: v1 } }] } }, { secret: { name: s } }] } }, { projected: { defaultMode: 420 } }] }',
    ],
    [
      'a Deployment',
      'apps/v1',
      'Deployment',
      `{ template: ${template} }`,
      '{ replicas: 1, revisionHistoryLimit: 10, strategy: { type: RollingUpdate, rollingUpdate: { maxUnavailable: 25%, maxSurge: 25% } } }',
    ],
    [
      'a Deployment that is made anew',
      'apps/v1',
      'Deployment',
      `{ strategy: { type: Recreate }, template: ${template} }`,
      '{ strategy: { type: Recreate } }',
    ],
    ['a ReplicaSet', 'apps/v1', 'ReplicaSet', `{ template: ${template} }`, '{ replicas: 1 }'],
    [
      'a ReplicationController',
      'v1',
      'ReplicationController',
      '{ template: { metadata: { labels: { app: a } }, spec: { containers: [{ name: main, image: nginx }] } } }',
      '{ replicas: 1, selector: { app: a } }',
    ],
    [
      'a ReplicationController that says it all',
      'v1',
      'ReplicationController',
      '{ replicas: 0, selector: { app: b }, template: { metadata: { labels: { app: b, c: d } } } }',
      '{ replicas: 0, selector: { app: b } }',
    ],
    [
      'a StatefulSet',
      'apps/v1',
      'StatefulSet',
      `{ serviceName: a, template: ${template} }`,
      '{ replicas: 1, podManagementPolicy: OrderedReady, updateStrategy: { type: RollingUpdate, rollingUpdate: { partition: 0 } } }',
    ],
    [
      'a DaemonSet',
      'apps/v1',
      'DaemonSet',
      `{ template: ${template} }`,
      '{ updateStrategy: { type: RollingUpdate, rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } } }',
    ],
    [
      'a Job',
      'batch/v1',
      'Job',
      `{ template: ${template} }`,
      '{ completions: 1, parallelism: 1, backoffLimit: 6, podReplacementPolicy: TerminatingOrFailed }',
    ],
    [
      'a Job of several',
      'batch/v1',
      'Job',
      `{ parallelism: 2, podFailurePolicy: { rules: [] }, template: ${template} }`,
      '{ parallelism: 2, podReplacementPolicy: Failed }',
    ],
    [
      'a CronJob',
      'batch/v1',
      'CronJob',
      `{ schedule: '@daily', jobTemplate: { spec: { template: ${template} } } }`,
      '{ concurrencyPolicy: Allow, suspend: false, successfulJobsHistoryLimit: 3, failedJobsHistoryLimit: 1 }',
    ],
    ['a CronJob of nothing', 'batch/v1', 'CronJob', "{ schedule: '@daily', jobTemplate: {} }", '{ concurrencyPolicy: Allow }'],
  ])('%s', (_title, apiVersion, kind, given, wanted) => {
    expect(spec(apiVersion, kind, given)).toMatchObject(parse(wanted) as object)
  })

  test.each(['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'])('a %s without a spec stays without', (kind) => {
    const bare = { apiVersion: 'apps/v1', kind, metadata: { name: 'it' } }
    expect(applyDefaults(bare)).toEqual(bare)
  })

  test.each([
    ['v1', 'ReplicationController'],
    ['batch/v1', 'Job'],
    ['batch/v1', 'CronJob'],
    ['example.com/v1', 'Unknown'],
  ])('%s %s without a spec stays without', (apiVersion, kind) => {
    const bare = { apiVersion, kind, metadata: { name: 'it' } }
    expect(applyDefaults(bare)).toEqual(bare)
  })

  test('S2 S9: an alias has no such fields', () => {
    expect(spec('v1', 'Service', '{ type: ExternalName, externalName: a.example }')).not.toHaveProperty('internalTrafficPolicy')
  })

  test('defaulting twice changes nothing more', () => {
    const once = applyDefaults({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'it' },
      spec: { containers: [{ name: 'main', image: 'nginx:1', ports: [{ containerPort: 80 }] }] },
    } as KubernetesObject)
    expect(applyDefaults(once)).toEqual(once)
  })
})
