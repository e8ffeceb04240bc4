/** Recorded from k8s.io/api and sigs.k8s.io/json of Kubernetes v1.34.4. */
import { describe, expect, it } from 'vitest'
import { decode } from '../../../../src/kubernetes/decode/decode.ts'

describe('a value of the wrong type', () => {
  it.each([
    [
      'v1',
      'Service',
      { spec: { ports: 'x' } },
      'json: cannot unmarshal string into Go struct field ServiceSpec.spec.ports of type []v1.ServicePort',
    ],
    [
      'v1',
      'Service',
      { spec: { ports: ['x'] } },
      'json: cannot unmarshal string into Go struct field ServiceSpec.spec.ports of type v1.ServicePort',
    ],
    ['v1', 'Service', { spec: 5 }, 'json: cannot unmarshal number into Go struct field Service.spec of type v1.ServiceSpec'],
    [
      'v1',
      'Service',
      { metadata: 'x' },
      'json: cannot unmarshal string into Go struct field Service.metadata of type v1.ObjectMeta',
    ],
    [
      'v1',
      'Service',
      { spec: { selector: [] } },
      'json: cannot unmarshal array into Go struct field ServiceSpec.spec.selector of type map[string]string',
    ],
    [
      'v1',
      'Service',
      { spec: { selector: { a: 5 } } },
      'json: cannot unmarshal number into Go struct field ServiceSpec.spec.selector of type string',
    ],
    [
      'v1',
      'Service',
      { spec: { type: 5 } },
      'json: cannot unmarshal number into Go struct field ServiceSpec.spec.type of type v1.ServiceType',
    ],
    [
      'v1',
      'Service',
      { spec: { ipFamilies: [5] } },
      'json: cannot unmarshal number into Go struct field ServiceSpec.spec.ipFamilies of type v1.IPFamily',
    ],
    [
      'v1',
      'Service',
      { spec: { ports: [{ targetPort: true }] } },
      'json: cannot unmarshal bool into Go struct field ServicePort.spec.ports.targetPort of type int32',
    ],
    [
      'v1',
      'Service',
      { spec: { ports: [{ port: 'x' }, { targetPort: true }] } },
      'json: cannot unmarshal bool into Go struct field ServicePort.spec.ports.targetPort of type int32',
    ],
    [
      'v1',
      'ConfigMap',
      { metadata: { uid: 5 } },
      'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.uid of type types.UID',
    ],
    [
      'v1',
      'ConfigMap',
      { metadata: { creationTimestamp: 5 } },
      'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.creationTimestamp of type string',
    ],
    [
      'v1',
      'ConfigMap',
      { metadata: { generation: 'x' } },
      'json: cannot unmarshal string into Go struct field ObjectMeta.metadata.generation of type int64',
    ],
    [
      'v1',
      'ConfigMap',
      { binaryData: { a: 5 } },
      'json: cannot unmarshal number into Go struct field ConfigMap.binaryData of type []uint8',
    ],
    [
      'v1',
      'Pod',
      { spec: { containers: [{ resources: { limits: [] } }] } },
      'json: cannot unmarshal array into Go struct field ResourceRequirements.spec.containers.resources.limits of type v1.ResourceList',
    ],
    [
      'v1',
      'Pod',
      { spec: { containers: [{ securityContext: { runAsUser: 'x' } }] } },
      'json: cannot unmarshal string into Go struct field SecurityContext.spec.containers.securityContext.runAsUser of type int64',
    ],
    [
      'v1',
      'Pod',
      { spec: { hostNetwork: 'x', containers: [{ resources: { limits: { cpu: 'x' } } }] } },
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
    [
      'networking.k8s.io/v1',
      'NetworkPolicy',
      { spec: { ingress: [{ from: [{ podSelector: { matchExpressions: [{ operator: 5 }] } }] }] } },
      'json: cannot unmarshal number into Go struct field LabelSelectorRequirement.spec.ingress.from.podSelector.matchExpressions.operator of type v1.LabelSelectorOperator',
    ],
    [
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      { spec: { metrics: 'x' } },
      'json: cannot unmarshal string into Go struct field HorizontalPodAutoscalerSpec.spec.metrics of type []v2.MetricSpec',
    ],
    [
      'discovery.k8s.io/v1',
      'EndpointSlice',
      { ports: [5] },
      'json: cannot unmarshal number into Go struct field EndpointSlice.ports of type v1.EndpointPort',
    ],
    [
      'v1',
      'Endpoints',
      { subsets: [{ ports: [5] }] },
      'json: cannot unmarshal number into Go struct field EndpointSubset.subsets.ports of type v1.EndpointPort',
    ],
    [
      'apps/v1',
      'Deployment',
      { spec: { replicas: 3000000000 } },
      'json: cannot unmarshal number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
  ])('in a %s %s %j is refused as Go refuses it', (apiVersion, kind, object, message) => {
    const { status } = decode({ apiVersion, kind, ...object }, { fieldValidation: 'Strict' })
    const version = apiVersion.replace(/^.*\//u, '')
    expect(status?.message).toBe(`${kind} in version "${version}" cannot be handled as a ${kind}: ${message}`)
  })
})

describe('a number that is not written as Go reads whole ones', () => {
  const service = (port: number) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'a' },
    spec: { ports: [{ port }] },
  })

  it.each(['1e2', '80.0', '9223372036854775808'])('is refused as it was written: %s', (literal) => {
    const numbers = new Map([['spec.ports[0].port', literal]])
    const { status } = decode(service(Number(literal)), { fieldValidation: 'Strict', numbers })
    expect(status?.message).toContain(
      `json: cannot unmarshal number ${literal} into Go struct field ServicePort.spec.ports.port of type int32`,
    )
  })

  it('is taken where a field holds fractions, or 64 bits', () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a' },
      spec: { terminationGracePeriodSeconds: 3_000_000_000 },
    }
    expect(decode(pod, { fieldValidation: 'Strict' }).status).toBeUndefined()
  })
})

describe('fields that stand twice', () => {
  const decoded = (duplicateKeys: readonly string[]) =>
    decode(
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, foo: { b: 1 } },
      { fieldValidation: 'Warn', duplicateKeys },
    )

  it('are told once, and not within what nobody knows', () => {
    const { warnings } = decoded(['data.k', 'data.k', 'foo', 'foo.b', 'foobar'])
    expect(warnings).toEqual(['unknown field "foo"', 'duplicate field "data.k"', 'duplicate field "foobar"'])
  })
})
