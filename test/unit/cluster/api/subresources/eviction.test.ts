import { describe, expect, test } from 'vitest'
import type { Pod, PodDisruptionBudget } from '../../../../../src/kubernetes/generated/types.ts'
import { createHarness, pod, PODS } from '../harness.ts'

const EVICTION = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'a' } }

const world = (status: object, { ready = 'True', phase = 'Running', spec = {} } = {}) => {
  const harness = createHarness()
  harness.create(pod('a', { app: 'web' }))
  const stored = harness.store.get('pods', 'default', 'a') as Pod
  harness.writer.updateStatus(Object.assign({}, stored, { status: { phase, conditions: [{ type: 'Ready', status: ready }] } }))
  const budget = (name: string): object => ({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace: 'default' },
    spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } }, ...spec },
  })
  const addBudget = (name: string): void => {
    harness.create(budget(name) as PodDisruptionBudget)
    const counted = { observedGeneration: 1, disruptionsAllowed: 0, desiredHealthy: 1, currentHealthy: 1, expectedPods: 1 }
    const known = harness.store.get('poddisruptionbudgets.policy', 'default', name) as PodDisruptionBudget
    harness.writer.updateStatus(Object.assign({}, known, { status: { ...counted, ...status } }))
  }
  addBudget('web')
  const evict = (query = '', body: object = {}) => harness.call('POST', `${PODS}/a/eviction${query}`, { ...EVICTION, ...body })
  return { ...harness, addBudget, evict }
}

describe('an eviction', () => {
  test('that the budget has no room for is refused, and says what it needs', async () => {
    const { evict, store } = world({})
    expect(await evict()).toMatchObject({
      code: 429,
      body: {
        reason: 'TooManyRequests',
        message: "Cannot evict pod as it would violate the pod's disruption budget.",
        details: {
          causes: [
            { reason: 'DisruptionBudget', message: 'The disruption budget web needs 1 healthy pods and has 1 currently' },
          ],
        },
      },
    })
    expect(store.get('pods', 'default', 'a')?.metadata.deletionTimestamp).toBeUndefined()
  })

  test.each([
    [{ metadata: {} }, 'name in URL does not match name in Eviction object'],
    [{ metadata: { name: 'b' } }, 'name in URL does not match name in Eviction object'],
    [
      { metadata: { name: 'a', namespace: 'other' } },
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
  ])('names its Pod as the path does: %j', async (given, message) => {
    const { evict } = world({ disruptionsAllowed: 1 })
    expect(await evict('', given)).toMatchObject({ code: 400, body: { message } })
  })

  test.each<[object, string, number, string]>([
    [{ apiVersion: 'v1', kind: 'Pod' }, '', 400, 'converting (v1.Pod) to (policy.Eviction): unknown conversion'],
    [{ kind: 'Foo' }, '', 400, 'no kind "Foo" is registered for version "policy/v1"'],
    [{ more: 1 }, '?fieldValidation=Strict', 400, 'strict decoding error: unknown field "more"'],
    [{ deleteOptions: { propagationPolicy: 'x' } }, '', 422, 'propagationPolicy: Unsupported value: "x"'],
    [{ deleteOptions: { preconditions: { uid: 'x' } } }, '', 409, 'the UID in the precondition (x) does not match'],
    [{ deleteOptions: { preconditions: { resourceVersion: '1' } } }, '', 409, 'the ResourceVersion in the precondition (1)'],
  ])('%j is refused, and the Pod stays', async (given, query, code, message) => {
    const { evict, store } = world({ disruptionsAllowed: 1 })
    const refused = await evict(query, given)
    expect([refused.code, (refused.body as { message: string }).message]).toEqual([code, expect.stringContaining(message)])
    expect(JSON.stringify((store.get('pods', 'default', 'a') as Pod).status)).not.toContain('DisruptionTarget')
  })

  test('of the version that there is takes it', async () => {
    const { evict, store } = world({ disruptionsAllowed: 1 })
    const { resourceVersion } = store.get('pods', 'default', 'a')!.metadata
    expect((await evict('', { deleteOptions: { preconditions: { resourceVersion } } })).code).toBe(201)
  })

  test('may be of the older version', async () => {
    const { evict } = world({ disruptionsAllowed: 1 })
    expect((await evict('', { apiVersion: 'policy/v1beta1' })).code).toBe(201)
  })

  test('takes its room at once', async () => {
    const { evict, store } = world({ disruptionsAllowed: 1, currentHealthy: 2 })
    expect((await evict('?dryRun=All')).code).toBe(201)
    expect((await evict('', { deleteOptions: { dryRun: ['All'] } })).code).toBe(201)
    expect(store.get('pods', 'default', 'a')?.metadata.deletionTimestamp).toBeUndefined()
    expect((await evict()).code).toBe(201)
    const { status } = store.get('poddisruptionbudgets.policy', 'default', 'web') as PodDisruptionBudget
    expect(status).toMatchObject({ disruptionsAllowed: 0, disruptedPods: { a: '2026-01-01T00:00:00Z' } })
    expect(store.get('pods', 'default', 'a')).toBeUndefined()
  })

  test('waits for a budget that was changed and not yet counted', async () => {
    const { evict } = world({ observedGeneration: 0, disruptionsAllowed: 5 })
    expect((await evict()).body).toMatchObject({ details: { retryAfterSeconds: 10 } })
  })

  test('of a Pod of two budgets is not supported', async () => {
    const { evict, addBudget } = world({ disruptionsAllowed: 1 })
    addBudget('second')
    expect((await evict()).code).toBe(500)
  })

  test.each<[string, object, Parameters<typeof world>[1], number]>([
    ['has ended', {}, { phase: 'Succeeded' }, 201],
    ['has not begun', {}, { phase: 'Pending' }, 201],
    ['is not ready, the others enough', { currentHealthy: 1 }, { ready: 'False' }, 201],
    ['is not ready, too few left', { currentHealthy: 0 }, { ready: 'False' }, 429],
    [
      'is not ready, whatever is left',
      { currentHealthy: 0 },
      { ready: 'False', spec: { unhealthyPodEvictionPolicy: 'AlwaysAllow' } },
      201,
    ],
  ])('of a Pod that %s', async (_which, status, given, code) => {
    expect((await world(status, given).evict()).code).toBe(code)
  })

  test('of a Pod that is not there', async () => {
    const { call } = world({})
    expect((await call('POST', `${PODS}/nobody/eviction`, { ...EVICTION, metadata: { name: 'nobody' } })).code).toBe(404)
  })
})
