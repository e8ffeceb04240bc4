import { expect, test } from 'vitest'
import { checkTask } from '../../../../src/course/check/check-practice.ts'
import { readTask } from '../../../../src/course/read-task.ts'
import { layVariant } from '../../../../src/course/variants.ts'
import { sourceOf } from '../../../content/sections.ts'

test('a start state that has points already is named, with the checks that give them', async () => {
  const source = layVariant(sourceOf('3-3'), 'egress')
  const text = source.files['task.yaml'] ?? ''
  const free = text.replace('dependsOn: [policy-exists]\n    http:', 'http:')
  expect(free).not.toBe(text)
  const changed = { ...source, files: { ...source.files, 'task.yaml': free } }
  const problems = await checkTask(changed, readTask(changed).task)
  expect(problems.map(({ message }) => message)).toEqual([
    '35 points are given for nothing: ledger-by-name should depend on what is to be made',
  ])
})
