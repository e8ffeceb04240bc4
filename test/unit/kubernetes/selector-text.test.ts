import { describe, expect, test } from 'vitest'
import { matchesRequirements } from '../../../src/kubernetes/labels.ts'
import { parseSelector } from '../../../src/kubernetes/selector-text.ts'

const labels = { app: 'web', tier: 'front', empty: '', size: '4' }

describe('parseSelector', () => {
  test.each([
    ['', true],
    ['app=web', true],
    ['app==web', true],
    ['app!=web', false],
    ['app=web,tier=front', true],
    ['app=web,tier=back', false],
    ['app in (web,api)', true],
    ['app notin (web)', false],
    ['old notin (x)', true],
    ['app', true],
    ['!app', false],
    ['!old', true],
    ['empty=', true],
    ['size>3', true],
    ['size>4', false],
    ['size<5', true],
    ['size<4', false],
    ['app>1', false],
    ['old<1', false],
    ['app in (nginx,other),tier notin (db)', false],
  ])('%j', (text, matches) => {
    const parsed = parseSelector(text)
    expect(parsed.ok && matchesRequirements(parsed.requirements, labels)).toBe(matches)
  })

  test.each([
    ['=', "found '=', expected: !, identifier, or 'end of string'"],
    ['a in', "unable to parse requirement: found '' expected: '('"],
    ['app in web', "unable to parse requirement: found 'web' expected: '('"],
    ['app in (', "unable to parse requirement: found '', expected: ',', ')' or identifier"],
    ['app in (a b)', "unable to parse requirement: found 'b', expected: ',' or ')'"],
    ['app=web,', "found '', expected: identifier after ','"],
    [',', "found ',', expected: !, identifier, or 'end of string'"],
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a=b c', "found 'c', expected: ',' or 'end of string'"],
    ['a=!', "unable to parse requirement: found '!', expected: identifier"],
    ['!', "unable to parse requirement: found '', expected: identifier"],
    [
      'a>x',
      "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
  ])('refuses %j: %s', (text, message) => {
    expect(parseSelector(text)).toEqual({ ok: false, message })
  })

  test.each([
    ['-a=b', 'unable to parse requirement: <nil>: Invalid value: "-a": name part must consist of'],
    ['a=-b', 'unable to parse requirement: values[0][a]: Invalid value: "-b": a valid label must be an empty string or'],
  ])('refuses %j, which is no label', (text, start) => {
    const parsed = parseSelector(text)
    expect(parsed.ok ? '' : parsed.message.slice(0, start.length)).toBe(start)
  })

  test('takes empty places in a list for the empty value', () => {
    expect(parseSelector('a in (,b)')).toEqual({ ok: true, requirements: [{ key: 'a', operator: 'in', values: ['', 'b'] }] })
    expect(parseSelector('a in ()')).toEqual({ ok: true, requirements: [{ key: 'a', operator: 'in', values: [''] }] })
  })
})
