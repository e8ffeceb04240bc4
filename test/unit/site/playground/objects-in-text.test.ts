import { describe, expect, test } from 'vitest'
import { readManifests } from '../../../../src/kubernetes/yaml/read-manifests.ts'
import { decode } from '../../../../src/kubernetes/decode/decode.ts'
import { applyDefaults } from '../../../../src/kubernetes/defaults/apply-defaults.ts'
import { validate } from '../../../../src/kubernetes/validation/validate.ts'
import { ADDED_KINDS, objectsIn, withObject, withoutObject } from '../../../../site/client/playground/objects-in-text.ts'

const TEXT = `# two ways of writing
apiVersion: v1
kind: Pod
metadata: { name: web, labels: { name: other }, namespace: shop }
spec: { containers: [{ name: c, image: nginx }] }
--- # the second
apiVersion: v1
kind: Service
metadata:
  labels:
    name: other
  name: "front"
spec:
  ports: [{ name: http, port: 80 }]
`

describe('the objects of a text', () => {
  test('have a kind, a name and a namespace, in braces and in lines', () => {
    expect(objectsIn(TEXT)).toEqual([
      { kind: 'Pod', name: 'web', namespace: 'shop', index: 0 },
      { kind: 'Service', name: 'front', index: 1 },
    ])
    expect(objectsIn('')).toEqual([])
    expect(objectsIn('---\n---\n')).toEqual([])
  })

  test('one is taken away, and the other stays as it was written', () => {
    const [pod, service] = objectsIn(TEXT)
    if (pod === undefined || service === undefined) throw new Error('there are two')
    const [first, second] = TEXT.split('--- # the second\n')
    expect(withoutObject(TEXT, pod)).toBe(second)
    expect(withoutObject(TEXT, service)).toBe(first)
    expect(withoutObject(withoutObject(TEXT, pod), { ...service, index: 0 })).toBe('')
  })

  test.each(ADDED_KINDS)('a %s that is added is valid, and has a name of its own', (kind) => {
    const twice = withObject(withObject(TEXT.trimEnd(), kind), kind)
    const { problems, documents } = readManifests(twice, 'a.yaml')
    expect(problems).toEqual([])
    const objects = documents.map(({ value }) => decode(value, { fieldValidation: 'Strict' }).object)
    expect(objects).toHaveLength(4)
    expect(objects).not.toContain(undefined)
    const causes = objects.flatMap((object) => (object === undefined ? [] : validate(applyDefaults(object))))
    expect(causes).toEqual([])
    expect(objectsIn(twice).map((object) => `${object.kind} ${object.name}`)).toEqual([
      'Pod web',
      'Service front',
      `${kind} ${kind.toLowerCase()}-1`,
      `${kind} ${kind.toLowerCase()}-2`,
    ])
  })

  test('a Service that is added is for the last Pod', () => {
    expect(withObject(withObject(TEXT, 'Pod'), 'Service')).toContain('selector: { app: pod-1 }')
    expect(withObject('', 'Service')).toContain('selector: { app: web }')
  })
})
