import { describe, expect, test } from 'vitest'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
import { createHarness } from '../harness.ts'

const PREFIX = 'nginx.ingress.kubernetes.io/'
const DENIED = 'admission webhook "validate.nginx.ingress.kubernetes.io" denied the request: '

const ingress = (
  name: string,
  path: string,
  pathType: string,
  more: { annotations?: object; ingressClassName?: string } = {},
) =>
  ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: 'default', ...(more.annotations === undefined ? {} : { annotations: more.annotations }) },
    spec: {
      ingressClassName: more.ingressClassName ?? 'nginx',
      rules: [
        { host: 'a.test', http: { paths: [{ path, pathType, backend: { service: { name: 'a', port: { number: 80 } } } }] } },
      ],
    },
  }) as KubernetesObject

const setUp = () => {
  const harness = createHarness()
  for (const [name, controller] of [
    ['nginx', 'k8s.io/ingress-nginx'],
    ['other', 'example.com/other'],
  ])
    harness.create({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name },
      spec: { controller },
    } as KubernetesObject)
  const answer = (object: KubernetesObject): string => {
    const result = harness.create(object)
    return result.ok ? 'created' : `${result.status.code} ${result.status.reason ?? ''} ${result.status.message ?? ''}`
  }
  return { ...harness, answer }
}

describe('the webhook of ingress-nginx', () => {
  const pattern = '/app(/|$)(.*)'
  const refusal = (type: string): string =>
    `400 BadRequest ${DENIED}ingress contains invalid paths: path ${pattern} cannot be used with pathType ${type}`
  const rows: readonly (readonly [string, KubernetesObject, string])[] = [
    ['I15: a pattern of type Prefix', ingress('i', pattern, 'Prefix'), refusal('Prefix')],
    ['I15: a pattern of type Exact', ingress('i', pattern, 'Exact'), refusal('Exact')],
    ['I15: a pattern of its own type', ingress('i', pattern, 'ImplementationSpecific'), 'created'],
    ['I15: letters, digits and . _ - /', ingress('i', '/v1.0/a_b-c/', 'Prefix'), 'created'],
    ['I1: a class of another controller', ingress('i', pattern, 'Prefix', { ingressClassName: 'other' }), 'created'],
    ['I1: a class that is not there', ingress('i', pattern, 'Prefix', { ingressClassName: 'nosuch' }), 'created'],
    [
      'I21: a snippet',
      ingress('i', '/', 'Prefix', { annotations: { [`${PREFIX}configuration-snippet`]: 'return 418;' } }),
      `400 BadRequest ${DENIED}${PREFIX}configuration-snippet annotation cannot be used. Snippet directives are disabled by the Ingress administrator`,
    ],
  ]
  test.each(rows)('%s', (_name, object, expected) => {
    expect(setUp().answer(object)).toBe(expected)
  })

  test('I18: a path that another Ingress has; not its own, and not for a canary', () => {
    const { answer, writer } = setUp()
    const annotations = { [`${PREFIX}canary`]: 'true' }
    expect(answer(ingress('one', '/x', 'Prefix'))).toBe('created')
    expect(answer(ingress('two', '/x', 'Prefix'))).toBe(
      `400 BadRequest ${DENIED}host "a.test" and path "/x" is already defined in ingress default/one`,
    )
    expect(answer(ingress('two', '/y', 'Prefix'))).toBe('created')
    expect(answer(ingress('canary', '/x', 'Prefix', { annotations }))).toBe('created')
    expect(answer(ingress('canary2', '/x', 'Prefix', { annotations }))).toContain('already defined in ingress default/canary')
    expect(writer.update(ingress('one', '/x', 'Exact')).ok).toBe(true)
    expect(writer.update(ingress('one', pattern, 'Exact')).ok).toBe(false)
  })
})
