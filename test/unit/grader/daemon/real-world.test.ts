import { describe, expect, it } from 'vitest'
import { holdClock } from '../../../../grader/daemon/real-world.ts'
import { createVirtualClock } from '../../../../src/cluster/virtual.ts'

describe('a held clock', () => {
  it('tells the time and calls nobody until it is released, then each after its delay', () => {
    const inner = createVirtualClock(5)
    const clock = holdClock(inner)
    const called: string[] = []
    clock.after(0, () => called.push('now'))
    clock.after(10, () => called.push('later'))
    inner.advance(50)
    expect([clock.now(), called]).toEqual([55, []])
    clock.release()
    inner.advance(0)
    expect(called).toEqual(['now'])
    inner.advance(10)
    expect(called).toEqual(['now', 'later'])
  })

  it('forgets what was cancelled before it was released, and after', () => {
    const inner = createVirtualClock(0)
    const clock = holdClock(inner)
    const called: string[] = []
    const cancel = clock.after(0, () => called.push('before'))
    const cancelLater = clock.after(5, () => called.push('after'))
    cancel()
    clock.release()
    cancelLater()
    clock.after(1, () => called.push('new'))
    inner.advance(10)
    expect(called).toEqual(['new'])
  })
})
