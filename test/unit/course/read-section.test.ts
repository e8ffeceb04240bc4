import { expect, test } from 'vitest'
import { readSection } from '../../../src/course/read-section.ts'

const problemsOf = (settings: string): readonly string[] =>
  readSection({ id: 't', folder: 'tasks/t', files: { 'task.yaml': settings } })
    .problems.filter(({ file }) => file === 'tasks/t/task.yaml')
    .map(({ line, message }) => `${line}: ${message}`)

test.each<[what: string, settings: string, expected: readonly string[]]>([
  ['a concept’s key that stands twice is told once', 'kind: concept\nminutes: 1\nminutes: 2\n', ['2: stands twice']],
  ['so is that of a practice', 'kind: practice\nchecks: []\nminutes: 1\nminutes: 2\n', ['3: stands twice']],
  ['another kind', 'kind: lecture\nchecks: []\n', ['1: must be practice or concept']],
])('%s', (_what, settings, expected) => expect(problemsOf(settings)).toEqual(expected))

test('both kinds are told apart', () => {
  expect(readSection({ id: 't', folder: 'tasks/t', files: { 'task.yaml': 'kind: concept\n' } }).section.kind).toBe('concept')
  expect(readSection({ id: 't', folder: 'tasks/t', files: { 'task.yaml': 'kind: practice\n' } }).section.kind).toBe('practice')
})
