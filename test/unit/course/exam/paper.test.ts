import { join } from 'node:path'
import { expect, test } from 'vitest'
import { drawExam } from '../../../../src/course/exam/draw.ts'
import { createExamCourse } from '../../../../src/course/exam/exam-course.ts'
import { makePaper, type ExamPaper } from '../../../../src/course/exam/paper.ts'
import { readExam } from '../../../../src/course/exam/read-exam.ts'
import { readWholeSource } from '../../../../src/node/read-files.ts'

const TASKS = join(import.meta.dirname, '../../../../tasks')
const course = createExamCourse(new Map(['2-2', '3-1'].map((id) => [id, readWholeSource(join(TASKS, id), id)] as const)))

const paperFor = async (id: string, during = 'nothing'): Promise<ExamPaper> => {
  const [question = ''] = course.questionsOf('3-1') ?? []
  const text = `title: { en: a, ko: b }
minutes: 60
shows: { during: ${during} }
slots:
  - { id: task, points: 1, pool: [{ task: 2-2 }] }
  - { id: words, points: 1, pool: [{ question: "3-1#${question}" }] }
`
  const { exam } = readExam('mid', text, 'mid.yaml')
  if (exam === undefined) throw new Error('no exam')
  const drawn = drawExam(exam, id, new Uint8Array(32), course)
  return makePaper({ exam, learner: { id, name: id, multiplier: 1 }, drawn, token: 'ab' }, course)
}

const optionsOf = ({ items }: ExamPaper): string =>
  items.flatMap((item) => (item.kind === 'question' ? item.question.options.map(({ id }) => id) : [])).join('')

test('learners see the options of one question in orders of their own, each always in the same', async () => {
  const papers = await Promise.all(Array.from({ length: 12 }, (_, index) => paperFor(`learner-${index}`)))
  const orders = papers.map(optionsOf)
  expect(new Set(orders).size).toBeGreaterThan(1)
  expect(new Set(orders.map((order) => Array.from(order).sort().join(''))).size).toBe(1)
  expect(optionsOf(await paperFor('learner-0'))).toBe(orders[0])
})

test('a paper holds no key, no reason, and checks only where the exam tells of them', async () => {
  const silent = JSON.stringify(await paperFor('kim'))
  expect(silent).not.toMatch(/"(?:key|why|correct|solution|hints|walk)":/u)
  expect(silent).toContain('"checks":[]')
  expect(JSON.stringify(await paperFor('kim', 'checks'))).not.toContain('"checks":[]')
})
