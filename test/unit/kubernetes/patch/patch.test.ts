import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergePatch } from '../../../../src/kubernetes/patch/merge-patch.ts'
import { strategicMergePatch } from '../../../../src/kubernetes/patch/strategic-merge-patch.ts'

describe('RFC 7386', () => {
  test.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ a: 'foo' }, null, null],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  ])('%j patched by %j', (target, patch, result) => {
    expect(mergePatch(target, patch)).toEqual(result)
  })

  test('patching twice changes nothing more', () => {
    fc.assert(
      fc.property(fc.object(), fc.object(), (target, patch) => {
        const once = mergePatch(target, patch)
        expect(mergePatch(once, patch)).toEqual(once)
      }),
    )
  })
})

describe('strategic merge patch', () => {
  const service = { spec: { ports: [{ port: 80, targetPort: 80 }, { port: 81 }], selector: { a: 'b' } } }

  test.each([
    [
      'a list is merged by its key',
      { spec: { ports: [{ port: 80, targetPort: 8080 }] } },
      { ports: [{ port: 80, targetPort: 8080 }, { port: 81 }], selector: { a: 'b' } },
    ],
    [
      'a new item is added',
      { spec: { ports: [{ port: 82 }] } },
      { ports: [{ port: 82 }, { port: 80, targetPort: 80 }, { port: 81 }], selector: { a: 'b' } },
    ],
    [
      'an item is deleted',
      { spec: { ports: [{ port: 81, $patch: 'delete' }] } },
      { ports: [{ port: 80, targetPort: 80 }], selector: { a: 'b' } },
    ],
    [
      'a list is replaced',
      { spec: { ports: [{ $patch: 'replace' }, { port: 9 }] } },
      { ports: [{ port: 9 }], selector: { a: 'b' } },
    ],
    ['a field is removed', { spec: { selector: null } }, { ports: service.spec.ports }],
    [
      'an order is given',
      { spec: { '$setElementOrder/ports': [{ port: 81 }, { port: 80 }] } },
      { ports: [{ port: 81 }, { port: 80, targetPort: 80 }], selector: { a: 'b' } },
    ],
  ])('%s', (_, patch, spec) => {
    expect(strategicMergePatch(service, patch, 'Service')).toEqual({ spec })
  })

  const pod = {
    metadata: { finalizers: ['a.example/x', 'a.example/y'] },
    spec: { containers: [{ name: 'a', args: ['1'] }, { name: 'b' }], securityContext: { runAsUser: 1, fsGroup: 2 } },
  }

  test.each<[string, object, object]>([
    [
      'a list of no objects is replaced',
      { spec: { containers: [{ name: 'a', args: ['2', '3'] }] } },
      { spec: { ...pod.spec, containers: [{ name: 'a', args: ['2', '3'] }, { name: 'b' }] } },
    ],
    [
      'a set grows',
      { metadata: { finalizers: ['a.example/y', 'a.example/z'] } },
      { metadata: { finalizers: ['a.example/x', 'a.example/y', 'a.example/z'] } },
    ],
    [
      'a set where there is none',
      { metadata: { ownerReferences: [{ uid: 'u', name: 'o' }] } },
      { metadata: { ...pod.metadata, ownerReferences: [{ uid: 'u', name: 'o' }] } },
    ],
    [
      'values are taken out of a set',
      { metadata: { '$deleteFromPrimitiveList/finalizers': ['a.example/x'] } },
      { metadata: { finalizers: ['a.example/y'] } },
    ],
    ['values are taken out of nothing', { metadata: { '$deleteFromPrimitiveList/none': ['x'] } }, {}],
    ['an order of nothing', { spec: { '$setElementOrder/volumes': [{ name: 'v' }] } }, {}],
    [
      'an order of values',
      { metadata: { '$setElementOrder/finalizers': ['a.example/y', 'a.example/x'] } },
      { metadata: { finalizers: ['a.example/y', 'a.example/x'] } },
    ],
    [
      'an object is replaced',
      { spec: { securityContext: { $patch: 'replace', runAsGroup: 3 } } },
      { spec: { ...pod.spec, securityContext: { runAsGroup: 3 } } },
    ],
    [
      'an object is deleted',
      { spec: { securityContext: { $patch: 'delete' } } },
      { spec: { containers: pod.spec.containers } },
    ],
    [
      'all keys but some go',
      { spec: { securityContext: { $retainKeys: ['fsGroup'], fsGroup: 5 } } },
      { spec: { ...pod.spec, securityContext: { fsGroup: 5 } } },
    ],
    [
      'all keys go where none were',
      { spec: { affinity: { $retainKeys: ['podAffinity'], podAffinity: {} } } },
      { spec: { ...pod.spec, affinity: { podAffinity: {} } } },
    ],
    ['what is no item is passed over', { spec: { containers: ['x'] } }, {}],
    [
      'directives within new items are not kept',
      {
        spec: {
          volumes: [{ name: 'v', emptyDir: null, projected: { sources: [{ $patch: 'delete' }, { secret: { name: 's' } }] } }],
        },
      },
      { spec: { ...pod.spec, volumes: [{ name: 'v', projected: { sources: [{ secret: { name: 's' } }] } }] } },
    ],
    [
      'a later item before an earlier one',
      {
        spec: {
          containers: [
            { name: 'b', args: ['4'] },
            { name: 'a', args: ['5'] },
          ],
        },
      },
      {
        spec: {
          ...pod.spec,
          containers: [
            { name: 'b', args: ['4'] },
            { name: 'a', args: ['5'] },
          ],
        },
      },
    ],
    [
      'an item behind others',
      { spec: { containers: [{ name: 'b', args: ['4'] }] } },
      {
        spec: {
          ...pod.spec,
          containers: [
            { name: 'a', args: ['1'] },
            { name: 'b', args: ['4'] },
          ],
        },
      },
    ],
  ])('of a Pod: %s', (_title, patch, changed) => {
    expect(strategicMergePatch(pod, patch as Record<string, unknown>, 'Pod')).toEqual({ ...pod, ...changed })
  })

  test('a patch that deletes all leaves nothing', () => {
    expect(strategicMergePatch(pod, { $patch: 'delete' }, 'Pod')).toEqual({})
  })
})
