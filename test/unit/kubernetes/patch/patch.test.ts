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
})
