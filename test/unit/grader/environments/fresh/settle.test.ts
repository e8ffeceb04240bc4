// What is waited for, on a clock of the test's own: states of one Pod follow each other, and nothing else happens.
import { KubeConfig } from '@kubernetes/client-node'
import { describe, expect, test } from 'vitest'
import type { Expectation } from '../../../../../grader/environments/fresh/expectation.ts'
import { createRelocation } from '../../../../../grader/environments/fresh/relocation.ts'
import { settle } from '../../../../../grader/environments/fresh/settle.ts'
import { typedFor } from '../../../../../grader/environments/live/typed.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'

const READY = { conditions: [{ type: 'Ready', status: 'True' }], podIPs: [{ ip: '10.0.0.1' }] }
const of = (state: object, restartCount = 0): object => ({ containerStatuses: [{ name: 'a', state, restartCount }] })
const RUNS = { ...READY, ...of({ running: {} }) }
const AGAIN = { ...READY, ...of({ running: {} }, 1) }
const WAITS = of({ waiting: { reason: 'CrashLoopBackOff' } }, 2)

const ENDS: Expectation = { getsReady: false, ending: new Map([['shop/web', 1]]) }
const NEVER_READY: Expectation = { getsReady: false, ending: new Map() }
const LASTS: Expectation = { getsReady: true, ending: new Map() }

interface Run {
  readonly atRest: boolean
  readonly ms: number
  /** How often the server was asked whether it is there. */
  readonly asked: number
}

/** `states`: from when on, in milliseconds, the Pod's status is which. */
async function run(states: readonly (readonly [number, object])[], expectation: Expectation, isSilent = false): Promise<Run> {
  const relocation = createRelocation(['shop'], 'x')
  let [nowMs, asked] = [0, 0]
  const now = (): readonly KubernetesObject[] => {
    const [, status] = states.findLast(([fromMs]) => fromMs <= nowMs) ?? [0, {}]
    const metadata = { uid: 'u', name: 'web', namespace: 'shop-x' }
    return [{ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [] }, status } as KubernetesObject]
  }
  const atRest = await settle({
    client: {
      config: new KubeConfig(),
      typed: typedFor('far'),
      ask: () => (isSilent ? Promise.reject(new Error('silent')) : Promise.resolve({ status: 200, body: { asked: ++asked } })),
    },
    followed: {
      all: now,
      in: now,
      close: () => undefined,
      change: (_namespaces, withinMs) => {
        const next = states.find(([fromMs]) => fromMs > nowMs)?.[0] ?? Infinity
        nowMs = Math.min(next, nowMs + withinMs)
        return Promise.resolve()
      },
    },
    patience: { nowMs: () => nowMs, wait: () => Promise.resolve() },
    signal: new AbortController().signal,
    relocation,
    namespaces: new Set(['shop-x']),
    expectation,
    made: new Set(['u']),
  })
  return { atRest, ms: nowMs, asked }
}

describe('Pods that get ready', () => {
  test('are settled at once', async () => {
    expect(
      await run(
        [
          [0, {}],
          [700, RUNS],
        ],
        LASTS,
      ),
    ).toEqual({ atRest: true, ms: 700, asked: 0 })
  })
})

describe('a Pod that is known to end', () => {
  test('is waited for however long it was ready, and through its second start', async () => {
    const slow = [
      [0, {}],
      [2_000, RUNS],
      [22_000, of({ terminated: {} })],
      [22_100, AGAIN],
      [31_000, WAITS],
    ] as const
    expect(await run(slow, ENDS)).toMatchObject({ atRest: true, ms: 34_000 })
  })

  test('is not waited for longer than it takes', async () => {
    const quick = [
      [0, RUNS],
      [2_500, of({ terminated: {} })],
      [2_600, AGAIN],
      [5_100, of({ terminated: {} }, 1)],
    ] as const
    expect(await run(quick, ENDS)).toMatchObject({ atRest: true, ms: 8_100 })
  })

  test('and does not end here is taken for what it is, after half a minute', async () => {
    expect(await run([[0, RUNS]], ENDS)).toMatchObject({ atRest: false, ms: 30_000 })
  })

  test('and comes and goes without an end is given up as well', async () => {
    const flapping = Array.from({ length: 60 }, (_, index): readonly [number, object] => [index * 2_000, index % 2 ? RUNS : {}])
    expect(await run(flapping, ENDS)).toMatchObject({ atRest: false, ms: 60_000 })
  })
})

test('where something is only not ready, nobody waits long for the rest', async () => {
  expect(await run([[0, of({ waiting: { reason: 'ImagePullBackOff' } })]], NEVER_READY)).toMatchObject({ ms: 3_000 })
  expect(await run([[0, RUNS]], NEVER_READY)).toMatchObject({ ms: 4_000 })
})

describe('a server that says nothing', () => {
  const stuck = [[0, of({ waiting: { reason: 'ContainerCreating' } })]] as const
  test('is asked every five seconds whether it is there', async () => {
    expect(await run(stuck, LASTS)).toEqual({ atRest: true, ms: 60_000, asked: 11 })
  })

  test('and does not answer ends it', async () => {
    await expect(run(stuck, LASTS, true)).rejects.toThrow('silent')
  })
})
