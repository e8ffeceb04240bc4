import { KubeConfig } from '@kubernetes/client-node'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { Problem } from '../../../../../grader/terminal/problem.ts'
import type { LiveClient } from '../../../../../grader/environments/live/client.ts'
import { observeAll, type ObserveOptions } from '../../../../../grader/environments/live/observe/observe.ts'
import { observeFromHere } from '../../../../../grader/environments/live/observe/outside.ts'
import { typedFor } from '../../../../../grader/environments/live/typed.ts'
import { runInContainer, type Command, type CommandOutput } from '../../../../../grader/environments/live/run-in-container.ts'
import { reasonsOf } from '../../../../../src/grading/causes/reality/reality-causes.ts'
import { compareWith } from '../../../../../src/grading/observation/compare.ts'
import type { Observation } from '../../../../../src/grading/observation/observation.ts'
import { isPod } from '../../../../../src/kubernetes/guards.ts'
import type { Snapshot } from '../../../../../src/network/model.ts'
import { prepareRequests } from '../../../../../src/network/prepare.ts'
import type { Asked } from '../../../../../src/network/switches.ts'
import { clusterOf } from '../../../../cases/read-case.ts'

vi.mock('../../../../../grader/environments/live/run-in-container.ts', () => ({ runInContainer: vi.fn() }))
vi.mock('../../../../../grader/environments/live/observe/outside.ts', () => ({ observeFromHere: vi.fn() }))

const made = clusterOf(`
apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { containers: [{ name: web, image: nginx, ports: [{ containerPort: 80 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: busy, labels: { app: web } }
spec: { containers: [{ name: web, image: busybox, command: [sleep, '9'] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: client }
spec: { containers: [{ name: client, image: busybox, command: [sleep, '9'] }] }
---
apiVersion: v1
kind: Service
metadata: { name: both }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`)
const SNAPSHOT: Snapshot = {
  ...made,
  objects: made.objects.map((object) =>
    isPod(object) ? { ...object, metadata: { ...object.metadata, uid: object.metadata.name ?? '' } } : object,
  ),
}

/** What programs print, one command after the other; the last one again and again. */
let outputs: readonly (CommandOutput | undefined)[]
let commands: Command[]
let isGone: boolean
const CONNECTED: CommandOutput = { stdout: 'netgrade-tool=nc\n', stderr: 'open', exitCode: 0 }
const REFUSED: CommandOutput = { stdout: 'netgrade-tool=nc\n', stderr: 'Connection refused', exitCode: 1 }
const TOOLLESS: CommandOutput = { stdout: 'netgrade-tool=none\n', stderr: 'sh: nc: not found', exitCode: 0 }
const OK: CommandOutput = { stdout: '', stderr: '', exitCode: 0 }

beforeEach(() => {
  commands = []
  outputs = [CONNECTED]
  isGone = false
  let at = 0
  vi.mocked(runInContainer).mockImplementation((_exec, command) => {
    if (!command.command.join(' ').includes('netgrade-tool')) return Promise.resolve(OK)
    commands.push(command)
    return Promise.resolve(outputs[Math.min(at++, outputs.length - 1)])
  })
  vi.mocked(observeFromHere).mockResolvedValue({ seen: { kind: 'connection', verdict: 'connected' } })
})

const client: LiveClient = {
  config: new KubeConfig(),
  typed: typedFor('far'),
  ask: (_method, path) => {
    if (isGone) return Promise.reject(new Problem('cluster-unreachable', { reason: 'gone' }))
    const states = [{ name: 'netgrade-probe-r1', state: { running: {} } }]
    return Promise.resolve({
      status: 200,
      body: { status: { ephemeralContainerStatuses: path.endsWith('client') ? states : [] } },
    })
  },
}

const named = (name: string): { readonly namespace: string; readonly name: string } => ({ namespace: 'default', name })
const connection = (from: string, to: object, port: number | string = 80): Asked =>
  ({ snapshot: SNAPSHOT, asked: { kind: 'connection', question: { from: { pod: named(from) }, to, port } } }) as Asked
const toWeb = connection('client', { pod: named('web') })

const observe = (questions: readonly Asked[], more: Partial<ObserveOptions> = {}): Promise<readonly Observation[]> =>
  observeAll(questions, {
    client,
    image: 'busybox',
    namespace: 'default',
    run: 'r1',
    signal: new AbortController().signal,
    ...more,
  })

