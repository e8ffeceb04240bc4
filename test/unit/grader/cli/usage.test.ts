import path from 'node:path'
import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { createCli } from '../../../../grader/terminal/cli.ts'
import { createProgram } from '../../../../grader/cli/program/program.ts'
import { run } from '../../../../grader/cli/run.ts'

const grade = async (language: string, argv: readonly string[]): Promise<string> => {
  let text = ''
  const stream = { write: (more: string) => (text += more) }
  await run([...argv, '--lang', language], {
    stdout: stream,
    stderr: stream,
    environment: { NETGRADE_HOME: '/nowhere/at/all' },
    root: path.join(import.meta.dirname, '../../../..'),
  })
  return text
}

describe('what commander refuses is said in the reader’s language', () => {
  test.each([
    ['start', 'The argument <task> is missing.', '인수 <task>가 빠졌습니다.'],
    [
      '3-3 --on nowhere',
      '"nowhere" is no value for the option --on <environment>. Allowed: embedded, manifests, kubeconfig, kind.',
      '쓸 수 있는 값: embedded, manifests, kubeconfig, kind.',
    ],
    [
      'up --port 99999',
      '"99999" is no value for the option --port <port>. Allowed: 1–65535.',
      '"99999"는 옵션 --port <port>의 값이 될 수 없습니다.',
    ],
    [
      'hint 3-3 0',
      '"0" is no value for the argument <number>. Allowed: 1, 2, 3, …',
      '"0"은 인수 <number>의 값이 될 수 없습니다.',
    ],
    ['site nowhere', '"nowhere" is no value for the argument <what>. Allowed: build, serve.', '쓸 수 있는 값: build, serve.'],
    ['start 3-3 a b', 'Too many arguments: 1 expected, 3 given.', '1개까지 쓸 수 있는데 3개를 주었습니다.'],
  ])('grade %s', async (line, english, korean) => {
    const argv = line.split(' ')
    expect(await grade('en', argv)).toContain(english)
    const text = await grade('ko', argv)
    expect(text).toContain(korean)
    expect(text).not.toMatch(/argument|invalid|Expected/u)
  })
})

test('an option of another command is not suggested in its own place', async () => {
  expect(await grade('en', ['3-3', '--brief'])).not.toContain('Did you mean')
  expect(await grade('en', ['3-3', '--observ'])).toContain('Did you mean "--observe"?')
})

test('the help is in Korean, and no line of it is wider than a terminal', async () => {
  for (const command of [[], ['matrix'], ['site'], ['trace']]) {
    const text = await grade('ko', [...command, '--help'])
    expect(text).not.toMatch(/\[options\]|\[command\]|choices:|default:|Usage|Options:/u)
    for (const line of text.split('\n')) {
      const width = Array.from(line).reduce((sum, letter) => sum + (/[\uac00-\ud7a3]/u.test(letter) ? 2 : 1), 0)
      expect(width, line).toBeLessThanOrEqual(80)
    }
  }
})

/** Words behind `grade`, of each command that has parts or does something. */
const pathsBelow = (command: Command): readonly (readonly string[])[] =>
  command.commands.flatMap((below) => [[below.name()], ...pathsBelow(below).map((path) => [below.name(), ...path])])

const TERMINAL = { stdout: { write: () => true }, stderr: { write: () => true }, environment: {}, root: '/' }
const PATHS = pathsBelow(createProgram(createCli(TERMINAL), () => undefined))

describe('what is wrong with a command line is said with the whole name of its command', () => {
  test('there are commands with parts', () => {
    expect(PATHS.map((words) => words.join(' '))).toEqual(
      expect.arrayContaining(['exam feedback', 'course check', 'batch job', 'trace']),
    )
  })

  test.each(PATHS.map((words) => words.join(' ')))('grade %s', async (words) => {
    for (const language of ['en', 'ko'])
      for (const wrong of ['--no-such-option', '--missed'])
        expect(await grade(language, [...words.split(' '), wrong]), wrong).toContain(`grade ${words} --help`)
  })

  test.each(['exam show a b', 'exam start', 'exam new mini', 'exam serve nowhere'])('grade %s', async (line) => {
    const [group, command] = line.split(' ')
    for (const language of ['en', 'ko'])
      expect(await grade(language, line.split(' '))).toContain(`grade ${group} ${command} --help`)
    expect(await grade('ko', line.split(' '))).not.toMatch(/error|required|specified/u)
  })
})
