import fc from 'fast-check'
import { RE2JS } from 're2js'
import { describe, expect, test } from 'vitest'
import { compilePattern, isSimplePattern, loadPatternEngine } from '../../../../src/network/http/pattern.ts'

describe('patterns of paths', () => {
  test.each([
    ['/', true],
    ['/app(/|$)(.*)', true],
    ['/api/v[0-9]+/(.*)', true],
    ['/[*+]', true],
    ['/a\\+\\*\\+\\*', true],
    ['/(a|b)?/c', true],
    ['/(a+)+', false],
    ['/((a|b)c)*', false],
    ['/(a|a)*x', false],
    ['/(a{2})+', false],
    ['/.*.*.*', false],
  ])('%s is simple: %s', (pattern, simple) => {
    expect(isSimplePattern(pattern)).toBe(simple)
  })

  test.each([
    ['^/app(/|$)(.*)', '/APP/x/y', ['/APP/x/y', '/', 'x/y']],
    ['^/app(/|$)(.*)', '/apple', undefined],
    ['^/foo', '/foobar', ['/foo']],
    ['/(a|b)?/c', '//c', ['//c', '']],
    ['/(?P<name>x)', '/x', ['/x', 'x']],
    ['/(', '/(', undefined],
  ])('%s on %s', (pattern, text, expected) => {
    expect(compilePattern(pattern)?.(text)).toEqual(expected)
  })

  test('others match nothing until the engine is loaded, and then in linear time', async () => {
    expect(compilePattern('^/(a+)+$')).toBeUndefined()
    await loadPatternEngine()
    expect(compilePattern('^/(a+)+$')?.('/AAA')).toEqual(['/AAA', 'AAA'])
    expect(compilePattern('^/(a+)+$')?.(`/${'a'.repeat(5000)}!`)).toBeUndefined()
  })

  test('simple patterns match as RE2 does', () => {
    const piece = fc.constantFrom('/', 'a', 'b', '(a|b)', '(/|$)', '(.*)', '[ab]+', 'a?', '(b)?', '.')
    const pattern = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => `^${pieces.join('')}`)
    const text = fc.array(fc.constantFrom('/', 'a', 'b', 'A'), { maxLength: 12 }).map((letters) => letters.join(''))
    fc.assert(
      fc.property(pattern, text, (expression, path) => {
        fc.pre(isSimplePattern(expression))
        const matcher = RE2JS.compile(expression, RE2JS.CASE_INSENSITIVE).matcher(path)
        const expected = matcher.find()
          ? Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? '')
          : undefined
        expect(compilePattern(expression)?.(path)).toEqual(expected)
      }),
    )
  })
})
