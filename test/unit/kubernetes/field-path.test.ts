import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatPath, getPath, parsePath, selectPath, setPath } from '../../../src/kubernetes/field-path.ts'

const service = { spec: { ports: [{ port: 80 }, { port: 81 }] }, metadata: { labels: { 'app.kubernetes.io/name': 'web' } } }

describe('field paths', () => {
  test.each([
    ['', []],
    ['spec', ['spec']],
    ['spec.ports[0].port', ['spec', 'ports', 0, 'port']],
    ['metadata.labels[app.kubernetes.io/name]', ['metadata', 'labels', 'app.kubernetes.io/name']],
    ['spec.ports[*].port', ['spec', 'ports', '*', 'port']],
  ])('%s', (path, steps) => {
    expect(parsePath(path)).toEqual(steps)
    expect(formatPath(steps)).toBe(path)
  })

  test('what is formatted reads back', () => {
    const word = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9./-]*$/)
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.nat(99))), (steps) => {
        expect(parsePath(formatPath(steps))).toEqual(steps)
      }),
    )
  })

  test.each<[string, unknown]>([
    ['spec.ports[1].port', 81],
    ['spec.ports[2].port', undefined],
    ['spec.ports.port', undefined],
    ['spec[0]', undefined],
    ['spec.toString', undefined],
    ['metadata.labels[app.kubernetes.io/name]', 'web'],
  ])('the value at %s', (path, value) => {
    expect(getPath(service, parsePath(path))).toBe(value)
  })

  test('all values at a path, each with its own', () => {
    expect(selectPath(service, 'spec.ports[*].port')).toEqual([
      { path: 'spec.ports[0].port', value: 80 },
      { path: 'spec.ports[1].port', value: 81 },
    ])
    expect(selectPath(service, 'metadata[*]')).toEqual([])
    expect(selectPath(service, 'spec.nothing')).toEqual([])
  })

  test.each<[string, unknown, unknown]>([
    ['spec.ports[0].port', 8080, { ports: [{ port: 8080 }, { port: 81 }] }],
    ['spec.ports[0]', undefined, { ports: [{ port: 81 }] }],
    ['spec.ports[1].port', undefined, { ports: [{ port: 80 }, {}] }],
    ['spec.ports', undefined, {}],
    ['spec.selector.app', 'web', { ...service.spec, selector: { app: 'web' } }],
    ['spec.rules[0].host', 'a', { ...service.spec, rules: [{ host: 'a' }] }],
  ])('%s becomes %j', (path, value, wanted) => {
    expect(getPath(setPath(service, parsePath(path), value), ['spec'])).toEqual(wanted)
  })

  test('what is set is got, and nothing is changed in place', () => {
    const before = structuredClone(service)
    expect(setPath(service, [], 'all')).toBe('all')
    expect(getPath(setPath(service, ['spec', 'ports', 1, 'port'], 9), ['spec', 'ports', 1, 'port'])).toBe(9)
    expect(service).toEqual(before)
  })
})
