import { describe, expect, test } from 'vitest'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { editOf, editsOf, moveOf, type Patch } from '../../../../src/grading/repair/patch.ts'
import { compareSizes, sizeOf } from '../../../../src/grading/repair/size.ts'

const reference = { kind: 'Service', namespace: 'default', name: 'web' }
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'default', uid: 'u', resourceVersion: '7' },
  spec: { selector: { app: 'web', tier: 'front' }, ports: [{ port: 80, targetPort: 80 }] },
} as KubernetesObject

const measure = (patch: Patch): readonly number[] => {
  const { fields, objects } = sizeOf(patch, () => service)
  return [fields, objects]
}

describe('the size of a repair', () => {
  test.each([
    ['nothing', { changes: [] }, [0, 0]],
    ['one value', editOf(reference, 'spec.ports[0].targetPort', 8080), [1, 1]],
    ['a whole map in which one value differs', editOf(reference, 'spec.selector', { app: 'web', tier: 'back' }), [1, 1]],
    ['a map with another key', editOf(reference, 'spec.selector', { run: 'web', tier: 'front' }), [2, 1]],
    ['an empty map that comes', editOf(reference, 'metadata.labels', {}), [1, 1]],
    [
      'two fields of one object',
      editsOf(reference, [
        { path: 'spec.ports[0].port', value: 1 },
        { path: 'spec.type', value: 'x' },
      ]),
      [2, 1],
    ],
    ['an item of a list that goes', editOf(reference, 'spec.ports[0]', undefined), [2, 1]],
    ['another namespace', { changes: [moveOf(reference, { namespace: 'team', name: 'web' })] }, [1, 1]],
    ['the object made anew as it is', { changes: [{ kind: 'recreate', object: reference }] }, [1, 1]],
    ['the object gone, what the server filled in left out', { changes: [{ kind: 'delete', object: reference }] }, [8, 1]],
  ] as const)('%s', (_, patch, expected) => {
    expect(measure(patch)).toEqual(expected)
  })

  test('fields count before objects', () => {
    const sizes = [
      { fields: 2, objects: 1 },
      { fields: 1, objects: 3 },
      { fields: 1, objects: 1 },
    ]
    expect(sizes.toSorted(compareSizes)).toEqual([sizes[2], sizes[1], sizes[0]])
  })
})
