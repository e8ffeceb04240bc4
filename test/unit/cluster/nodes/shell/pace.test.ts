import { Bash, defineCommand } from 'just-bash'
import { describe, expect, test } from 'vitest'
import { createPacer, paceLoops } from '../../../../../src/cluster/nodes/shell/pace.ts'
import { createVirtualClock } from '../../../../../src/cluster/virtual.ts'

describe('turns', () => {
  test('a script that has computed for long rests as long; a short turn goes on', () => {
    const clock = createVirtualClock(0)
    const pacer = createPacer(clock)
    clock.advance(9)
    expect(pacer.restAfter(0)).toBeUndefined()
    clock.advance(11)
    expect(pacer.restAfter(0)).toBe(20)
  })

  test('many scripts rest one behind the other, so that all of them leave half of the time', () => {
    const clock = createVirtualClock(100)
    const pacer = createPacer(clock)
    expect([90, 90, 90].map((since) => pacer.restAfter(since))).toEqual([10, 20, 30])
  })

  test('a clock that is set forward makes nobody rest for as long, and one set back for none', () => {
    const clock = createVirtualClock(3_600_000)
    expect(createPacer(clock).restAfter(0)).toBe(1_000)
    expect(createPacer(clock).restAfter(7_200_000)).toBeUndefined()
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
