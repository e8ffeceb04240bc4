import { expect, test } from 'vitest'
import type { ExamPaper } from '../../../../src/course/exam/paper.ts'
import { closedSlots, openSlots, slotsBefore, stateOf } from '../../../../src/course/exam/slots.ts'

const paper = {
  exam: { locks: ['b', 'c'] },
  items: ['a', 'b', 'b', 'c'].map((slot, index) => ({ id: `${slot}-${index}`, slot })),
} as unknown as ExamPaper
const open = (slot: string, ...closes: readonly string[]) => ({ kind: 'open', detail: { slot, closes } }) as const

test('a lock holds back what stands behind it until it is opened, and closes what stands before it', () => {
  expect(openSlots(paper, [])).toEqual(['a'])
  expect(['a', 'b', 'c'].map((slot) => stateOf(paper, slot, []))).toEqual(['open', 'locked', 'locked'])
  const first = [open('b', 'a')]
  expect(['a', 'b', 'c'].map((slot) => stateOf(paper, slot, first))).toEqual(['closed', 'open', 'locked'])
  const both = [...first, open('c', 'a', 'b')]
  expect(openSlots(paper, both)).toEqual(['a', 'b', 'c'])
  expect([...closedSlots(both)]).toEqual(['a', 'b'])
  expect(slotsBefore(paper, 'c')).toEqual(['a', 'b'])
})
