import { describe, expect, test } from 'vitest'
import { expectationOf, isEndAwaited } from '../../../../../grader/environments/fresh/expectation.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
import { DEFAULT_CLUSTER_FACTS, type Crash } from '../../../../../src/network/facts.ts'

const READY = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] }
const CRASH: Crash = { container: 'a', exitCode: 1, lastLine: '' }

const pod = (name: string, status: object, { owner, spec = {} }: { owner?: object; spec?: object } = {}): KubernetesObject =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', ...(owner === undefined ? {} : { ownerReferences: [owner] }) },
    spec: { containers: [{ name: 'a' }], ...spec },
    status,
  }) as KubernetesObject
const container = (state: object, restartCount = 0, more: object = {}): object => ({
  phase: 'Running',
  containerStatuses: [{ name: 'a', state, restartCount, ...more }],
})
const replicas = { owner: { kind: 'ReplicaSet', name: 'web-5d4f8c' } }

const expected = (objects: readonly KubernetesObject[], crashing: readonly string[]): ReturnType<typeof expectationOf> => {
  const pods = Object.fromEntries(crashing.map((name) => [`shop/${name}`, { complete: true, listeners: [], crashes: [CRASH] }]))
  return expectationOf({ objects, facts: { cluster: DEFAULT_CLUSTER_FACTS, pods } })
}

describe('what is expected', () => {
  test('of nothing, and of Pods that get ready, no end', () => {
    expect(expected([], [])).toEqual({ getsReady: true, ending: new Map() })
    expect(expected([pod('web', READY), pod('job', { phase: 'Succeeded' })], [])).toEqual({
      getsReady: true,
      ending: new Map(),
    })
  })

  test('of one that is only not ready, none either', () => {
    expect(expected([pod('web', container({ running: {} }))], [])).toEqual({ getsReady: false, ending: new Map() })
  })

  test('of those that end, how many there are of each workload', () => {
    const crashed = container({ waiting: { reason: 'CrashLoopBackOff' } }, 1, { lastState: { terminated: { exitCode: 1 } } })
    const all = [pod('alone', crashed), pod('web-5d4f8c-a', crashed, replicas), pod('web-5d4f8c-b', crashed, replicas)]
    const ending = new Map([
      ['shop/alone', 1],
      ['ReplicaSet shop/web', 2],
    ])
    expect(expected(all, ['alone', 'web-5d4f8c-a', 'web-5d4f8c-b']).ending).toEqual(ending)
    // An export has no facts, and its statuses say the same.
    expect(expected(all, []).ending).toEqual(ending)
  })
})

describe('an end is awaited', () => {
  const one = expected([pod('web', {})], ['web'])
  test.each<[string, object, boolean, object?]>([
    ['before anything is said', {}, true],
    ['while it is ready', { ...READY, ...container({ running: {} }) }, true],
    ['after the first end: it is started again at once', container({ terminated: { exitCode: 1 } }), true],
    ['while it runs once more', container({ running: {} }, 1), true],
    ['no longer after the second end', container({ terminated: { exitCode: 1 } }, 1), false],
    ['no longer where the next start is put off', container({ waiting: { reason: 'CrashLoopBackOff' } }, 2), false],
    ['no longer where nobody starts it again', container({ terminated: { exitCode: 1 } }), false, { restartPolicy: 'Never' }],
    ['no longer where it has failed as a whole', { phase: 'Failed' }, false],
  ])('%s', (_when, status, isAwaited, spec = {}) => {
    expect(isEndAwaited([pod('web', status, { spec })], one)).toBe(isAwaited)
  })

  test('of as many Pods of a workload as are to end, whatever they are called', () => {
    const two = expected([pod('web-1-a', {}, replicas), pod('web-1-b', {}, replicas)], ['web-1-a', 'web-1-b'])
    const ended = pod('web-9-x', container({ waiting: { reason: 'CrashLoopBackOff' } }, 3), replicas)
    expect(isEndAwaited([ended, pod('web-9-y', READY, replicas)], two)).toBe(true)
    expect(isEndAwaited([ended, ended], two)).toBe(false)
  })

  test('of none where none is to end', () => expect(isEndAwaited([pod('web', READY)], expected([], []))).toBe(false))
})
