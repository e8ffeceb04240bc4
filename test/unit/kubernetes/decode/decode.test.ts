import { describe, expect, test } from 'vitest'
import { decode } from '../../../../src/kubernetes/decode/decode.ts'
import { suggestFields } from '../../../../src/kubernetes/decode/nearest-fields.ts'

const strict = { fieldValidation: 'Strict' } as const
const pod = (spec: object): Record<string, unknown> => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec })

describe('decode', () => {
  test.each([
    ['no kind', { apiVersion: 'v1' }, 400, "Object 'Kind' is missing"],
    ['no apiVersion', { kind: 'Pod' }, 400, "Object 'apiVersion' is missing"],
    [
      'a version that is gone',
      { kind: 'Ingress', apiVersion: 'extensions/v1beta1' },
      404,
      'no matches for kind "Ingress" in version "extensions/v1beta1"',
    ],
    ['a field out of place', pod({ containers: [], ports: [] }), 400, 'strict decoding error: unknown field "spec.ports"'],
    ['a field in other case', pod({ Containers: [] }), 400, 'strict decoding error: unknown field "spec.Containers"'],
    [
      'a number for a text',
      pod({ containers: [{ name: 'c', env: [{ name: 'A', value: 1 }] }] }),
      400,
      'json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value of type string',
    ],
  ])('%s', (_, value, code, message) => {
    const { status } = decode(value, strict)
    expect(status?.code).toBe(code)
    expect(status?.message).toContain(message)
  })

  test('what is empty and would not be written is left out; pointers and what is required stay', () => {
    const given = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'a', labels: {}, finalizers: [], annotations: { a: '' } },
      spec: {
        type: '',
        externalName: '',
        publishNotReadyAddresses: false,
        allocateLoadBalancerNodePorts: false,
        ports: [{ name: '', port: 0, protocol: '', targetPort: 0 }],
        selector: { app: '' },
      },
    }
    expect(decode(given, strict).object).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'a', annotations: { a: '' } },
      spec: { allocateLoadBalancerNodePorts: false, ports: [{ port: 0, targetPort: 0 }], selector: { app: '' } },
    })
  })

  test('structs that are there stay, and so do the empty values of kinds that somebody else defines', () => {
    const spec = { containers: [], securityContext: {}, volumes: [{ name: 'v', emptyDir: { medium: '' } }], hostNetwork: false }
    expect(decode(pod(spec), strict).object).toMatchObject({
      spec: { securityContext: {}, volumes: [{ name: 'v', emptyDir: {} }] },
    })
    const policy = {
      apiVersion: 'policy.networking.k8s.io/v1alpha2',
      kind: 'ClusterNetworkPolicy',
      metadata: { name: 'a' },
      spec: { tier: 'Admin', priority: 1, subject: { namespaces: {} }, ingress: [] },
    }
    expect(decode(policy, strict).object).toMatchObject({ spec: { ingress: [] } })
  })

  const lease = (renewTime: string): Record<string, unknown> => ({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'a', creationTimestamp: '2026-11-25T22:42:15.5+02:00' },
    spec: { renewTime },
  })

  test('times are given back in the API’s form', () => {
    expect(decode(lease('2026-11-25T22:42:15.120000+02:00'), strict).object).toMatchObject({
      metadata: { creationTimestamp: '2026-11-25T20:42:15Z' },
      spec: { renewTime: '2026-11-25T20:42:15.120000Z' },
    })
  })

  test('a time that is none is refused', () => {
    expect(decode(lease('2026-11-25T22:42:15Z'), strict).status?.message).toBe(
      'Lease in version "v1" cannot be handled as a Lease: parsing time "2026-11-25T22:42:15Z" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "Z" as ".000000"',
    )
  })

  test('null is absent', () => {
    expect(decode(pod({ containers: [{ name: 'c', ports: null }] }), strict).object).toMatchObject({
      spec: { containers: [{ name: 'c' }] },
    })
  })

  test('with Warn the field is dropped and told', () => {
    const { object, warnings } = decode(pod({ containers: [], nothing: 1 }), { fieldValidation: 'Warn' })
    expect(warnings).toEqual(['unknown field "spec.nothing"'])
    expect(object).not.toHaveProperty('spec.nothing')
  })
})

describe('what was meant', () => {
  test('a field beside its parent belongs into it', () => {
    const value = pod({ containers: [{ name: 'c' }], ports: [{ containerPort: 80 }] })
    const [field] = decode(value, strict).unknownFields
    expect(field === undefined ? [] : suggestFields(value, field)[0]).toEqual({
      kind: 'misplaced',
      path: 'spec.containers[0].ports',
    })
  })

  test('a slip of the pen', () => {
    const value = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', spec: { podSelector: { matchlabels: {} } } }
    const [field] = decode(value, strict).unknownFields
    expect(field === undefined ? [] : suggestFields(value, field)[0]).toEqual({
      kind: 'misspelt',
      path: 'spec.podSelector.matchLabels',
    })
  })

  test('the place nearest to where it stood comes first', () => {
    const containers = [{ name: 'a' }, { name: 'b', env: [{ name: 'X', image: 'y' }] }]
    const value = pod({ containers })
    const [field] = decode(value, strict).unknownFields
    expect(field === undefined ? [] : suggestFields(value, field).map(({ path }) => path)).toEqual([
      'spec.containers[1].image',
      'spec.containers[0].image',
    ])
  })

  test('fields of the object itself, and places that are no lists', () => {
    const value = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a', spec: {} },
      spec: { containers: 'none', hostAliases: [] },
    }
    const field = { path: 'metadata.status', name: 'status', structure: 'ObjectMeta' }
    expect(suggestFields(value, field)).toEqual([])
    const spec = { ...value, spec: undefined }
    expect(suggestFields(spec, { path: 'metadata.spec', name: 'spec', structure: 'ObjectMeta' })[0]).toEqual({
      kind: 'misplaced',
      path: 'spec',
    })
  })

  test('what is of no known kind is compared with its neighbours only', () => {
    expect(
      suggestFields({ kind: 'Unknown', spec: {} }, { path: 'spec.nmae', name: 'nmae', structure: 'ObjectMeta' }),
    ).toContainEqual({
      kind: 'misspelt',
      path: 'spec.name',
    })
    expect(suggestFields({}, { path: 'a', name: 'a', structure: 'Unknown' })).toEqual([])
  })
})

describe('values that Go reads in its own way', () => {
  const read = (value: Record<string, unknown>) => decode(value, strict)

  test('null within a list is the zero value', () => {
    const { object } = read(
      pod({
        containers: [{ name: 'c', args: [null, 'a'], ports: [null] }],
        securityContext: { supplementalGroups: [null, 1] },
      }),
    )
    expect(object).toMatchObject({
      spec: { containers: [{ args: ['', 'a'], ports: [{}] }], securityContext: { supplementalGroups: [0, 1] } },
    })
  })

  test.each([
    ['eA==', undefined],
    ['eA=', 'illegal base64 data at input byte 0'],
    ['abc', 'illegal base64 data at input byte 0'],
    ['ab!d', 'illegal base64 data at input byte 2'],
  ])('base64 %s', (text, message) => {
    const { status } = read({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { a: text } })
    if (message === undefined) expect(status).toBeUndefined()
    else expect(status?.message).toContain('illegal base64 data at input byte')
  })

  test('with Ignore nothing is told', () => {
    const { object, warnings } = decode(pod({ containers: [], nothing: 1 }), { fieldValidation: 'Ignore' })
    expect([warnings, object !== undefined]).toEqual([[], true])
  })
})
