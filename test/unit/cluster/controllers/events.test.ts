/** Events that components record: those that are similar, and those that are too many. */
import { describe, expect, test } from 'vitest'
import type { Event } from '../../../../src/kubernetes/generated/types.ts'
import { createEventRecorder } from '../../../../src/cluster/controllers/events.ts'
import { createVirtualClock } from '../../../../src/cluster/virtual.ts'
import { createWorld } from './world.ts'

const start = (component = 'kubelet') => {
  const { context } = createWorld()
  const clock = createVirtualClock(Date.UTC(2026, 0, 1))
  const recordEvent = createEventRecorder({ store: context.store, clock })
  const about = { kind: 'Pod', namespace: 'default', name: 'web', uid: 'u' }
  const say = (message: string, reason = 'Unhealthy'): void =>
    recordEvent({ about, component, type: 'Warning', reason, message }, context.writer)
  const told = (): readonly string[] =>
    (context.store.list('events') as readonly Event[])
      .filter(({ involvedObject }) => involvedObject.uid === 'u')
      .map(({ message, count }) => `${message} x${count}`)
  return { clock, say, told }
}

const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `probe ${index}`)

describe('events about one object', () => {
  test('are combined from the tenth message on that is similar', () => {
    const { say, told } = start()
    for (const message of numbered(12)) say(message)
    expect(told()).toEqual([...numbered(9).map((message) => `${message} x1`), '(combined from similar events): probe 11 x3'])
    say('probe 3')
    expect(told()).toContain('probe 3 x2')
  })

  test('are similar where their reason is one', () => {
    const { say, told } = start()
    for (const message of numbered(9)) say(message)
    say('other', 'BackOff')
    expect(told()).toContain('other x1')
    expect(told()).toHaveLength(10)
  })

  test('are not combined with what was said ten minutes before', () => {
    const { say, told, clock } = start()
    for (const message of numbered(9)) say(message)
    clock.advance(10 * 60_000 + 1)
    say('later')
    expect(told()).toContain('later x1')
  })

  test('are no more than 25 at once, and one more each five minutes', () => {
    const { say, told, clock } = start()
    for (const _each of numbered(30)) say('again')
    expect(told()).toEqual(['again x25'])
    clock.advance(5 * 60_000)
    say('again')
    say('again')
    expect(told()).toEqual(['again x26'])
  })

  test('are all told by the scheduler, which counts series', () => {
    const { say, told } = start('default-scheduler')
    for (const message of numbered(30)) say(message)
    expect(told()).toHaveLength(30)
  })
})
