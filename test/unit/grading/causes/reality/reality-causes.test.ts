import { describe, expect, test } from 'vitest'
import type { Surroundings } from '../../../../../src/grading/causes/reality/reality-cause.ts'
import { REALITY_CAUSES, reasonsOf } from '../../../../../src/grading/causes/reality/reality-causes.ts'
import { compareWith } from '../../../../../src/grading/observation/compare.ts'
import type { Observation, Seen } from '../../../../../src/grading/observation/observation.ts'
import type { Snapshot, Verdict } from '../../../../../src/network/model.ts'
import type { ModelQuestion } from '../../../../../src/network/switches.ts'
import { clusterOf } from '../../../../cases/read-case.ts'

const NOW = Date.parse('2026-11-26T12:00:00Z')

const pod = (name: string, more = ''): string => `---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, labels: { app: ${name} } }
spec: { containers: [{ name: ${name}, image: nginx, ports: [{ name: http, containerPort: 80 }] }${more}] }
`
const SERVICE = `---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: empty }
spec: { selector: { app: nobody }, ports: [{ port: 80 }] }
`
const POLICY = `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: closed }
spec: { podSelector: { matchLabels: { app: web } } }
`
const OPEN = clusterOf(`${pod('client')}${pod('web')}${SERVICE}`)
const CLOSED = clusterOf(`${pod('client')}${pod('web')}${POLICY}`)

const from = { pod: { namespace: 'default', name: 'client' } }
const toWeb = (port = 80): ModelQuestion => ({
  kind: 'connection',
  question: { from, to: { pod: { namespace: 'default', name: 'web' } }, port },
})
const toService = (name: string): ModelQuestion => ({
  kind: 'connection',
  question: { from, to: { service: { namespace: 'default', name } }, port: 80 },
})
const PAGE: ModelQuestion = { kind: 'request', question: { from, url: 'http://web/' } }
const NAME: ModelQuestion = { kind: 'name', question: { from, name: 'web' } }

const verdict = (one: Verdict): Seen => ({ kind: 'connection', verdict: one })

interface Case {
  readonly snapshot: Snapshot
  readonly asked: ModelQuestion
  readonly seen: Seen
  readonly changed?: boolean
  readonly surroundings?: Partial<Surroundings>
}

const reasons = ({ snapshot, asked, seen, changed = false, surroundings = {} }: Case): ReturnType<typeof reasonsOf> => {
  const observation: Observation = { asked, samples: [seen], attempts: 4, changed, place: { kind: 'own-pod' }, tool: 'nc' }
  return reasonsOf({
    snapshot,
    comparison: compareWith(snapshot, observation),
    surroundings: { apiGroups: ['apps'], kubectl: 'kubectl --context far', atMs: NOW, ...surroundings },
  })
}

const codes = (one: Case): readonly string[] => reasons(one).map(({ cause }) => cause.code)

const response = (status: number): Seen => ({
  kind: 'request',
  verdict: 'connected',
  response: { status, headers: { server: 'other' }, body: '' },
})

