import { describe, expect, test } from 'vitest'
import { nextScheduled, parseCronSchedule } from '../../../src/kubernetes/cron-schedule.ts'

const next = (text: string, after: string, zone?: string): string | undefined => {
  const parsed = parseCronSchedule(text)
  if (!parsed.ok) throw new Error(parsed.message)
  const due = nextScheduled(parsed.schedule, Date.parse(after), zone)
  return due === undefined ? undefined : new Date(due).toISOString().replace('.000', '')
}

describe('when a CronJob is due next', () => {
  test.each([
    ['* * * * *', '2026-01-01T00:00:00Z', '2026-01-01T00:01:00Z'],
    ['* * * * *', '2026-01-01T00:00:59Z', '2026-01-01T00:01:00Z'],
    ['*/15 * * * *', '2026-01-01T00:14:00Z', '2026-01-01T00:15:00Z'],
    ['5/20 * * * *', '2026-01-01T00:26:00Z', '2026-01-01T00:45:00Z'],
    ['30 8-17/3 * * *', '2026-01-01T09:00:00Z', '2026-01-01T11:30:00Z'],
    ['0 0 * * mon,FRI', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'],
    ['0 0 31 * *', '2026-01-31T00:00:00Z', '2026-03-31T00:00:00Z'],
    ['0 0 29 feb ?', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00Z'],
    // Both days restricted: the 13th, or a Friday.
    ['0 0 13 * 5', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'],
    ['0 0 13 * 5', '2026-01-09T00:00:00Z', '2026-01-13T00:00:00Z'],
    // A step over all of them is a restriction, too.
    ['0 0 */10 * 5', '2026-01-09T00:00:00Z', '2026-01-11T00:00:00Z'],
    ['@hourly', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00Z'],
    ['@weekly', '2026-01-01T00:00:00Z', '2026-01-04T00:00:00Z'],
    ['@every 1h30m', '2026-01-01T00:00:10Z', '2026-01-01T01:30:10Z'],
    ['0 0 30 2 *', '2026-01-01T00:00:00Z', undefined],
  ])('%s after %s', (text, after, wanted) => {
    expect(next(text, after)).toBe(wanted)
  })

  test.each([
    ['0 9 * * *', 'Asia/Seoul', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'],
    ['30 0 * * *', 'Asia/Kolkata', '2026-01-01T00:00:00Z', '2026-01-01T19:00:00Z'],
    // The hour that is left out in spring is not due that day, the one that comes twice in autumn is due minute by minute.
    ['30 2 * * *', 'Europe/Berlin', '2026-03-28T02:00:00Z', '2026-03-30T00:30:00Z'],
    ['* * * * *', 'Europe/Berlin', '2026-10-25T00:59:00Z', '2026-10-25T01:00:00Z'],
    ['0 0 * * *', 'Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    ['0 0 * * *', 'Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['0 0 * * *', 'America/New_York', '2026-03-01T00:00:00Z', '2026-03-01T05:00:00Z'],
  ])('%s in %s after %s', (text, zone, after, wanted) => {
    expect(next(text, after, zone)).toBe(wanted)
  })
})

test.each([
  ['', 'empty spec string'],
  ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
  ['60 * * * *', 'end of range (60) above maximum (59): 60'],
  ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
  ['5-3 * * * *', 'beginning of range (5) beyond end of range (3): 5-3'],
  ['*/0 * * * *', 'step of range should be a positive number: */0'],
  ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
  ['1/2/3 * * * *', 'too many slashes: 1/2/3'],
  ['a * * * *', 'failed to parse int from a: strconv.Atoi: parsing "a": invalid syntax'],
  ['* * * * 7', 'end of range (7) above maximum (6): 7'],
  ['@often', 'unrecognized descriptor: @often'],
  ['@every soon', 'failed to parse duration @every soon: time: invalid duration "soon"'],
])('what is no schedule: %s', (text, message) => {
  expect(parseCronSchedule(text)).toEqual({ ok: false, message })
})
