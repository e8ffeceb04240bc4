// Each promise of a variant is broken once, on a copy of one that keeps them all.
import { describe, expect, test } from 'vitest'
import { checkSection } from '../../../../src/course/check/check-section.ts'
import { checkOthersFail, checkVariantProse, drawsOf } from '../../../../src/course/check/check-variants.ts'
import { renderContentProblem } from '../../../../src/course/problem.ts'
import type { TaskSource } from '../../../../src/course/reading.ts'
import { sourceOf, targets } from '../../../content/sections.ts'

const NAME = 'tenant'
const HERE = `variants/${NAME}/`

/** The section with one variant alone, and only one wrong answer of its own task. */
const small = (): TaskSource => {
  const source = sourceOf('3-3')
  const isKept = (path: string): boolean =>
    path.startsWith('variants/')
      ? path.startsWith(HERE)
      : !path.startsWith('wrong/') || /^wrong\/(?:no-rules|every-port|empty-from)\//u.test(path)
  return { ...source, files: Object.fromEntries(Object.entries(source.files).filter(([path]) => isKept(path))) }
}

const change = (path: string, how: (text: string) => string): TaskSource => {
  const source = small()
  const changed = how(source.files[path] ?? '')
  expect(changed).not.toBe(source.files[path])
  return { ...source, files: { ...source.files, [path]: changed } }
}

const problemsOf = async (source: TaskSource): Promise<readonly string[]> =>
  (await checkSection(source, targets)).problems.map(renderContentProblem)

test('a sound section has no problems, and each wrong answer is counted once', async () => {
  const { problems, variants, wrongAnswers } = await checkSection(small(), targets)
  expect(problems).toEqual([])
  expect({ variants, wrongAnswers }).toEqual({ variants: 1, wrongAnswers: 7 })
})

describe('draws', () => {
  test('are the section’s own task and every choice of the variant', () => {
    expect(drawsOf(small()).map(({ name }) => name)).toEqual([
      'default',
      'tenant tenant-blue',
      'tenant partner7',
      'tenant acme',
    ])
  })

  test('a solution that passes another draw is told', async () => {
    // Without the parameter in its solution and its checks, every draw is the same task.
    const fixed = Object.fromEntries(
      Object.entries(small().files).map(([path, text]) => [path, text.replaceAll('{{customer}}', 'acme')]),
    )
    const draws = drawsOf({ ...small(), files: fixed })
    const [, first] = draws
    if (first === undefined) throw new Error('no draws')
    expect((await checkOthersFail(first, draws)).map(({ message }) => message)).toEqual([
      'tenant tenant-blue: the solution of tenant partner7 passes',
      'tenant tenant-blue: the solution of tenant acme passes',
    ])
  })
})

describe('what is told', () => {
  test.each([
    [
      'a solution that does not pass',
      change(`${HERE}solution/answer.yaml`, (text) => text.replace('port: 80', 'port: 81')),
      /solution:1:1: does not pass customer-connects/u,
    ],
    [
      'a wrong answer for another cause',
      change(`${HERE}wrong/no-ports/wrong.yaml`, () => 'cause: policy-empty-rules-deny-all\n'),
      /fails for policy-allows-every-port/u,
    ],
    [
      'a section that is told in no words of its own',
      change(`${HERE}en.md`, (text) => text.replace(/## Debrief[\s\S]*/u, '')),
      /variants\/tenant\/en\.md:1:1: a variant tells in its own words: debrief/u,
    ],
    [
      'languages that differ',
      change(`${HERE}ko.md`, (text) => text.replace('{#hints}', '{#tips}')),
      /variants\/tenant\/ko\.md:1:1: the section has no tips/u,
    ],
    [
      'a default that is no choice',
      change(`${HERE}task.yaml`, (text) => text.replace('default: tenant-blue', 'default: nobody')),
      /default: must be one of the choices/u,
    ],
  ])('%s', async (_, source, expected) => {
    expect((await problemsOf(source)).join('\n')).toMatch(expected)
  })

  test('too few wrong answers', async () => {
    const source = small()
    const files = Object.fromEntries(
      Object.entries(source.files).filter(([path]) => !path.startsWith(`${HERE}wrong/`) || path.includes('no-ports')),
    )
    expect((await problemsOf({ ...source, files })).join('\n')).toMatch(
      /variants\/tenant\/wrong:1:1: 1 wrong answers; at least 2/u,
    )
  })

  test('a language that is missing', async () => {
    const { [`${HERE}ko.md`]: _, ...files } = small().files
    const problems = await checkVariantProse({ ...small(), files }, NAME, targets)
    expect(problems.map(renderContentProblem)).toContain('tasks/3-3/variants/tenant/ko.md:1:1: the file is missing')
  })
})
