import { describe, expect, test } from 'vitest'
import { normalizePath, rewriteTarget } from '../../../../../src/network/ingress/nginx/uri.ts'

describe('I17: paths before the search for a location', () => {
  test.each([
    ['/', '/'],
    ['/a//b', '/a/b'],
    ['/a/./b/../c', '/a/c'],
    ['/a/..', '/'],
    ['/a/b/..', '/a/'],
    ['/../x', '/x'],
    ['/%61pp', '/app'],
    ['/%zz', '/%zz'],
  ])('%s becomes %s', (path, expected) => {
    expect(normalizePath(path)).toBe(expected)
  })
})

describe('I16: rewriting', () => {
  test.each([
    ['/app/x', '/app', '/', '/'],
    ['/app/x?y=1', '/app', '/', '/?y=1'],
    ['/app/x?y=1', '/app', '/z?w=2', '/z?w=2&y=1'],
    ['/app/x?y=1', '/app', '/z?', '/z'],
    ['/something', '/something(/|$)(.*)', '/$2', '/'],
    ['/something/new', '/something(/|$)(.*)', '/$2', '/new'],
    ['/something/a%20b', '/something(/|$)(.*)', '/$2', '/a%20b'],
    ['/api/v1/x', '/api/(v[0-9]+)/(.*)', '/$2/$1/$3', '/x/v1/'],
    ['/other', '/app', '/', '/other'],
  ])('%s by %s to %s gives %s', (target, pattern, replacement, expected) => {
    expect(rewriteTarget(target, pattern, replacement)).toBe(expected)
  })
})
