import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readUsage } from '../../../src/node/usage.ts'
import { usageOfProgram } from '../../../tools/usage.ts'

const usage = usageOfProgram()

test('docs/usage.json is what the program takes (npm run generate)', () =>
  expect(readUsage(join(import.meta.dirname, '../../..'))).toEqual(usage))

test('both languages have the same commands, arguments and options, each with a text', () => {
  const terms = (language: 'en' | 'ko'): unknown =>
    usage[language].map((command) => [command.name, ...[...command.arguments, ...command.options].map(({ term }) => term)])
  expect(terms('ko')).toEqual(terms('en'))
  const empty = [...usage.en, ...usage.ko].flatMap((command) =>
    [...command.arguments, ...command.options].filter(({ text }) => text === '').map(({ term }) => `${command.name} ${term}`),
  )
  expect(empty).toEqual([])
  const named = (text: string): number => [...text.matchAll(/[<[](?!options|command)[^\]>]+[\]>]/gu)].length
  expect(usage.en.filter((command) => named(command.usage) !== command.arguments.length).map(({ name }) => name)).toEqual([])
  expect(usage.ko.filter(({ description }) => !/[가-힣]/u.test(description))).toEqual([])
})

test('what help says below the options is there', () => {
  const after = Object.fromEntries(usage.en.map((command) => [command.name, command.after]))
  expect(after['grade trace']).toContain('--assume')
  expect(after['grade compare']).toMatch(/^Exit codes:/u)
  expect(after['grade up']).toBe('')
})
