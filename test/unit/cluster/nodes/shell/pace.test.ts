import { Bash, defineCommand } from 'just-bash'
import { describe, expect, test } from 'vitest'
import { createPacer, paceLoops } from '../../../../../src/cluster/nodes/shell/pace.ts'
import type { Clock } from '../../../../../src/cluster/environment.ts'
import { createVirtualClock } from '../../../../../src/cluster/virtual.ts'

/** A clock whose time also passes while somebody computes, as a machine's does: what is due then is called back when it is quiet again. */
function createBusyClock(): Clock & Record<'advance' | 'compute', (milliseconds: number) => void> {
  let nowMs = 0
  const due = new Map<() => void, number>()
  return {
    now: () => nowMs,
    after: (delayMs, callback) => {
      due.set(callback, nowMs + delayMs)
      return () => due.delete(callback)
    },
    compute: (milliseconds) => (nowMs += milliseconds),
    advance: (milliseconds) => {
      nowMs += milliseconds
      for (const [callback, dueMs] of [...due])
        if (dueMs <= nowMs) {
          due.delete(callback)
          callback()
        }
    },
  }
}

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
}

describe('turns', () => {
  test('a script goes on while its turn lasts, and rests for as long as it computed', async () => {
    const clock = createVirtualClock(0)
    const pacer = createPacer(clock)
    clock.advance(9)
    expect(pacer.nextTurn(0)).toBeUndefined()
    clock.advance(21)
    let hasBegun = false
    void pacer.nextTurn(0)?.begun.then(() => (hasBegun = true))
    clock.advance(29)
    await settled()
    expect(hasBegun).toBe(false)
    clock.advance(1)
    await settled()
    expect(hasBegun).toBe(true)
  })

  test('of many, however late the clock calls, one begins at a time and in the order in which they asked', async () => {
    const clock = createVirtualClock(100)
    const pacer = createPacer(clock)
    const begun: number[] = []
    for (let script = 0; script < 20; script += 1) void pacer.nextTurn(0)?.begun.then(() => begun.push(script))
    for (let step = 1; step <= 20; step += 1) {
      clock.advance(step === 1 ? 100 : 20)
      await settled()
      expect(begun).toEqual(Array.from({ length: step }, (_, script) => script))
    }
  })

  test('all of them together leave half of the time', async () => {
    const clock = createBusyClock()
    const pacer = createPacer(clock)
    let computedMs = 0
    const script = async (): Promise<void> => {
      for (let since = clock.now(); ; since = clock.now()) {
        clock.compute(10)
        computedMs += 10
        await pacer.nextTurn(since)?.begun
      }
    }
    for (let count = 0; count < 20; count += 1) void script()
    const startMs = clock.now()
    const before = computedMs
    while (clock.now() < 10_000) {
      clock.advance(1)
      await settled()
    }
    expect((computedMs - before) / (clock.now() - startMs)).toBeLessThan(0.55)
    expect((computedMs - before) / (clock.now() - startMs)).toBeGreaterThan(0.3)
  })

  test('a turn that lasted too long is given back once', async () => {
    const clock = createBusyClock()
    const pacer = createPacer(clock)
    const begun: string[] = []
    const ask = (name: string): void => void pacer.nextTurn(-10)?.begun.then(() => begun.push(name))
    ask('a')
    ask('b')
    clock.advance(10)
    await settled()
    clock.compute(200)
    clock.advance(0)
    await settled()
    expect(begun).toEqual(['a'])
    clock.advance(179)
    await settled()
    expect(begun).toEqual(['a'])
    clock.advance(1)
    await settled()
    expect(begun).toEqual(['a', 'b'])
  })

  test('a script that is stopped while it waits leaves its place to the next one', async () => {
    const clock = createVirtualClock(10)
    const pacer = createPacer(clock)
    const begun: string[] = []
    const stopped = pacer.nextTurn(0)
    void stopped?.begun.then(() => begun.push('stopped'))
    void pacer.nextTurn(0)?.begun.then(() => begun.push('next'))
    stopped?.cancel()
    clock.advance(10)
    await settled()
    expect(begun).toEqual(['next'])
  })

  test('a clock that is set forward makes nobody rest for as long, and one set back lets nobody compute for as long', async () => {
    const clock = createVirtualClock(3_600_000)
    let begun = 0
    void createPacer(clock)
      .nextTurn(0)
      ?.begun.then(() => (begun += 1))
    void createPacer(clock)
      .nextTurn(7_200_000)
      ?.begun.then(() => (begun += 1))
    clock.advance(1_000)
    await settled()
    expect(begun).toBe(2)
  })
})

describe('loops', () => {
  const run = async (script: string): Promise<{ readonly pauses: number; readonly out: string }> => {
    let pauses = 0
    const pause = defineCommand('__pause', (args) => {
      pauses += 1
      return Promise.resolve({ stdout: '', stderr: '', exitCode: Number(args[0]) })
    })
    const bash = new Bash({ customCommands: [pause] })
    bash.registerTransformPlugin(paceLoops(bash.transform('__pause $?').ast.statements))
    return { out: (await bash.exec(script)).stdout, pauses }
  }

  test.each([
    ['echo a; if true; then echo b; fi', 0, 'a\nb\n'],
    ['for i in 1 2 3; do echo $i; done', 3, '1\n2\n3\n'],
    ['i=0; while [ $i -lt 3 ]; do i=$((i+1)); done; echo $i', 3, '3\n'],
    ['i=0; until [ $i -eq 2 ]; do i=$((i+1)); done; echo $i', 2, '2\n'],
    ['for ((i=0; i<2; i++)); do for j in a b; do echo $i$j; done; done', 6, '0a\n0b\n1a\n1b\n'],
    ['f() { for i in 1 2; do echo $i; done; }; f', 2, '1\n2\n'],
    ['x=$(for i in 1 2; do echo $i; done); echo $x', 2, '1 2\n'],
    ['printf "a\\nb\\n" | while read x; do echo got $x; done', 2, 'got a\ngot b\n'],
    ['false; for i in 1; do echo $?; done', 1, '1\n'],
  ])('%s', async (script, pauses, out) => {
    expect(await run(script)).toEqual({ pauses, out })
  })
})