describe('a question', () => {
  test('that is answered as the model says is asked once', async () => {
    expect(await observe([toWeb])).toMatchObject([
      {
        samples: [{ kind: 'connection', verdict: 'connected' }],
        attempts: 1,
        changed: false,
        place: { kind: 'own-pod', pod: named('client') },
        tool: 'nc',
      },
    ])
    expect(commands[0]?.command[2]).toMatch(/nc -vv -z -w 3 '10\.\d+\.\d+\.\d+' 80/u)
  })

  test('that is answered otherwise is asked again, until it fits', async () => {
    outputs = [REFUSED, CONNECTED]
    expect(await observe([toWeb])).toMatchObject([{ samples: [{ verdict: 'connected' }], attempts: 2, changed: true }])
  })

  test('that stays otherwise is believed after four times', { timeout: 30_000 }, async () => {
    outputs = [REFUSED]
    expect(await observe([toWeb])).toMatchObject([{ samples: [{ verdict: 'refused' }], attempts: 4, changed: false }])
  })

  test('of which chance decides is asked more often', { timeout: 30_000 }, async () => {
    const [observation] = await observe([connection('client', { service: named('both') })])
    expect(observation?.samples.length).toBeGreaterThan(1)
  })

  test('of a port that nothing is named, and of what has no address, is not asked', async () => {
    const all = await observe([
      connection('client', { pod: named('web') }, 'none'),
      connection('client', { pod: named('gone') }),
    ])
    expect(all.map(({ unobserved }) => unobserved?.reason)).toEqual(['no-address', 'no-address'])
    expect(commands).toEqual([])
  })

  test('from nobody who is there has no place', async () => {
    expect(await observe([connection('nobody', { pod: named('web') })])).toMatchObject([
      { unobserved: { reason: 'no-place', detail: 'pods "nobody" not found' } },
    ])
  })

  test('that no program of the Pod can ask is asked beside it', async () => {
    outputs = [TOOLLESS, CONNECTED]
    expect(await observe([toWeb])).toMatchObject([
      { place: { kind: 'ephemeral-container' }, samples: [{ verdict: 'connected' }] },
    ])
  })

  test(
    'from a Pod whose container was never started is asked from beside it, and that comes first as a reason',
    { timeout: 30_000 },
    async () => {
      const waiting = { reason: 'CreateContainerError', message: 'no such device' }
      const snapshot: Snapshot = {
        ...SNAPSHOT,
        objects: SNAPSHOT.objects.map((object) =>
          isPod(object) && object.metadata.name === 'client'
            ? { ...object, status: { ...object.status, containerStatuses: [{ name: 'client', state: { waiting } }] } }
            : object,
        ),
      }
      vi.mocked(runInContainer).mockImplementation((_exec, { container }) =>
        Promise.resolve(
          container === 'client' ? undefined : { stdout: 'netgrade-tool=nc\n', stderr: 'nc: timed out', exitCode: 1 },
        ),
      )
      const [observation] = await observe([{ ...toWeb, snapshot }])
      if (observation === undefined) throw new Error('nothing was observed')
      expect(observation).toMatchObject({ place: { kind: 'ephemeral-container' }, samples: [{ verdict: 'timed-out' }] })
      const surroundings = { apiGroups: [], kubectl: 'kubectl', atMs: 0 }
      const [first] = reasonsOf({ snapshot, comparison: compareWith(snapshot, observation), surroundings })
      expect(first?.cause.code).toBe('reality-client-does-not-run')
      expect(first?.evidence.facts[0]?.en).toContain('CreateContainerError, no such device')
    },
  )

  test('and is left where none can be put beside it', async () => {
    outputs = [TOOLLESS]
    const all = await observe([connection('web', { pod: named('web') })], {
      client: { ...client, ask: () => Promise.resolve({ status: 403, body: {} }) },
    })
    expect(all).toMatchObject([{ unobserved: { reason: 'no-tool' } }])
  })

  test('whose command does not end says nothing; a server that is gone is no answer at all', async () => {
    outputs = [undefined]
    expect(await observe([toWeb])).toMatchObject([{ unobserved: { reason: 'unreadable' } }])
    vi.mocked(runInContainer).mockImplementation((_exec, { command }) => {
      isGone = command.join(' ').includes('netgrade-tool')
      return Promise.resolve(isGone ? undefined : OK)
    })
    await expect(observe([toWeb])).rejects.toMatchObject({ code: 'cluster-unreachable' })
  })

  test('of datagrams that nobody answers is not asked beside the Pod', async () => {
    outputs = [{ stdout: 'netgrade-tool=nc-datagram\n', stderr: '', exitCode: 0 }]
    const datagram = {
      snapshot: SNAPSHOT,
      asked: {
        kind: 'connection',
        question: { from: { pod: named('client') }, to: { pod: named('web') }, port: 99, protocol: 'UDP' },
      },
    } as Asked
    expect(await observe([datagram])).toMatchObject([{ unobserved: { reason: 'no-reply' } }])
    expect(commands).toHaveLength(1)
  })
})

