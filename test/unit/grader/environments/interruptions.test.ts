import { expect, test } from 'vitest'
import { INTERRUPTIONS, onInterruption, type Interruption } from '../../../../grader/environments/interruptions.ts'

const NAMES = Object.keys(INTERRUPTIONS) as readonly Interruption[]

const listeners = (): readonly number[] => NAMES.map((name) => process.listenerCount(name))

test('a terminal that is closed is among them', () => expect(NAMES).toEqual(['SIGHUP', 'SIGINT', 'SIGTERM']))

test.each(NAMES)('%s is heard once, and nobody listens in the end', (name) => {
  const before = listeners()
  let heard = 0
  const stop = onInterruption(() => heard++)
  expect(listeners()).toEqual(before.map((count) => count + 1))
  process.emit(name)
  expect(heard).toBe(1)
  stop()
  expect(listeners()).toEqual(before)
})
