import { describe, expect, test } from 'vitest'
import { crashesOfPod, endedContainers } from '../../../../src/cluster/live/pod-crashes.ts'
import { expectPod, withCrashes } from '../../../../src/cluster/live/pod-facts.ts'
import type { ContainerStatus, Pod } from '../../../../src/kubernetes/generated/types.ts'
import type { Listener } from '../../../../src/network/facts.ts'

type State = NonNullable<ContainerStatus['state']>

const ended = (exitCode: number, message?: string): State => ({
  terminated: { exitCode, reason: 'Error', ...(message === undefined ? {} : { message }) },
})
const running: State = { running: { startedAt: '2026-01-01T00:00:00Z' } }

type States = Readonly<Record<string, { readonly state?: State; readonly lastState?: State }>>

const pod = (states: States, restartPolicy = 'Always'): Pod =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { restartPolicy, containers: Object.keys(states).map((name) => ({ name, ports: [{ containerPort: 8080 }] })) },
    status: { containerStatuses: Object.entries(states).map(([name, state]) => ({ name, ...state })) },
  }) as unknown as Pod

const listener = (container: string, port: number): Listener => ({
  container,
  program: 'nginx',
  protocol: 'TCP',
  port,
  address: '0.0.0.0',
})

describe('containers of a real Pod that have ended', () => {
  test.each<readonly [string, States, readonly string[]]>([
    ['none', {}, []],
    ['one that runs', { a: { state: running, lastState: ended(1) } }, []],
    [
      'one that waits to be started again',
      { a: { state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: ended(3) } },
      ['a'],
    ],
    ['one that was never started', { a: { state: { waiting: { reason: 'ErrImagePull' } }, lastState: {} } }, []],
    ['one of two', { a: { state: running }, b: { state: ended(1) } }, ['b']],
  ])('%s', (_, states, expected) => {
    expect(endedContainers(pod(states))).toEqual(expected)
  })

  test('a container may end well where its Pod says so', () => {
    expect(endedContainers(pod({ a: { state: ended(0) } }, 'OnFailure'))).toEqual([])
    expect(endedContainers(pod({ a: { state: ended(0) } }))).toEqual(['a'])
  })

  test('the exit code is of the status, the last line of the log, or of the runtime where there is no log', () => {
    const crashed = pod({ a: { state: ended(128, 'cannot mount') } })
    expect(crashesOfPod(crashed, { a: 'one\ntwo\n' }, [])).toEqual([{ container: 'a', exitCode: 128, lastLine: 'two' }])
    expect(crashesOfPod(crashed, { a: '' }, [])).toEqual([{ container: 'a', exitCode: 128, lastLine: 'cannot mount' }])
    expect(crashesOfPod(crashed, {}, [])).toEqual([{ container: 'a', exitCode: 128, lastLine: 'cannot mount' }])
  })

  test.each([
    ['nginx says which port', 'bind() to 0.0.0.0:8080 failed (98: Address already in use)\nstill could not bind()\n', 8080],
    ['a program that does not: the one that it declares and another has', 'httpd: bind: Address already in use\n', 8080],
    ['nothing of the kind', 'no such file\n', undefined],
  ])('%s', (_, text, port) => {
    const [crash] = crashesOfPod(pod({ a: { state: running }, b: { state: ended(1) } }), { b: text }, [listener('a', 8080)])
    expect(crash?.takenPort).toBe(port)
  })
})

describe('facts of a Pod whose sockets could not be read', () => {
  test('nothing waits in a container that does not run, and nothing is open where none does', () => {
    const expected = { listeners: [listener('a', 80), listener('b', 81)], complete: false }
    expect(expectPod(pod({ a: { state: running }, b: { state: ended(1) } }), expected)).toEqual({
      listeners: [listener('a', 80)],
      complete: false,
    })
    expect(expectPod(pod({ a: { state: ended(1) }, b: { state: ended(1) } }), expected)).toEqual({
      listeners: [],
      complete: true,
    })
    expect(expectPod(pod({}), undefined)).toBeUndefined()
  })

  test('what its images would do is no crash of its own', () => {
    const facts = { listeners: [], complete: true, crashes: [{ container: 'a', exitCode: 1, lastLine: 'expected' }] }
    expect(withCrashes(pod({ a: { state: running } }), facts, {})).toEqual({ listeners: [], complete: true })
  })
})
