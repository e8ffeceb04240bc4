import { describe, expect, test } from 'vitest'
import {
  checkParameters,
  everyChoice,
  readParameterDefinitions,
  substitute,
  type ParameterDefinitions,
} from '../../../src/course/parameters.ts'

const definitions: ParameterDefinitions = {
  team: { default: 'pay', choices: ['shop', 'pay', 'search'] },
  port: { default: '80', choices: ['80', '81'] },
}

const notes = (run: (note: (path: string, message: string) => void) => unknown): readonly string[] => {
  const found: string[] = []
  run((path, message) => found.push(`${path}: ${message}`))
  return found
}

describe('definitions', () => {
  test.each([
    ['absent', undefined, []],
    ['empty', {}, []],
    ['one that is sound', { team: { default: 'a', choices: ['a', 'b'] } }, []],
    ['no choices: the default is the only one', { team: { default: 'a' } }, []],
    ['no mapping', [], ['parameters: must map names to { default, choices }']],
    ['a number', { port: { default: 80 } }, ['parameters.port: needs a text as default, and texts as choices']],
    [
      'a default of its own',
      { team: { default: 'c', choices: ['a', 'b'] } },
      ['parameters.team.default: must be one of the choices'],
    ],
  ])('%s', (_, value, expected) => {
    expect(notes((note) => readParameterDefinitions(value, note))).toEqual(expected)
  })
})

describe('values that are given', () => {
  test.each([
    ['none', {}, []],
    ['a choice', { team: 'shop' }, []],
    ['no choice', { team: 'hr' }, ['parameters.team: cannot be hr; choices: shop, pay, search']],
    ['no parameter', { city: 'Seoul' }, ['parameters: has no city; known: team, port']],
    ['a name that every object has', { constructor: 'x' }, ['parameters: has no constructor; known: team, port']],
  ])('%s', (_, given, expected) => {
    expect(notes((note) => checkParameters(definitions, given, note))).toEqual(expected)
  })
})

describe('everyChoice', () => {
  test('without parameters there is one draw', () => {
    expect(everyChoice({})).toEqual([{}])
  })

  test('begins with the defaults, and leaves no choice out', () => {
    expect(everyChoice(definitions)).toEqual([
      { team: 'pay', port: '80' },
      { team: 'shop', port: '81' },
      { team: 'search', port: '80' },
    ])
  })
})

test('names that are no parameter stay as they are', () => {
  expect(substitute('{{team}}, {{ team }}, {{who}}', { team: 'pay' })).toBe('pay, pay, {{who}}')
})

test.each(['constructor', 'toString', '__proto__'])('{{%s}} is no parameter that every object has', (name) => {
  expect(substitute(`a {{${name}}} b`, {})).toBe(`a {{${name}}} b`)
})
