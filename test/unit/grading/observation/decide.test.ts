import { describe, expect, test } from 'vitest'
import { runCheck } from '../../../../src/grading/checks/checks.ts'
import type { AnyCheckSpec } from '../../../../src/grading/checks/specs.ts'
import { compareWith, samplesFor } from '../../../../src/grading/observation/compare.ts'
import { decide } from '../../../../src/grading/observation/decide.ts'
import type { Seen } from '../../../../src/grading/observation/observation.ts'
import { questionsOf, type ObservedCheck } from '../../../../src/grading/observation/observed-check.ts'
import { tellObservations } from '../../../../src/grading/observation/tell.ts'
import type { CheckOutcome } from '../../../../src/grading/failure.ts'
import { clusterOf } from '../../../cases/read-case.ts'

const pod = (name: string): string => `---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, labels: { app: ${name} } }
spec: { containers: [{ name: ${name}, image: nginx, ports: [{ name: http, containerPort: 80 }] }] }
`
const SNAPSHOT = clusterOf(`${pod('client')}${pod('web')}---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: closed }
spec: { podSelector: { matchLabels: { app: client } }, policyTypes: [Ingress] }
`)
const named = (name: string): { readonly namespace: string; readonly name: string } => ({ namespace: 'default', name })
const connection = (kind: 'connects' | 'blocked', from: string, to: string): AnyCheckSpec => ({
  kind,
  from: [{ pod: named(from) }],
  target: { to: { pod: named(to) }, port: 80, protocol: 'TCP' },
})
const page = (status: number, path?: string): AnyCheckSpec => ({
  kind: 'http',
  from: [{ pod: named('client') }],
  url: 'http://web.default/',
  throughIngress: false,
  status,
  backend: named('web'),
  ...(path === undefined ? {} : { path }),
})
const NAME: AnyCheckSpec = {
  kind: 'resolves',
  from: [{ pod: named('client') }],
  name: 'web',
  type: 'A',
  answers: { service: named('web') },
}

const observe = (spec: AnyCheckSpec, seen: readonly Seen[]): ObservedCheck => {
  const { snapshot, questions } = questionsOf(SNAPSHOT, spec)
  return {
    snapshot,
    surroundings: { apiGroups: [], kubectl: 'kubectl --context far', atMs: Date.parse('2026-11-26T12:00:00Z') },
    comparisons: questions.map((asked) => compareWith(snapshot, { asked, samples: seen, attempts: 1, changed: false })),
  }
}

const run = (spec: AnyCheckSpec): CheckOutcome =>
  runCheck(spec, { snapshot: SNAPSHOT, task: { namespaces: ['default'], references: {} } })
const decided = (spec: AnyCheckSpec, ...seen: readonly Seen[]): CheckOutcome => decide(spec, run(spec), observe(spec, seen))

const CONNECTED: Seen = { kind: 'connection', verdict: 'connected' }
const TIMED_OUT: Seen = { kind: 'connection', verdict: 'timed-out' }
const REFUSED: Seen = { kind: 'connection', verdict: 'refused' }
const OK: Seen = { kind: 'request', verdict: 'connected', response: { status: 200, headers: {}, body: 'welcome' } }

describe('decide', () => {
  test('nothing was seen: the model decides', () => {
    expect(decided(connection('connects', 'client', 'web'))).toEqual({ passed: true })
    expect(decided(connection('connects', 'web', 'client')).passed).toBe(false)
  })

  test.each<[string, AnyCheckSpec, readonly Seen[], boolean]>([
    ['connects as the model says', connection('connects', 'client', 'web'), [CONNECTED], true],
    ['does not connect, against the model', connection('connects', 'client', 'web'), [TIMED_OUT], false],
    ['one of two does not connect', connection('connects', 'client', 'web'), [CONNECTED, REFUSED], false],
    ['connects, against the model', connection('connects', 'web', 'client'), [CONNECTED], true],
    ['is blocked as the model says', connection('blocked', 'web', 'client'), [TIMED_OUT], true],
    ['is not blocked, against the model', connection('blocked', 'web', 'client'), [CONNECTED], false],
    ['is refused, which is not blocked', connection('blocked', 'web', 'client'), [REFUSED], false],
    ['is blocked, against the model', connection('blocked', 'client', 'web'), [TIMED_OUT], true],
    ['the page comes', page(200), [OK], true],
    ['another status', page(200), [{ ...OK, response: { status: 403, headers: {}, body: '' } }], false],
    ['no HTTP', page(200), [{ kind: 'request', verdict: 'connected' }], false],
    ['the path that the server gets cannot be seen', page(200, '/other'), [OK], false],
    ['a name with the address', NAME, [{ kind: 'name', outcome: 'NOERROR', found: ['192.0.2.1'] }], false],
    ['a name without', NAME, [{ kind: 'name', outcome: 'not-found', found: [] }], false],
  ])('%s', (_case, spec, seen, passed) => {
    expect(decided(spec, ...seen).passed).toBe(passed)
  })

  test('what is seen against the model is told as such; what both say stays the model’s to explain', () => {
    const against = decided(connection('connects', 'client', 'web'), TIMED_OUT)
    expect(against).toMatchObject({
      expected: { en: 'default/client → default/web:80   connected' },
      actual: { en: 'default/client → default/web:80   timed out', ko: 'default/client → default/web:80   시간 초과' },
      finding: { kind: 'observed' },
    })
    expect(decided(connection('connects', 'web', 'client'), TIMED_OUT)).toMatchObject({ finding: { kind: 'not-connected' } })
  })
})

describe('tellObservations', () => {
  test('says both answers, and why they may differ', () => {
    expect(tellObservations(observe(connection('connects', 'client', 'web'), [REFUSED]), 'ko')).toMatchObject([
      {
        question: 'default/client → default/web:80',
        predicted: '연결됨',
        seen: '거부됨',
        agrees: false,
        reasons: [{ code: 'reality-program-listens-otherwise', where: 'Pod default/web  spec.containers' }],
      },
    ])
  })
  test('nothing seen is neither', () => {
    const [told] = tellObservations(observe(NAME, []), 'en')
    expect(told).toMatchObject({ seen: null, agrees: null, reasons: [] })
  })
})

describe('samplesFor', () => {
  const share = (verdict: 'connected' | 'refused', part: number) => ({ verdict, share: part }) as const
  test('one for one answer, more the rarer an answer is, and never very many', () => {
    expect(samplesFor({ shares: [share('connected', 1)] })).toBe(1)
    expect(samplesFor({ shares: [share('connected', 0.5), share('refused', 0.5)] })).toBe(5)
    expect(samplesFor({ shares: [share('connected', 0.9), share('refused', 0.1)] })).toBe(12)
    expect(samplesFor({ outcome: 'NOERROR', addresses: ['10.0.0.1'] })).toBe(1)
  })
})
