import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextEvent, parseEvent, receiptOf, rootOf, verifyChain, type ExamEvent } from '../../../../src/course/exam/event-log.ts'

const ATTEMPT = { exam: 'mid', learner: 'kim', variant: 'abc' }
const ROOT = rootOf(ATTEMPT)
const logOf = (count: number): readonly ExamEvent[] => {
  const events: ExamEvent[] = []
  for (let n = 0; n < count; n++) {
    const at = { wallMs: 1000 * n, uptimeMs: 1000 * n, boot: 'one' }
    events.push(nextEvent(events.at(-1)?.hash ?? ROOT, n, { at, kind: n === 0 ? 'start' : 'save', detail: { n, ko: '저장' } }))
  }
  return events
}
const kindsOf = (events: readonly ExamEvent[], receipts: readonly string[] = []): readonly string[] =>
  verifyChain(ROOT, events, receipts).map(({ kind }) => kind)

describe('a log', () => {
  test('as it was written is sound, also with its fields in another order', () => {
    const log = logOf(20)
    expect(kindsOf(log)).toEqual([])
    const turned = log.map((entry) => Object.fromEntries(Object.entries(entry).reverse()) as unknown as ExamEvent)
    expect(kindsOf(turned)).toEqual([])
  })

  test('any entry that was changed, left out, doubled or moved is found', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 18 }), fc.constantFrom('change', 'leave-out', 'double', 'move'), (n, how) => {
        const log = [...logOf(20)]
        const entry = log[n] as ExamEvent
        if (how === 'change') log[n] = { ...entry, detail: { n: 99 } }
        if (how === 'leave-out') log.splice(n, 1)
        if (how === 'double') log.splice(n, 0, entry)
        if (how === 'move') log.splice(n, 2, log[n + 1] as ExamEvent, entry)
        expect(kindsOf(log)).not.toEqual([])
      }),
    )
  })

  test('of another attempt does not fit', () => {
    expect(verifyChain(rootOf({ ...ATTEMPT, learner: 'lee' }), logOf(3))[0]).toEqual({ kind: 'out-of-order', n: 0 })
  })

  test('whose end was cut off is only found by a receipt', () => {
    const log = logOf(20)
    const receipt = receiptOf(log[15]?.hash ?? '')
    expect(receipt).toMatch(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/)
    expect(kindsOf(log, [receipt, ` ${receipt.toLowerCase()} `])).toEqual([])
    expect(kindsOf(log.slice(0, 10))).toEqual([])
    expect(kindsOf(log.slice(0, 10), [receipt])).toEqual(['receipt-missing'])
  })
})

test('a line is an event with all its fields, or none', () => {
  const [event] = logOf(1)
  expect(parseEvent(JSON.stringify(event))).toEqual(event)
  for (const line of ['', '{"n":0', 'null', '[]', JSON.stringify({ ...event, at: { wallMs: 'x' } })])
    expect(parseEvent(line)).toBeUndefined()
})
