import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
import { warningsFor } from '../../../../../src/kubernetes/validation/warnings/warnings.ts'
import { pod, policy, service } from '../refusals.ts'

/** The field that each warning begins with. */
const warned = (manifest: string): readonly string[] =>
  warningsFor(parse(manifest) as KubernetesObject).map((text) => text.split(/[: ]/)[0] ?? '')

describe('what the API server warns of', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'N18: a block with host bits',
      policy('{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.1/8 } }] }] }'),
      ['spec.ingress[0].from[0].ipBlock.cidr'],
    ],
    [
      'N18 N21: an IPv6 block with host bits',
      policy("{ podSelector: {}, egress: [{}, { to: [{ podSelector: {} }, { ipBlock: { cidr: 'fd00::1/64' } }] }] }"),
      ['spec.egress[1].to[1].ipBlock.cidr'],
    ],
    [
      'N18: an IPv6 block written at length',
      policy("{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 'fd00:0:0::/64' } }] }] }"),
      ['spec.ingress[0].from[0].ipBlock.cidr'],
    ],
    ['N18: a block', policy('{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8 } }] }] }'), []],
    [
      'N18: a block with leading zeros',
      policy('{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 010.0.0.0/8 } }] }] }'),
      ['spec.ingress[0].from[0].ipBlock.cidr'],
    ],
    ['S10: affinity without an address', service('{ clusterIP: None, sessionAffinity: ClientIP }'), ['spec.SessionAffinity']],
    ['S10: a balancer without an address', service('{ clusterIP: None, loadBalancerIP: 192.0.2.1 }'), ['spec.loadBalancerIP']],
    ['S10: neither', service('{ clusterIP: None }'), []],
    [
      'S9: a name for a Service of another type',
      service('{ type: ClusterIP, externalName: a.example }'),
      ['spec.externalName'],
    ],
    [
      'S12: IPv6 addresses written at length',
      service("{ clusterIP: 'fd00:0::7', externalIPs: ['2001:db8::0:1'] }"),
      ['spec.clusterIPs[0]', 'spec.externalIPs[0]'],
    ],
    ['S12: an address with leading zeros', service('{ externalIPs: [192.0.02.1] }'), ['spec.externalIPs[0]']],
    [
      'S13: a source range with host bits',
      service('{ loadBalancerSourceRanges: [203.0.113.9/24] }'),
      ['spec.loadBalancerSourceRanges[0]'],
    ],
    [
      'P6: one name and one port twice in a Pod',
      pod(
        '{ containers: [{ name: a, ports: [{ containerPort: 80, name: web }] }, { name: b, ports: [{ containerPort: 80, name: web }] }] }',
      ),
      ['spec.containers[1].ports[0]', 'spec.containers[1].ports[0]'],
    ],
    [
      'P6: one port over two protocols',
      pod('{ containers: [{ name: a, ports: [{ containerPort: 53 }, { containerPort: 53, protocol: UDP }] }] }'),
      [],
    ],
    [
      'D25: an alias written at length',
      pod("{ containers: [], hostAliases: [{ ip: 'fd00:0::1' }] }"),
      ['spec.hostAliases[0].ip'],
    ],
    [
      'a part of a byte',
      pod('{ containers: [{ name: a, resources: { limits: { memory: 100m } } }] }'),
      ['spec.containers[0].resources.limits[memory]'],
    ],
    [
      'a Secret without a name',
      pod('{ containers: [], imagePullSecrets: [{ name: a }, {}] }'),
      ['spec.imagePullSecrets[1].name'],
    ],
    ['nothing', '{ apiVersion: v1, kind: Pod, metadata: { name: a } }', []],
    [
      'P1: a name that is no hostname',
      '{ apiVersion: v1, kind: Pod, metadata: { name: a.b }, spec: { containers: [] } }',
      ['metadata.name'],
    ],
  ])('%s', (_title, manifest, wanted) => {
    expect(warned(manifest)).toEqual(wanted)
  })
})
