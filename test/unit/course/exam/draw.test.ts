import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawExam, PoolExhausted, type Pools } from '../../../../src/course/exam/draw.ts'
import { nameAlternate } from '../../../../src/course/exam/exam.ts'
import { readExam } from '../../../../src/course/exam/read-exam.ts'
import { createDraw, shuffle } from '../../../../src/course/exam/seed.ts'

const SECRET = new Uint8Array(32).fill(7)
const QUESTIONS: Readonly<Record<string, readonly string[]>> = {
  '1-1': ['a', 'b', 'c', 'd'],
  '3-1': ['e', 'f', 'g', 'h'],
}
const NAMES = { default: 'red', choices: ['red', 'blue', 'green', 'black'] }
const POOLS: Pools = {
  parametersOf: (alternate) =>
    alternate.kind === 'task' && ['2-2', '3-3'].includes(alternate.task)
      ? { first: NAMES, second: NAMES }
      : alternate.kind === 'question'
        ? {}
        : undefined,
  questionsOf: (section) => QUESTIONS[section],
}

const examOf = (slots: string) => {
  const { exam, problems } = readExam(
    'mid',
    `title: { en: Exam, ko: 시험 }\nminutes: 60\nslots:\n${slots}`,
    'tasks/exams/mid.yaml',
  )
  expect(problems).toEqual([])
  if (exam === undefined) throw new Error('no exam')
  return exam
}

const THREE = '  - { id: task, points: 60, pool: [{ task: 2-2 }, { task: 2-2/other }, { task: 3-3 }] }\n'
const OPEN = '  - { id: words, points: 40, draw: 4, pool: [{ question: "1-1#*" }, { question: "3-1#*" }] }\n'

describe('drawing', () => {
  test('the same learner has the same exam wherever it is drawn, and another learner mostly another', () => {
    const exam = examOf(THREE + OPEN)
    const [first, again] = [drawExam(exam, 'kim', SECRET, POOLS), drawExam(exam, 'kim', SECRET, POOLS)]
    expect(again).toEqual(first)
    // Pinned: what one machine drew yesterday has to be drawn on another tomorrow.
    expect(first.hash).toBe('ca65860efec7c23d78cace483e52d7e4782563c45721eecf1b7fe51863223ac0')
    const hashes = new Set(Array.from({ length: 50 }, (_, learner) => drawExam(exam, `l${learner}`, SECRET, POOLS).hash))
    expect(hashes.size).toBe(50)
  })

  test('another secret and another version draw anew', () => {
    const exam = examOf(THREE + OPEN)
    const { hash } = drawExam(exam, 'kim', SECRET, POOLS)
    expect(drawExam(exam, 'kim', new Uint8Array(32).fill(8), POOLS).hash).not.toBe(hash)
    expect(drawExam({ ...exam, version: 2 }, 'kim', SECRET, POOLS).hash).not.toBe(hash)
  })

  test('a change of one slot leaves what the others draw', () => {
    const slotOf = (slots: string): readonly string[] =>
      drawExam(examOf(slots), 'kim', SECRET, POOLS).items.flatMap(({ slot, alternate }) =>
        slot === 'words' ? [nameAlternate(alternate)] : [],
      )
    expect(slotOf(OPEN)).toEqual(slotOf(THREE + OPEN))
  })

  test('what is drawn is spread over the sections of the pool', () => {
    const exam = examOf(OPEN)
    for (let learner = 0; learner < 40; learner++) {
      const sections = drawExam(exam, `l${learner}`, SECRET, POOLS).items.map(({ alternate }) =>
        alternate.kind === 'question' ? alternate.section : '',
      )
      expect([...sections].sort()).toEqual(['1-1', '1-1', '3-1', '3-1'])
    }
  })

  test('no alternate is asked twice, and parameters do not collide', () => {
    const exam = examOf(THREE + OPEN)
    for (let learner = 0; learner < 40; learner++) {
      const { items } = drawExam(exam, `l${learner}`, SECRET, POOLS)
      expect(new Set(items.map(({ alternate }) => nameAlternate(alternate))).size).toBe(items.length)
      const values = items.flatMap(({ parameters }) => Object.values(parameters))
      expect(new Set(values).size).toBe(values.length)
    }
  })

  test('each alternate is drawn about as often as the others', () => {
    const exam = examOf(THREE)
    const counts = new Map<string, number>()
    for (let learner = 0; learner < 600; learner++)
      for (const { alternate } of drawExam(exam, `l${learner}`, SECRET, POOLS).items)
        counts.set(nameAlternate(alternate), (counts.get(nameAlternate(alternate)) ?? 0) + 1)
    // Strata come first: a task is drawn, then one of its variants. Five standard deviations either way.
    expect(counts.get('3-3')).toBeGreaterThan(240)
    expect(counts.get('3-3')).toBeLessThan(360)
    expect(counts.get('2-2')).toBeGreaterThan(90)
    expect(counts.get('2-2/other')).toBeGreaterThan(90)
  })

  test.each([
    ['  - { id: task, points: 60, pool: [{ task: 9-9 }] }\n', 'the course has no 9-9'],
    ['  - { id: words, points: 40, draw: 9, pool: [{ question: "1-1#*" }] }\n', 'asks for 9 of a pool that has 4 left'],
    [
      '  - { id: a, points: 1, pool: [{ task: 2-2 }] }\n  - { id: b, points: 1, pool: [{ task: 2-2/other }] }\n',
      'asks for 1 of a pool that has 0 left',
    ],
  ])('a pool that cannot be drawn from is told: %s', (slots, reason) => {
    const draw = (): unknown => drawExam(examOf(slots), 'kim', SECRET, POOLS)
    expect(draw).toThrow(PoolExhausted)
    expect(draw).toThrow(reason)
  })
})

describe('numbers from a secret', () => {
  test('are HMAC-SHA256 in counter mode, as any other library computes it', () => {
    const draw = createDraw(SECRET, 'exam', '한글')
    // Computed with Python's hmac and hashlib.
    const numbers = Array.from({ length: 10 }, () => draw.below(1000))
    expect(numbers).toEqual([19, 579, 932, 601, 740, 200, 259, 909, 764, 445])
  })

  test('parts are told apart', () => {
    const first = (...parts: string[]): number => createDraw(SECRET, ...parts).below(2 ** 32)
    expect(first('ab', 'c')).not.toBe(first('a', 'bc'))
    expect(first('a', '')).not.toBe(first('a'))
  })

  test('numbers are below their bound, and each comes up about as often as the others', () => {
    const draw = createDraw(SECRET, 'uniform')
    const counts = Array.from({ length: 7 }, () => 0)
    for (let turn = 0; turn < 7_000; turn++) {
      const value = draw.below(7)
      counts[value] = (counts[value] ?? 0) + 1
    }
    const chi = counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
    expect(chi).toBeLessThan(22.46) // 0.1 % of fair ones are above (6 degrees of freedom)
  })

  test('a shuffle keeps what it shuffles', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.string(), (items, seed) => {
        expect([...shuffle(items, createDraw(SECRET, seed))].sort()).toEqual([...items].sort())
      }),
    )
  })
})
