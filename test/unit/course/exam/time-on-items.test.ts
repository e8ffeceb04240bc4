import { describe, expect, test } from 'vitest'
import type { EventKind } from '../../../../src/course/exam/event-log.ts'
import { IDLE_MS, timeOnItems } from '../../../../src/course/exam/time-on-items.ts'
import type { JsonObject } from '../../../../src/kubernetes/json.ts'

type Entry = readonly [minutes: number, kind: EventKind, detail?: JsonObject]

const MINUTE = 60_000
const KNOWN = ['server', 'policy', 'words']
const logOf = (entries: readonly Entry[]) =>
  entries.map(([minutes, kind, detail = {}]) => ({
    at: { wallMs: minutes * MINUTE, uptimeMs: minutes * MINUTE, boot: 'one' },
    kind,
    detail,
  }))
/** In minutes. */
const timesIn = (...entries: readonly Entry[]): Readonly<Record<string, number>> | undefined => {
  const times = timeOnItems(logOf(entries), KNOWN)
  return times && Object.fromEntries(Object.entries(times).map(([item, ms]) => [item, ms / MINUTE]))
}
const saved = (minutes: number, ...items: readonly string[]): Entry => [minutes, 'save', { sha256: 'x', items }]

describe('time on the items of an exam', () => {
  test('of no log, and of one that only began, there is none', () => {
    expect(timesIn()).toEqual({})
    expect(timesIn([0, 'start'], saved(0.1), [5, 'tick'])).toEqual({})
  })

  test('each stretch is of what stands at its end', () => {
    const times = timesIn([0, 'start'], saved(2, 'server'), saved(5, 'server'), [6, 'answer', { item: 'words' }])
    expect(times).toEqual({ server: 5, words: 1 })
    expect(timesIn([0, 'start'], saved(3, 'policy'), [7, 'grade', { item: 'policy' }])).toEqual({ policy: 7 })
  })

  test('what only says that time passes, and saves of what nobody touched, do not cut a stretch', () => {
    expect(timesIn([0, 'start'], [1, 'tick'], saved(1.5), [2.5, 'tick'], saved(3, 'server'))).toEqual({ server: 3 })
  })

  test('a save of several shares its stretch', () => {
    expect(timesIn([0, 'start'], saved(3, 'server', 'policy'))).toEqual({ server: 1.5, policy: 1.5 })
  })

  test('a stretch that is too long is of none, one that is as long as may be is', () => {
    const idle = IDLE_MS / MINUTE
    expect(timesIn([0, 'start'], saved(idle, 'server'), saved(2 * idle + 0.1, 'policy'))).toEqual({ server: idle })
  })

  test('time before a start, a slot’s opening, a submission and the end is nobody’s', () => {
    expect(
      timesIn([0, 'start'], saved(1, 'server'), [4, 'open', { slot: 'words', closes: ['server'] }], [6, 'answer', { item: 'words' }], [8, 'submit'], saved(9, 'policy'), [10, 'end']), // prettier-ignore
    ).toEqual({ server: 1, words: 2, policy: 1 })
  })

  test('time while the machine was off is nobody’s', () => {
    const before = logOf([[0, 'start'], saved(1, 'server')])
    const after = [
      { at: { wallMs: 8 * MINUTE, uptimeMs: MINUTE, boot: 'two' }, kind: 'resume' as const, detail: {} },
      { at: { wallMs: 9 * MINUTE, uptimeMs: 2 * MINUTE, boot: 'two' }, kind: 'save' as const, detail: { items: ['server'] } },
    ]
    expect(timeOnItems([...before, ...after], KNOWN)).toEqual({ server: 2 * MINUTE })
  })

  test('a clock that was set moves nothing', () => {
    const [start, save] = logOf([[0, 'start'], saved(4, 'server')])
    const set = { ...save!, at: { ...save!.at, wallMs: 90 * MINUTE } }
    expect(timeOnItems([start!, set], KNOWN)).toEqual({ server: 4 * MINUTE })
  })

  test('a log that does not say what was saved tells no time, even of its answers', () => {
    expect(timesIn([0, 'start'], [2, 'answer', { item: 'words' }], [3, 'save', { sha256: 'x' }])).toBeUndefined()
    expect(timesIn([0, 'start'], [2, 'answer', { item: 'words' }])).toEqual({ words: 2 })
  })

  test('what no exam asks, and what is no list of items, counts nothing', () => {
    expect(timesIn([0, 'start'], [1, 'answer', { item: '__proto__' }], [2, 'answer', { item: 7 }])).toEqual({})
    expect(timesIn([0, 'start'], [1, 'save', { items: [{ a: 1 }, 'server', 'other'] }])).toEqual({ server: 1 })
    expect(timesIn([0, 'start'], [1, 'save', { items: 'server' }])).toBeUndefined()
  })
})
