import { describe, expect, test } from 'vitest'
import { fitHost, fitsPath, hasElementPrefix, normalizeHost } from '../../../../src/network/ingress/matching.ts'

describe('hosts', () => {
  test.each([
    [undefined, 'foo.com', 'any'],
    ['', 'foo.com', 'any'],
    ['foo.com', 'foo.com', 'exact'],
    ['foo.com', 'bar.com', 'none'],
    ['*.foo.com', 'bar.foo.com', 'wildcard'],
    ['*.foo.com', 'baz.bar.foo.com', 'none'],
    ['*.foo.com', 'foo.com', 'none'],
    ['*.foo.com', '.foo.com', 'none'],
  ] as const)('I2: rule %s, host %s: %s', (rule, host, fit) => {
    expect(fitHost(rule, host)).toBe(fit)
  })

  test.each([
    ['Foo.COM:8080', 'foo.com'],
    ['foo.com.', 'foo.com'],
    ['[::1]:80', '[::1]'],
    ['', ''],
  ])('I2: the header %s is host %s', (header, host) => {
    expect(normalizeHost(header)).toBe(host)
  })
})

describe('paths', () => {
  test.each([
    ['Exact', '/foo', '/foo', true],
    ['Exact', '/foo', '/foo/', false],
    ['Exact', '/foo', '/FOO', false],
    ['Prefix', '/', '/any/thing', true],
    ['Prefix', '/aaa/bb', '/aaa/bb', true],
    ['Prefix', '/aaa/bb', '/aaa/bb/', true],
    ['Prefix', '/aaa/bb', '/aaa/bb/ccc', true],
    ['Prefix', '/aaa/bb', '/aaa/bbb', false],
    ['Prefix', '/foo/', '/foo', true],
    ['Prefix', '/foo/', '/foo/', true],
    ['Prefix', '/foo', '/Foo', false],
    ['ImplementationSpecific', '/foo', '/foo/bar', true],
  ])('I3, I4, I6: %s %s takes %s: %s', (pathType, path, asked, fits) => {
    expect(fitsPath({ pathType, path }, asked)).toBe(fits)
  })

  test('a rule without path takes all', () => {
    expect(fitsPath({ pathType: 'ImplementationSpecific' }, '/x')).toBe(true)
    expect(hasElementPrefix('/', '/a')).toBe(false)
  })
})
