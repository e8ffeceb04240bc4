/** A small concept section to test with: a shop whose database only its web Pod may open. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { TaskSource } from '../../../../src/course/reading.ts'

const read = (name: string): string => readFileSync(fileURLToPath(new URL(`shop/${name}`, import.meta.url)), 'utf8')

const PROSE = '---\ntitle: Policies\nsummary: Who may come in.\n---\n\n## Objectives {#objectives}\n\nto know\n'

/** With other questions, where some are given. */
export const shopSection = (questions = read('questions.yaml')): TaskSource => ({
  id: '0-1',
  folder: 'tasks/0-1',
  files: {
    'task.yaml': 'kind: concept\nminutes: 5\n',
    'en.md': PROSE,
    'ko.md': PROSE,
    'states/shop.yaml': read('state.yaml'),
    'questions.yaml': questions,
  },
})
