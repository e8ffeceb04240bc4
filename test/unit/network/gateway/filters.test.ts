import { describe, expect, test } from 'vitest'
import type { RequestRedirect } from '../../../../src/kubernetes/extensions/gateway-api/types.ts'
import { joinChanges, modifyPath, redirectTo, replacePrefix } from '../../../../src/network/gateway/filters.ts'

describe('replacePrefix', () => {
  const rows: readonly (readonly [path: string, prefix: string, replacement: string, modified: string])[] = [
    ['/foo/bar', '/foo', '/xyz', '/xyz/bar'],
    ['/foo/bar', '/foo', '/xyz/', '/xyz/bar'],
    ['/foo/bar', '/foo/', '/xyz', '/xyz/bar'],
    ['/foo/bar', '/foo/', '/xyz/', '/xyz/bar'],
    ['/foo', '/foo', '/xyz', '/xyz'],
    ['/foo/', '/foo', '/xyz', '/xyz/'],
    ['/foo/bar', '/foo', '', '/bar'],
    ['/foo/', '/foo', '', '/'],
    ['/foo', '/foo', '', '/'],
    ['/foo/', '/foo', '/', '/'],
    ['/foo', '/foo', '/', '/'],
    ['/foo/bar', '/', '/xyz', '/xyz/foo/bar'],
    ['/', '/', '/xyz', '/xyz/'],
  ]
  test.each(rows)('I22: %s without %s, with %s: %s', (path, prefix, replacement, modified) => {
    expect(replacePrefix(path, prefix, replacement)).toBe(modified)
  })
})

test('I22: without a prefix that matched, nothing is replaced', () => {
  expect(modifyPath('/a?q', { type: 'ReplacePrefixMatch', replacePrefixMatch: '/x' }, undefined)).toBe('/a?q')
  expect(modifyPath('/a?q', undefined, '/a')).toBe('/a?q')
})

describe('redirectTo', () => {
  const rows: readonly (readonly [RequestRedirect, 'http' | 'https', number, string])[] = [
    [{}, 'http', 80, 'http://a.test/x'],
    [{}, 'http', 8080, 'http://a.test:8080/x'],
    [{}, 'https', 443, 'https://a.test/x'],
    [{ scheme: 'https' }, 'http', 8080, 'https://a.test/x'],
    [{ scheme: 'http' }, 'https', 443, 'http://a.test/x'],
    [{ port: 8443 }, 'https', 443, 'https://a.test:8443/x'],
    [{ port: 443, scheme: 'https' }, 'http', 80, 'https://a.test/x'],
    [{ port: 80 }, 'http', 8080, 'http://a.test/x'],
    [{ hostname: 'b.test' }, 'http', 80, 'http://b.test/x'],
  ]
  test.each(rows)('I22: %j from %s at %s: %s', (redirect, scheme, listenerPort, location) => {
    const request = { host: 'a.test:9', path: '/x', method: 'GET', headers: {}, scheme }
    expect(redirectTo(redirect, { request, listenerPort })).toEqual({ status: 302, location })
  })
})

test('I22: a backend changes what its rule has changed', () => {
  const header = { set: { a: '1' }, add: {}, remove: [] }
  expect(joinChanges({ path: '/rule', requestHeaders: [header] }, { host: 'b.test', responseHeaders: [header] })).toEqual({
    path: '/rule',
    host: 'b.test',
    requestHeaders: [header],
    responseHeaders: [header],
  })
  expect(joinChanges({}, {})).toEqual({})
})
