import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { DrawnItem } from '../../../../src/course/exam/draw.ts'
import { createExamCourse, requireItems } from '../../../../src/course/exam/exam-course.ts'
import type { Alternate } from '../../../../src/course/exam/exam.ts'
import { gradeSubmission } from '../../../../src/course/exam/grade-submission.ts'
import { readWholeSource } from '../../../../src/node/read-files.ts'

const TASKS = join(import.meta.dirname, '../../../../tasks')
const sourceOf = (id: string) => readWholeSource(join(TASKS, id), id)
const itemOf = (alternate: Alternate): DrawnItem => ({
  id: 'one',
  slot: 'first',
  points: 1,
  alternate,
  parameters: {},
  seed: '',
})
const TASK = itemOf({ kind: 'task', task: '2-2' })

const whole = () => createExamCourse(new Map(['2-2', '1-1'].map((id) => [id, sourceOf(id)] as const)))
const firstQuestion = (): DrawnItem => {
  const [question = ''] = whole().questionsOf('1-1') ?? []
  return itemOf({ kind: 'question', section: '1-1', question })
}

test('what the course has is found', async () => {
  await expect(requireItems([TASK, firstQuestion()], whole())).resolves.toBeUndefined()
})

test.each([
  ['a task', itemOf({ kind: 'task', task: '9-9' }), 'slot first: the course has no 9-9'],
  ['a variant', itemOf({ kind: 'task', task: '2-2', variant: 'lost' }), 'slot first: the course has no 2-2/lost'],
  ['a question', itemOf({ kind: 'question', section: '1-1', question: 'lost' }), 'slot first: the course has no 1-1#lost'],
  ['a section of questions', itemOf({ kind: 'question', section: '9-9', question: 'a' }), 'the course has no 9-9#a'],
])('%s that was lost is named', async (_name, item, message) => {
  await expect(requireItems([TASK, item], whole())).rejects.toThrow(message)
})

test('a task that cannot be read any more is named with its mistake', async () => {
  const source = sourceOf('2-2')
  const broken = { ...source, files: { ...source.files, 'task.yaml': 'checks: 3\n' } }
  const course = createExamCourse(new Map([['2-2', broken]]))
  await expect(requireItems([TASK], course)).rejects.toThrow(/slot first: 2-2: .*task\.yaml/u)
})

test('graded, a lost item is an error and never counts nothing', async () => {
  const submission = { states: [], answers: {}, events: [] } as unknown as Parameters<typeof gradeSubmission>[1]
  const grading = { course: whole(), explain: false, snapshotOf: () => Promise.reject(new Error('no state')) }
  const graded = (item: DrawnItem) =>
    gradeSubmission({ exam: 'mid', version: 1, learner: 'kim', hash: '', items: [item] }, submission, grading)
  await expect(graded(itemOf({ kind: 'task', task: '9-9' }))).rejects.toThrow('the course has no 9-9')
  await expect(graded(itemOf({ kind: 'question', section: '1-1', question: 'lost' }))).rejects.toThrow('1-1#lost')
  expect(await graded(TASK)).toMatchObject([{ status: 'blank', points: 0 }])
})