describe('a question from outside', () => {
  const outside = (question: object, kind = 'connection'): Asked =>
    ({ snapshot: SNAPSHOT, asked: { kind, question: { from: { outside: '203.0.113.7' }, ...question } } }) as Asked

  test('is asked from this machine', async () => {
    expect(await observe([outside({ to: { pod: named('web') }, port: 80 })])).toMatchObject([{ place: { kind: 'here' } }])
    vi.mocked(observeFromHere).mockResolvedValue({ unobserved: 'no-way-from-here' })
    expect(await observe([outside({ to: { pod: named('web') }, port: 80 })])).toMatchObject([
      { unobserved: { reason: 'no-way-from-here' } },
    ])
  })

  test('through an Ingress goes to its controller, and nowhere where there is none', async () => {
    await prepareRequests(SNAPSHOT)
    const page = outside({ url: 'http://a.com/', connectTo: 'ingress' }, 'request')
    const [observation] = await observe([page])
    const [aim] = vi.mocked(observeFromHere).mock.calls.at(-1) ?? []
    expect(observation?.unobserved?.reason ?? (aim?.kind === 'request' ? aim.connectTo : undefined)).toBeDefined()
    const nothing = {
      ...SNAPSHOT,
      facts: { ...SNAPSHOT.facts, cluster: { ...SNAPSHOT.facts.cluster, ingressControllers: [] } },
    }
    expect(await observe([{ ...page, snapshot: nothing }])).toMatchObject([{ unobserved: { reason: 'no-address' } }])
  })

  test('of a name and of a page is compared by what the model speaks of', { timeout: 30_000 }, async () => {
    const seen = [
      { seen: { kind: 'request', verdict: 'connected', response: { status: 500, headers: { date: '1' }, body: 'a' } } },
      { seen: { kind: 'request', verdict: 'connected', response: { status: 500, headers: { date: '2' }, body: 'b' } } },
    ] as const
    let at = 0
    vi.mocked(observeFromHere).mockImplementation(() => Promise.resolve(seen[at++ % 2] ?? seen[0]))
    expect(await observe([outside({ url: 'http://both.default/' }, 'request')])).toMatchObject([{ changed: false }])
    vi.mocked(observeFromHere).mockResolvedValue({ seen: { kind: 'name', outcome: 'not-found', found: [] } })
    expect(await observe([outside({ name: 'x.example' }, 'name')])).toMatchObject([{ samples: [{ kind: 'name' }] }])
  })
})

describe('bounds', () => {
  test('of number: what comes after six hundred is not asked', async () => {
    const all = await observe(Array.from({ length: 601 }, () => toWeb))
    expect(all[599]?.attempts).toBe(1)
    expect(all[600]).toMatchObject({ unobserved: { reason: 'out-of-bounds' } })
  })

  test('of somebody’s patience: nothing is asked any more', async () => {
    const controller = new AbortController()
    controller.abort()
    expect(await observe([toWeb], { signal: controller.signal })).toMatchObject([{ unobserved: { reason: 'out-of-bounds' } }])
    expect(commands).toEqual([])
  })

  test('and a question that is interrupted between two rounds is told by what was seen', async () => {
    const controller = new AbortController()
    outputs = [REFUSED]
    const asking = observe([toWeb], { signal: controller.signal })
    setTimeout(() => controller.abort(), 300)
    expect(await asking).toMatchObject([{ samples: [{ verdict: 'refused' }], attempts: 1 }])
  })
})

test('in a copy the question keeps its names and points elsewhere', async () => {
  const elsewhere = {
    aim: (aim: Parameters<NonNullable<ObserveOptions['elsewhere']>['aim']>[0]) =>
      aim.kind === 'connection' ? { ...aim, port: 8080 } : aim,
    namespace: (name: string) => `copy-${name}`,
  }
  const [observation] = await observe([toWeb], { elsewhere })
  expect(observation?.asked).toEqual(toWeb.asked)
  expect(observation?.place?.pod?.namespace).toBe('copy-default')
  expect(commands[0]?.command[2]).toMatch(/ 8080 /u)
})
