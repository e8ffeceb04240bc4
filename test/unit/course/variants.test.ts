import { describe, expect, test } from 'vitest'
import { renderContentProblem } from '../../../src/course/problem.ts'
import { readTask } from '../../../src/course/read-task.ts'
import type { TaskSource } from '../../../src/course/reading.ts'
import { answerIn, solutionOf, wrongAnswersOf } from '../../../src/course/solution.ts'
import { layVariant, ownFilesOf, PLAIN, variantsOf } from '../../../src/course/variants.ts'

const prose = (title: string, ...sections: readonly string[]): string =>
  `---\ntitle: ${title}\nsummary: s\n---\n\n${sections.join('\n')}`

const checks = (name: string): string =>
  `kind: practice\nchecks:\n  - { id: one, title: { en: o, ko: o }, points: 100, exists: { kind: Pod, name: '${name}', namespace: default } }\n`

const SOURCE: TaskSource = {
  id: '9-9',
  folder: 'tasks/9-9',
  files: {
    'task.yaml': checks('web'),
    'start.yaml': '',
    'en.md': prose('Plain', '## Task {#task}\n\nMake web.\n', '## Further {#further}\n\n- a link\n'),
    'ko.md': prose('기본', '## 과제 {#task}\n\nweb을 만듭니다.\n', '## 더 {#further}\n\n- 링크\n'),
    'solution/answer.yaml': 'a: 1\n',
    'solution/commands.sh': 'kubectl run web\n',
    'wrong/one/answer.yaml': 'w: 1\n',
    'variants/other/task.yaml': `parameters:\n  name: { default: api, choices: [api, db] }\n${checks('{{name}}')}`,
    'variants/other/en.md': prose(
      'Make {{name}}',
      '## Task {#task}\n\nMake {{name}}:\n\n```console\n$ x\n## no heading\n```\n',
    ),
    'variants/other/ko.md': prose('{{name}} 만들기', '## 과제 {#task}\n\n{{name}}\n'),
    'variants/other/solution/answer.yaml': 'name: {{name}}\n',
    'variants/small/en.md': prose('Small'),
  },
}

test('names are those of the folders', () => {
  expect(variantsOf(SOURCE)).toEqual(['other', 'small'])
  expect(variantsOf({ ...SOURCE, files: {} })).toEqual([])
})

describe('a variant', () => {
  const other = layVariant(SOURCE, 'other')

  test('has its own files, and the section’s for what it lacks', () => {
    expect(other.files['start.yaml']).toBe('')
    expect(wrongAnswersOf(other)).toEqual(['one'])
    expect(Object.keys(other.files).filter((path) => path.startsWith('variants/'))).toEqual([])
  })

  test('replaces the solution as a whole: commands of the section’s own task would be wrong', () => {
    expect(other.files['solution/commands.sh']).toBeUndefined()
    expect(layVariant(SOURCE, 'small').files['solution/commands.sh']).toBe('kubectl run web\n')
  })

  test('is read with the values of its parameters', () => {
    for (const [given, name] of [
      [{}, 'api'],
      [{ name: 'db' }, 'db'],
    ] as const) {
      const { task, problems } = readTask(other, given)
      expect(problems).toEqual([])
      expect(task).toMatchObject({ id: '9-9', variant: 'other', title: { en: `Make ${name}`, ko: `${name} 만들기` } })
      expect(task.checks[0]?.spec).toMatchObject({ object: { name } })
      expect(solutionOf(other, task.parameters)).toBe(`name: ${name}\n`)
    }
    expect(readTask(other, { name: 'x' }).problems.map(renderContentProblem)).toEqual([
      'tasks/9-9/variants/other/task.yaml:2:3: parameters.name: cannot be x; choices: api, db',
    ])
  })

  test('tells what it tells in its own words, and the rest in the section’s', () => {
    const { sections } = readTask(other).task.prose.en
    expect(sections.map(({ id }) => id)).toEqual(['task', 'further'])
    expect(sections[0]?.markdown).toBe('Make api:\n\n```console\n$ x\n## no heading\n```')
    expect(sections[1]?.markdown).toBe('- a link')
  })

  test('its files and the section’s are named where they stand', () => {
    const paths = answerIn(other, 'solution/', {}).map(({ path }) => path)
    expect(paths).toEqual(['tasks/9-9/variants/other/solution/answer.yaml'])
    const broken = layVariant({ ...SOURCE, files: { ...SOURCE.files, 'start.yaml': 'kind: Pod\n' } }, 'other')
    expect(readTask(broken).problems.map(({ file }) => file)).toEqual(['tasks/9-9/start.yaml'])
  })

  test('its own files alone are a folder', () => {
    expect(Object.keys(ownFilesOf(SOURCE, 'small').files)).toEqual(['en.md'])
  })
})

test('the section’s own task knows nothing of its variants', () => {
  const plain = layVariant(SOURCE, PLAIN)
  expect(readTask(plain).task.variant).toBeUndefined()
  expect(Object.keys(plain.files).some((path) => path.startsWith('variants/'))).toBe(false)
  expect(solutionOf(plain, {})).toBe('kubectl run web\n')
})
