/** What clients that put Pods on nodes are answered, as by Kubernetes v1.34.4. */
import { describe, expect, test } from 'vitest'
import type { Pod } from '../../../../../src/kubernetes/generated/types.ts'
import { createHarness, pod, PODS } from '../harness.ts'

const world = (spec: object = {}) => {
  const harness = createHarness()
  const { spec: given, ...rest } = pod('a', {}) as Pod
  harness.create({ ...rest, spec: { ...given, ...spec } } as Pod)
  const bind = (target: object) => harness.call('POST', `${PODS}/a/binding`, { metadata: { name: 'a' }, target })
  return { ...harness, bind }
}

describe('a binding', () => {
  test('puts a Pod on a node, says so, and owns nothing', async () => {
    const { bind, store } = world()
    expect((await bind({ name: 'worker' })).code).toBe(201)
    const bound = store.get('pods', 'default', 'a') as Pod
    expect(bound.spec?.nodeName).toBe('worker')
    expect(bound.status?.conditions).toMatchObject([{ type: 'PodScheduled', status: 'True' }])
    expect(bound.metadata.generation).toBe(1)
    expect(JSON.stringify(bound.metadata.managedFields ?? [])).not.toContain('binding')
  })

  test.each([
    [{}, 500, 'target.name: Required value'],
    [{ kind: 'Service', name: 'a' }, 500, 'target.kind: Unsupported value: "Service": supported values: "Node", "<empty>"'],
  ])('to %j is refused', async (target, code, message) => {
    expect(await world().bind(target)).toMatchObject({ code, body: { message } })
  })

  test.each([
    [{ nodeName: 'worker' }, 'pod a is already assigned to node "worker"'],
    [{ schedulingGates: [{ name: 'g' }] }, 'pod a has non-empty .spec.schedulingGates'],
  ])('of a Pod with %j is a conflict', async (spec, why) => {
    const message = `Operation cannot be fulfilled on pods/binding "a": ${why}`
    expect(await world(spec).bind({ name: 'worker' })).toMatchObject({ code: 409, body: { message } })
  })

  test.each<[object, string, number, string]>([
    [pod('a'), 'pods/a/binding', 400, 'converting (v1.Pod) to (core.Binding): unknown conversion'],
    [{ target: { name: 'worker' } }, 'bindings', 400, 'Name parameter required.'],
    [{ metadata: { name: 'a', uid: 'x' }, target: { name: 'worker' } }, 'pods/a/binding', 409, 'UID in precondition: x'],
  ])('%j is refused', async (body, path, code, message) => {
    const { call, store } = world()
    const refused = await call('POST', `/api/v1/namespaces/default/${path}`, body)
    expect([refused.code, (refused.body as { message: string }).message]).toEqual([code, expect.stringContaining(message)])
    expect((store.get('pods', 'default', 'a') as Pod).spec?.nodeName).toBeUndefined()
  })
})
