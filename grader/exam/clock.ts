import { readFileSync } from 'node:fs'
import { uptime } from 'node:os'
import type { Reading } from '../../src/course/exam/time.ts'

const BOOT_ID = '/proc/sys/kernel/random/boot_id'
const ROUND_MS = 60_000

/** Linux names each start of the machine; elsewhere the minute of the start has to do, which a clock that was set moves. */
const bootOf = (wallMs: number, uptimeMs: number): string => {
  try {
    return readFileSync(BOOT_ID, 'utf8').trim()
  } catch {
    return String(Math.round((wallMs - uptimeMs) / ROUND_MS))
  }
}

/** What this machine's clocks show now. */
export const readClock = (): Reading => {
  const wallMs = Date.now()
  const uptimeMs = Math.round(uptime() * 1000)
  return { wallMs, uptimeMs, boot: bootOf(wallMs, uptimeMs) }
}