describe('reasons', () => {
  test('there are none where both agree', () => {
    expect(codes({ snapshot: OPEN, asked: toWeb(), seen: verdict('connected') })).toEqual([])
    expect(codes({ snapshot: CLOSED, asked: toWeb(), seen: verdict('timed-out') })).toEqual([])
  })

  test('a policy that is not carried out', () => {
    const [first] = reasons({ snapshot: CLOSED, asked: toWeb(), seen: verdict('connected') })
    expect(first?.cause.code).toBe('reality-policy-not-enforced')
    expect(first?.evidence.where?.object).toMatchObject({ kind: 'NetworkPolicy', name: 'closed' })
  })

  test('an answer that changed while it was asked for comes first', () => {
    expect(codes({ snapshot: CLOSED, asked: toWeb(), seen: verdict('connected'), changed: true })).toEqual([
      'reality-not-yet-programmed',
      'reality-policy-not-enforced',
    ])
  })

  test('an object that was changed a moment ago, and none that was changed long ago or elsewhere', () => {
    const changedAgo = (seconds: number, namespace = 'default'): Snapshot => ({
      ...CLOSED,
      objects: CLOSED.objects.map((object) =>
        object.kind === 'NetworkPolicy'
          ? {
              ...object,
              metadata: { ...object.metadata, namespace, creationTimestamp: new Date(NOW - seconds * 1000).toISOString() },
            }
          : object,
      ),
    })
    const asked = toWeb()
    expect(codes({ snapshot: changedAgo(5), asked, seen: verdict('connected') })).toContain('reality-not-yet-programmed')
    expect(codes({ snapshot: changedAgo(60), asked, seen: verdict('connected') })).not.toContain('reality-not-yet-programmed')
    const elsewhere = { snapshot: changedAgo(5, 'shop'), asked, seen: verdict('timed-out') }
    expect(codes(elsewhere)).toEqual(['reality-dropped-on-the-way'])
  })

  test('policies of other kinds, only where the cluster serves some', () => {
    const dropped = { snapshot: OPEN, asked: toWeb(), seen: verdict('timed-out') }
    expect(codes({ ...dropped, surroundings: { apiGroups: ['apps', 'cilium.io'] } })).toEqual([
      'reality-unknown-policy-kind',
      'reality-dropped-on-the-way',
    ])
    expect(codes(dropped)).toEqual(['reality-dropped-on-the-way'])
  })

  test('the proxy of a mesh beside the program', () => {
    const meshed = clusterOf(`${pod('client')}${pod('web', ', { name: istio-proxy, image: istio/proxyv2 }')}${SERVICE}`)
    expect(codes({ snapshot: meshed, asked: toWeb(8080), seen: verdict('connected') })[0]).toBe('reality-service-mesh')
  })

  test('a choice that this cluster makes otherwise, with the assumption that tells it', () => {
    const [first] = reasons({ snapshot: OPEN, asked: toService('empty'), seen: verdict('timed-out') })
    expect(first?.cause.code).toBe('reality-cluster-chooses-otherwise')
    expect(first?.evidence.facts.map(({ en }) => en)).toEqual(['it would be so with   --assume emptyService=dropped'])
  })

  test('a program that listens elsewhere than its image says', () => {
    const [first] = reasons({ snapshot: OPEN, asked: toWeb(), seen: verdict('refused') })
    expect(first?.cause.code).toBe('reality-program-listens-otherwise')
    expect(first?.evidence.facts[0]?.en).toContain('kubectl --context far exec -n default web -- cat /proc/net/tcp')
    expect(codes({ snapshot: OPEN, asked: toWeb(8080), seen: verdict('connected') })).toEqual([
      'reality-program-listens-otherwise',
    ])
  })

  test('a server that answers otherwise', () => {
    const [first] = reasons({ snapshot: OPEN, asked: PAGE, seen: response(403) })
    expect(first?.cause.code).toBe('reality-server-answers-otherwise')
    expect(first?.evidence.facts.map(({ ko }) => ko)).toEqual(['서버 이름   other'])
  })

  describe('a client that does not run', () => {
    const withStatus = (status: object): Snapshot => ({
      ...OPEN,
      objects: OPEN.objects.map((object) => (object.metadata.name === 'client' ? { ...object, status } : object)),
    })
    const reasonsWith = (status: object): ReturnType<typeof reasons> =>
      reasons({ snapshot: withStatus(status), asked: toWeb(), seen: verdict('timed-out') })
    const waiting = (reason: string, message?: string): object => ({
      phase: 'Pending',
      podIP: '10.244.1.9',
      podIPs: [{ ip: '10.244.1.9' }],
      containerStatuses: [{ name: 'client', state: { waiting: { reason, ...(message === undefined ? {} : { message }) } } }],
    })

    test.each<[string, object, string]>([
      ['is being created', waiting('ContainerCreating'), 'ContainerCreating'],
      ['has no image', waiting('ErrImagePull', 'not found'), 'ErrImagePull, not found'],
      [
        'has no node',
        { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', message: '0/3 nodes are available' }] },
        '0/3 nodes are available',
      ],
    ])('%s: that comes first, with what it waits for', (_what, status, reason) => {
      const [first] = reasonsWith(status)
      expect(first?.cause.code).toBe('reality-client-does-not-run')
      expect(first?.evidence.facts.map(({ en }) => en)).toEqual([
        `default/client   ${reason}`,
        'kubectl --context far describe pod -n default client',
      ])
    })

    test('not where a container of it runs, and none of a client that was only thought of', () => {
      const codesWith = (status: object): readonly string[] => reasonsWith(status).map(({ cause }) => cause.code)
      const runs = { phase: 'Running', containerStatuses: [{ name: 'client', state: { running: {} } }] }
      expect(codesWith(runs)).not.toContain('reality-client-does-not-run')
      expect(codesWith({})).not.toContain('reality-client-does-not-run')
    })
  })

  test('a resolver that answers otherwise', () => {
    expect(codes({ snapshot: OPEN, asked: NAME, seen: { kind: 'name', outcome: 'NOERROR', found: ['192.0.2.1'] } })).toEqual([
      'reality-resolver-differs',
    ])
  })

  test('each has words in both languages for its facts', () => {
    for (const { cause, evidence } of [
      ...reasons({ snapshot: OPEN, asked: toWeb(), seen: verdict('timed-out'), surroundings: { apiGroups: ['cilium.io'] } }),
      ...reasons({ snapshot: CLOSED, asked: toWeb(), seen: verdict('connected'), changed: true }),
    ]) {
      expect(REALITY_CAUSES).toContain(cause)
      for (const { en, ko } of evidence.facts) expect([en, ko]).not.toContain('')
    }
  })
})
