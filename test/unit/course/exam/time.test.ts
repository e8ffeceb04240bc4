import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allowedMs, dueAnnouncement, remainingMs, timePassed, type Reading } from '../../../../src/course/exam/time.ts'

const MINUTE = 60_000
const at = (wallMinutes: number, uptimeMinutes: number, boot = 'one'): Reading => ({
  wallMs: wallMinutes * MINUTE,
  uptimeMs: uptimeMinutes * MINUTE,
  boot,
})

describe('time that has passed', () => {
  test('as both clocks say', () => {
    expect(timePassed([at(100, 5), at(110, 15), at(112, 17)])).toEqual({ elapsedMs: 12 * MINUTE, jumps: [], restarts: [] })
  })

  test('a clock that was set back gives no time', () => {
    const passed = timePassed([at(100, 5), at(110, 15), at(90, 20)])
    expect(passed.elapsedMs).toBe(15 * MINUTE)
    expect(passed.jumps).toEqual([{ index: 2, byMs: -25 * MINUTE }])
  })

  test('a clock that was set forward takes none', () => {
    const passed = timePassed([at(100, 5), at(200, 10)])
    expect(passed).toEqual({ elapsedMs: 5 * MINUTE, jumps: [{ index: 1, byMs: 95 * MINUTE }], restarts: [] })
  })

  test('over a start of the machine the wall clock is asked', () => {
    expect(timePassed([at(100, 500), at(110, 510), at(125, 1, 'two'), at(126, 2, 'two')])).toEqual({
      elapsedMs: 26 * MINUTE,
      jumps: [],
      restarts: [{ index: 2, offMs: 14 * MINUTE }],
    })
  })

  test('a clock set back while the machine was off is told, and gives nothing but the time it was off', () => {
    expect(timePassed([at(100, 500), at(110, 510), at(60, 1, 'two'), at(70, 11, 'two')])).toEqual({
      elapsedMs: 21 * MINUTE,
      jumps: [{ index: 2, byMs: -51 * MINUTE }],
      restarts: [{ index: 2, offMs: 0 }],
    })
  })

  test('a clock set to just after the last reading gives no more: the machine has run for longer since its start', () => {
    expect(timePassed([at(100, 500), at(110, 510), at(110, 20, 'two')])).toEqual({
      elapsedMs: 30 * MINUTE,
      jumps: [{ index: 2, byMs: -20 * MINUTE }],
      restarts: [{ index: 2, offMs: 0 }],
    })
  })

  test('where starts have no names, a clock that was set is no start of the machine that has run for days', () => {
    expect(timePassed([at(100, 5000, '123'), at(90, 5010, '103')])).toMatchObject({ elapsedMs: 0, restarts: [] })
    expect(timePassed([at(100, 5000, '123'), at(101, 8, '131')])).toMatchObject({ elapsedMs: 8 * MINUTE })
  })

  test('small differences of the clocks are none', () => {
    expect(timePassed([at(0, 0), { wallMs: 10 * MINUTE + 4_000, uptimeMs: 10 * MINUTE, boot: 'one' }]).jumps).toEqual([])
  })

  test('it never runs backwards, whatever clocks show', () => {
    const reading = fc.record({
      wallMs: fc.integer({ min: 0, max: 2 ** 40 }),
      uptimeMs: fc.integer({ min: 0, max: 2 ** 40 }),
      boot: fc.constantFrom('one', 'two'),
    })
    fc.assert(
      fc.property(fc.array(reading), reading, (readings, next) => {
        expect(timePassed([...readings, next]).elapsedMs).toBeGreaterThanOrEqual(timePassed(readings).elapsedMs)
      }),
    )
  })
})

describe('time that is left', () => {
  test('a multiplier gives more of it', () => {
    expect(allowedMs(60, 1.5)).toBe(90 * MINUTE)
    expect(remainingMs([at(100, 5), at(170, 75)], { allowedMs: allowedMs(60, 1.5) })).toBe(20 * MINUTE)
    expect(remainingMs([at(100, 5), at(170, 75)], { allowedMs: allowedMs(60, 1) })).toBe(0)
  })

  test('the window ends it earlier, by time that has really passed', () => {
    const bounds = { allowedMs: 60 * MINUTE, closesMs: 130 * MINUTE }
    expect(remainingMs([at(100, 5), at(110, 15)], bounds)).toBe(20 * MINUTE)
    expect(remainingMs([at(100, 5), at(50, 15)], bounds)).toBe(20 * MINUTE)
  })
})

test('each announcement is due once, the latest where several were missed', () => {
  expect(dueAnnouncement(11 * MINUTE, [])).toBeUndefined()
  expect(dueAnnouncement(10 * MINUTE, [])).toBe(10)
  expect(dueAnnouncement(9 * MINUTE, [10])).toBeUndefined()
  expect(dueAnnouncement(4 * MINUTE, [])).toBe(5)
  expect(dueAnnouncement(30_000, [10, 5])).toBe(1)
  expect(dueAnnouncement(0, [])).toBeUndefined()
})
