// Pod Security admission as a real API server answered it: test/cases/pod-security.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { violationsOf, tellViolations } from '../../../../../src/cluster/api/admission/pod-security/evaluate.ts'
import { createCluster } from '../../../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../../../src/cluster/contract.ts'
import { createSeededRandom, createVirtualClock } from '../../../../../src/cluster/virtual.ts'
import type { StoredObject } from '../../../../../src/cluster/store/store.ts'
import type { Pod, PodSpec } from '../../../../../src/kubernetes/generated/types.ts'
import {
  answerOf,
  contentTypeOf,
  readRecorded,
  titleOf,
  wantedOf,
  warningsOf,
  withoutMadeUp,
  type Recorded,
} from '../../../../cases/refusals/read-recorded.ts'
import { createHarness } from '../harness.ts'

type Answers = readonly (readonly [version: string, detail: string | null])[]

interface RecordedPod {
  readonly name: string
  readonly annotations?: Readonly<Record<string, string>>
  readonly spec: PodSpec
  readonly baseline: Answers
  readonly restricted: Answers
}

interface RecordedPods {
  readonly versions: readonly string[]
  readonly pods: readonly RecordedPod[]
}

const FOLDER = join(import.meta.dirname, '../../../../cases/pod-security')
const { versions, pods } = JSON.parse(readFileSync(join(FOLDER, 'pods.json'), 'utf8')) as RecordedPods
const scenarios = readRecorded('pod-security')

const LEVELS = ['baseline', 'restricted'] as const
const ADMINISTRATOR = { 'impersonate-user': 'kubernetes-admin', 'impersonate-group': 'kubeadm:cluster-admins' }

/** As restricted asks. */
const GOOD: PodSpec = pods.find(({ name }) => name === 'all is as restricted asks')?.spec ?? { containers: [] }

let cluster: Cluster
beforeEach(() => {
  cluster = createCluster({ clock: createVirtualClock(Date.UTC(2026, 0, 1)), random: createSeededRandom(1) })
})

const ask = (method: string, path: string, body: object | undefined, type: string): Promise<Response> =>
  cluster.handle(
    new Request(`https://127.0.0.1${path}`, {
      method,
      headers: { 'content-type': type, ...ADMINISTRATOR },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )

const answer = async (request: Recorded): Promise<Pick<Recorded, 'code' | 'message' | 'warnings'>> => {
  const response = await ask(request.method, request.path, request.body, contentTypeOf(request))
  const warnings = warningsOf([response.headers.get('warning') ?? ''])
  return { ...withoutMadeUp(answerOf(response.status, await response.text())), warnings }
}

describe('Pod Security admission', () => {
  test('enough was recorded', () => {
    expect(pods.length).toBeGreaterThan(70)
    expect(scenarios.flatMap(({ requests }) => requests).length).toBeGreaterThan(150)
  })

  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))('%s', async (_name, { requests }) => {
    for (const request of requests) {
      const { warnings = [] } = request
      expect.soft(await answer(request), titleOf(request)).toEqual({ ...wantedOf(request), warnings })
    }
  })
})

/** What was said in a version: as of the last one before it that says something else. */
const recordedIn = (answers: Answers, version: string): string | null => {
  const position = versions.indexOf(version)
  return answers.findLast(([since]) => versions.indexOf(since) <= position)?.[1] ?? null
}

const NAMESPACE = '/api/v1/namespaces/default'

const create = ({ annotations = {}, spec }: RecordedPod): Promise<Response> => {
  const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', annotations }, spec }
  return ask('POST', `${NAMESPACE}/pods?dryRun=All`, body, 'application/json')
}

// What the API server itself adds to Pods, or makes of their annotations, is looked at too.
describe('the Pod Security Standards', () => {
  test.each(pods.map((pod) => [pod.name, pod] as const))('%s', async (_name, pod) => {
    const made = (await (await create(pod)).json()) as Pod
    for (const level of LEVELS)
      for (const version of versions) {
        const told = tellViolations(violationsOf(made, { level, version }))
        expect.soft(told, `${level}:${version}`).toBe(recordedIn(pod[level], version) ?? '')
      }
  })

  test.each(pods.map((pod) => [pod.name, pod] as const))('enforced: %s', async (_name, pod) => {
    const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' }
    await ask('PATCH', NAMESPACE, { metadata: { labels } }, 'application/merge-patch+json')
    const response = await create(pod)
    const detail = recordedIn(pod.restricted, 'latest')
    const wanted =
      detail === null
        ? { code: 201 }
        : { code: 403, message: `pods "p" is forbidden: violates PodSecurity "restricted:latest": ${detail}` }
    expect(answerOf(response.status, await response.text())).toEqual(wanted)
  })
})

test('of very many Pods the first ones of each controller are looked at', async () => {
  const harness = createHarness()
  const ownerReferences = [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'u', controller: true }]
  const made = (name: string, more: object): StoredObject =>
    ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'other', ...more }, spec: GOOD }) as StoredObject
  for (let count = 0; count < 3_000; count++) harness.store.put('pods', made(`a-${count}`, { ownerReferences }))
  harness.store.put('pods', { ...made('z', {}), spec: { hostNetwork: true, ...GOOD } } as StoredObject)
  const body = { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } }
  const merge = { 'content-type': 'application/merge-patch+json' }
  const { code, warning } = await harness.call('PATCH', '/api/v1/namespaces/other', body, merge)
  expect(code).toBe(200)
  expect(warningsOf([warning ?? ''])).toEqual([
    'new PodSecurity enforce level only checked against the first 3000 of 3001 existing pods',
    'existing pods in namespace "other" violate the new PodSecurity enforce level "restricted:latest"',
    'z: host namespaces',
  ])
})
