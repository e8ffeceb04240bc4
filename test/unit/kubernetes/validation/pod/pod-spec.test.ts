import { describe, expect, test } from 'vitest'
import { pod, refusals } from '../refusals.ts'

const CONTAINERS = 'containers: [{ name: main, image: nginx }]'
const spec = (fields: string): string => pod(`{ ${CONTAINERS}, ${fields} }`)
const term = (kind: string, expression: string): string =>
  spec(
    `affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ ${kind}: [${expression}] }] } } }`,
  )
const TERM = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0]'
const podAffinity = (fields: string): string =>
  spec(`affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ ${fields} }] } }`)
const PREFERRED = 'spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]'
const spread = (...constraints: readonly string[]): string => spec(`topologySpreadConstraints: [${constraints.join()}]`)
const SPREAD = 'spec.topologySpreadConstraints[0]'
const HOST = 'topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule'

describe('what the API server refuses of a Pod', () => {
  test.each<[string, string, readonly string[]]>([
    ['D18: ClusterFirstWithHostNet', spec('dnsPolicy: ClusterFirstWithHostNet'), []],
    ['D19: a policy that is none', spec('dnsPolicy: Cluster'), ['spec.dnsPolicy FieldValueNotSupported']],
    ['D19: None with a nameserver', spec('dnsPolicy: None, dnsConfig: { nameservers: [192.0.2.53] }'), []],
    ['D19: None without a configuration', spec('dnsPolicy: None'), ['spec.dnsConfig FieldValueRequired']],
    [
      'D19: None without a nameserver',
      spec('dnsPolicy: None, dnsConfig: { searches: [a.example] }'),
      ['spec.dnsConfig.nameservers FieldValueRequired'],
    ],
    [
      'D20: four nameservers',
      spec('dnsConfig: { nameservers: [192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4] }'),
      ['spec.dnsConfig.nameservers FieldValueInvalid'],
    ],
    [
      'D20: a nameserver’s name',
      spec('dnsConfig: { nameservers: [dns.example] }'),
      ['spec.dnsConfig.nameservers[0] FieldValueInvalid'],
    ],
    [
      'D20: 33 search domains',
      spec(`dnsConfig: { searches: [${Array.from({ length: 33 }, (_, index) => `s${index}.example`).join()}] }`),
      ['spec.dnsConfig.searches FieldValueInvalid'],
    ],
    [
      'D20: search domains of more than 2048 characters',
      spec(
        `dnsConfig: { searches: [${Array.from({ length: 32 }, (_, index) => `s${index}.${'a'.repeat(63)}.example`).join()}] }`,
      ),
      ['spec.dnsConfig.searches FieldValueInvalid'],
    ],
    [
      'D20: a search domain that is none',
      spec('dnsConfig: { searches: [a..b] }'),
      ['spec.dnsConfig.searches[0] FieldValueInvalid'],
    ],
    ['D20: search domains with dots and underscores', spec('dnsConfig: { searches: [".", "a.example.", "_tcp.example"] }'), []],
    [
      'D20: an option without a name',
      spec('dnsConfig: { options: [{ value: "1" }] }'),
      ['spec.dnsConfig.options[0] FieldValueRequired'],
    ],
    ['D25: an alias', spec('hostAliases: [{ ip: 192.0.2.1, hostnames: [a.example] }]'), []],
    [
      'D25: an alias of no address',
      spec('hostAliases: [{ ip: a.example, hostnames: [b] }]'),
      ['spec.hostAliases[0].ip FieldValueInvalid'],
    ],
    [
      'D25: an alias that is no name',
      spec('hostAliases: [{ ip: 192.0.2.1, hostnames: [a_b] }]'),
      ['spec.hostAliases[0].hostnames[0] FieldValueInvalid'],
    ],
    ['D25: an alias without names', spec('hostAliases: [{ ip: 192.0.2.1 }]'), []],
    ['D8: hostname and subdomain', spec('hostname: a, subdomain: b'), []],
    ['D8: a hostname with a dot', spec('hostname: a.b'), ['spec.hostname FieldValueInvalid']],
    ['D8: a subdomain with a capital', spec('subdomain: B'), ['spec.subdomain FieldValueInvalid']],
    ['S19: a readiness gate', spec('readinessGates: [{ conditionType: example.com/ok }]'), []],
    [
      'S19: a readiness gate that is none',
      spec('readinessGates: [{ conditionType: "a b" }]'),
      ['spec.readinessGates[0].conditionType FieldValueInvalid'],
    ],
    ['a gate that is none', spec('schedulingGates: [{ name: "a b" }]'), ['spec.schedulingGates[0] FieldValueInvalid']],
    ['a toleration of everything', spec('tolerations: [{ operator: Exists }]'), []],
    ['a toleration of a value', spec('tolerations: [{ key: a, value: b, effect: NoSchedule }]'), []],
    ['a toleration of no key', spec('tolerations: [{ value: b }]'), ['spec.tolerations[0].operator FieldValueInvalid']],
    [
      'a toleration that compares',
      spec('tolerations: [{ key: a, operator: In }]'),
      ['spec.tolerations[0].operator FieldValueNotSupported'],
    ],
    [
      'a toleration of a value that is none',
      spec('tolerations: [{ key: a, value: "b c" }]'),
      ['spec.tolerations[0].operator FieldValueInvalid'],
    ],
    [
      'a toleration for a while of what does not evict',
      spec('tolerations: [{ key: a, operator: Exists, effect: NoSchedule, tolerationSeconds: 5 }]'),
      ['spec.tolerations[0].effect FieldValueInvalid'],
    ],
    ['a node by label', term('matchExpressions', '{ key: zone, operator: In, values: [a] }'), []],
    [
      'a node by label, no value',
      term('matchExpressions', '{ key: zone, operator: In }'),
      [`${TERM}.matchExpressions[0].values FieldValueRequired`],
    ],
    ['a node with the label', term('matchExpressions', '{ key: zone, operator: Exists }'), []],
    [
      'a node without the label, with a value',
      term('matchExpressions', '{ key: zone, operator: DoesNotExist, values: [a] }'),
      [`${TERM}.matchExpressions[0].values FieldValueForbidden`],
    ],
    ['a node with more of it', term('matchExpressions', "{ key: size, operator: Gt, values: ['4'] }"), []],
    [
      'a node with less of two values',
      term('matchExpressions', "{ key: size, operator: Lt, values: ['4', '5'] }"),
      [`${TERM}.matchExpressions[0].values FieldValueRequired`],
    ],
    [
      'a node by an operator that is none',
      term('matchExpressions', '{ key: zone, operator: Is, values: [a] }'),
      [`${TERM}.matchExpressions[0].operator FieldValueInvalid`],
    ],
    ['a node by name', term('matchFields', '{ key: metadata.name, operator: In, values: [node-1] }'), []],
    [
      'a node by two names',
      term('matchFields', '{ key: metadata.name, operator: In, values: [node-1, node-2] }'),
      [`${TERM}.matchFields[0].values FieldValueRequired`],
    ],
    [
      'a node by a field that is not for this',
      term('matchFields', '{ key: spec.x, operator: Exists, values: [a] }'),
      [`${TERM}.matchFields[0].operator FieldValueInvalid`, `${TERM}.matchFields[0].key FieldValueInvalid`],
    ],
    [
      'a node by no term',
      spec('affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } }'),
      ['spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms FieldValueRequired'],
    ],
    [
      'a preference that weighs too much',
      spec(
        'affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 101, preference: { matchExpressions: [{ key: a, operator: Exists }] } }] } }',
      ),
      ['spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight FieldValueInvalid'],
    ],
    [
      'far from others',
      podAffinity('weight: 1, podAffinityTerm: { topologyKey: kubernetes.io/hostname, labelSelector: {} }'),
      [],
    ],
    [
      'far from others, no topology, no weight',
      podAffinity("weight: 0, podAffinityTerm: { topologyKey: '', labelSelector: {} }"),
      [
        `${PREFERRED}.weight FieldValueInvalid`,
        ...['Required', 'Invalid', 'Invalid'].map((reason) => `${PREFERRED}.podAffinityTerm.topologyKey FieldValue${reason}`),
      ],
    ],
    [
      'far from those of a namespace that is no name',
      podAffinity('weight: 1, podAffinityTerm: { topologyKey: a, namespaces: [A_B] }'),
      [`${PREFERRED}.podAffinityTerm.namespace FieldValueInvalid`],
    ],
    ['spread', spread(`{ maxSkew: 1, ${HOST} }`), []],
    ['spread by nothing', spread(`{ maxSkew: 0, ${HOST} }`), [`${SPREAD}.maxSkew FieldValueInvalid`]],
    [
      'spread twice',
      spread(`{ maxSkew: 1, ${HOST} }`, `{ maxSkew: 2, ${HOST} }`),
      ['spec.topologySpreadConstraints[0].{topologyKey, whenUnsatisfiable} FieldValueDuplicate'],
    ],
    ['spread over no domain', spread(`{ maxSkew: 1, minDomains: 0, ${HOST} }`), [`${SPREAD}.minDomains FieldValueInvalid`]],
  ])('%s', (_title, manifest, wanted) => {
    expect(refusals(manifest)).toEqual(wanted)
  })
})
