import { describe, expect, test } from 'vitest'
import { refusals, service } from './refusals.ts'

describe('what the API server refuses of a Service', () => {
  test.each<[string, string, readonly string[]]>([
    ['S5: one port needs no name', service('{ ports: [{ port: 80 }] }'), []],
    [
      'S5: several do',
      service('{ ports: [{ port: 80 }, { port: 81 }] }'),
      ['spec.ports[0].name FieldValueRequired', 'spec.ports[1].name FieldValueRequired'],
    ],
    [
      'S5: each another one',
      service('{ ports: [{ name: a, port: 80 }, { name: a, port: 81 }] }'),
      ['spec.ports[1].name FieldValueDuplicate'],
    ],
    [
      'S5: one number over TCP and UDP',
      service('{ ports: [{ name: a, port: 53 }, { name: b, port: 53, protocol: UDP }] }'),
      [],
    ],
    [
      'S5: one number twice over TCP',
      service('{ ports: [{ name: a, port: 53 }, { name: b, port: 53 }] }'),
      ['spec.ports[1] FieldValueDuplicate'],
    ],
    ['S5: a name that is none', service('{ ports: [{ name: Web_1, port: 80 }] }'), ['spec.ports[0].name FieldValueInvalid']],
    ['S2: no port', service('{ selector: { a: b } }'), ['spec.ports FieldValueRequired']],
    [
      'S2: port 0',
      service('{ ports: [{ port: 0 }] }'),
      ['spec.ports[0].port FieldValueInvalid', 'spec.ports[0].targetPort FieldValueInvalid'],
    ],
    ['S2: port 65536', service('{ ports: [{ port: 65536, targetPort: 80 }] }'), ['spec.ports[0].port FieldValueInvalid']],
    [
      'S2: targetPort 65536',
      service('{ ports: [{ port: 80, targetPort: 65536 }] }'),
      ['spec.ports[0].targetPort FieldValueInvalid'],
    ],
    ['S3: a target port’s name', service('{ ports: [{ port: 80, targetPort: http }] }'), []],
    [
      'S3: a target port’s name that is none',
      service('{ ports: [{ port: 80, targetPort: a-name-much-too-long }] }'),
      ['spec.ports[0].targetPort FieldValueInvalid'],
    ],
    [
      'S6: a protocol that is none',
      service('{ ports: [{ port: 80, protocol: HTTP }] }'),
      ['spec.ports[0].protocol FieldValueNotSupported'],
    ],
    [
      'S1: a node port of a ClusterIP Service',
      service('{ ports: [{ port: 80, nodePort: 30080 }] }'),
      ['spec.ports[0].nodePort FieldValueForbidden'],
    ],
    [
      'S2: a node port out of range',
      service('{ type: NodePort, ports: [{ port: 80, nodePort: 80 }] }'),
      ['spec.ports[0].nodePort FieldValueInvalid'],
    ],
    ['S10: a headless Service needs no ports', service('{ clusterIP: None, selector: { a: b } }'), []],
    [
      'S10: a headless Service has no node ports',
      service('{ type: NodePort, clusterIP: None, ports: [{ port: 80 }] }'),
      ['spec.clusterIPs[0] FieldValueInvalid'],
    ],
    ['S9: ExternalName', service('{ type: ExternalName, externalName: api.example.com }'), []],
    ['S9: ExternalName without a name', service('{ type: ExternalName }'), ['spec.externalName FieldValueRequired']],
    [
      'S9: ExternalName that is no name',
      service('{ type: ExternalName, externalName: "http://a_b" }'),
      ['spec.externalName FieldValueInvalid'],
    ],
    [
      'S9: ExternalName with a cluster address',
      service('{ type: ExternalName, externalName: a.example, clusterIP: 10.96.0.7 }'),
      ['spec.clusterIPs FieldValueForbidden'],
    ],
    ['S12: an external address', service('{ externalIPs: [192.0.2.1], ports: [{ port: 80 }] }'), []],
    [
      'S12: an external address that is loopback',
      service('{ externalIPs: [127.0.0.1], ports: [{ port: 80 }] }'),
      ['spec.externalIPs[0] FieldValueInvalid'],
    ],
    [
      'S13: source ranges of a Service that is not balanced',
      service('{ loadBalancerSourceRanges: [10.0.0.0/8], ports: [{ port: 80 }] }'),
      ['spec.LoadBalancerSourceRanges FieldValueForbidden'],
    ],
    [
      'S13: a source range that is none',
      service('{ type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.300/8], ports: [{ port: 80 }] }'),
      ['spec.LoadBalancerSourceRanges[0] FieldValueInvalid'],
    ],
    [
      'S25: externalTrafficPolicy of a Service that is inside only',
      service('{ externalTrafficPolicy: Local, ports: [{ port: 80 }] }'),
      ['spec.externalTrafficPolicy FieldValueInvalid'],
    ],
    [
      'S24: internalTrafficPolicy that is none',
      service('{ internalTrafficPolicy: Node, ports: [{ port: 80 }] }'),
      ['spec.internalTrafficPolicy FieldValueNotSupported'],
    ],
    [
      'S28: affinity that is none',
      service('{ sessionAffinity: Cookie, ports: [{ port: 80 }] }'),
      ['spec.sessionAffinity FieldValueNotSupported'],
    ],
    [
      'S28: affinity for longer than a day',
      service(
        '{ sessionAffinity: ClientIP, sessionAffinityConfig: { clientIP: { timeoutSeconds: 86401 } }, ports: [{ port: 80 }] }',
      ),
      ['spec.sessionAffinityConfig.clientIP.timeoutSeconds FieldValueInvalid'],
    ],
    [
      'S29: a distribution that is none',
      service('{ trafficDistribution: Near, ports: [{ port: 80 }] }'),
      ['spec.trafficDistribution FieldValueNotSupported'],
    ],
    [
      'S8: a selector that is none',
      service("{ selector: { 'a b': c }, ports: [{ port: 80 }] }"),
      ['spec.selector FieldValueInvalid'],
    ],
  ])('%s', (_title, manifest, wanted) => {
    expect(refusals(manifest)).toEqual(wanted)
  })
})
