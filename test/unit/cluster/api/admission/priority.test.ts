import { expect, test } from 'vitest'
import { createWriter } from '../../../../../src/cluster/api/create-writer.ts'
import { createStore } from '../../../../../src/cluster/store/memory-store.ts'
import { createSeededRandom, createVirtualClock } from '../../../../../src/cluster/virtual.ts'
import type { Pod } from '../../../../../src/kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'

const createHere = () => {
  const writer = createWriter({ store: createStore(), clock: createVirtualClock(0), random: createSeededRandom(1) })
  const make = (object: object) => {
    const result = writer.create(object as KubernetesObject)
    return result.ok ? result.object : (result.status.message ?? '')
  }
  make({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } })
  const priorityClass = (name: string, more: object) =>
    make({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, ...more })
  let count = 0
  const prioritised = (spec: object): unknown => {
    const metadata = { name: `p${(count += 1)}`, namespace: 'default' }
    const made = make({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata,
      spec: { ...spec, containers: [{ name: 'c', image: 'nginx' }] },
    })
    if (typeof made === 'string') return made.replace(metadata.name, 'p')
    const { priorityClassName, priority, preemptionPolicy } = (made as Pod).spec ?? {}
    return [priorityClassName, priority, preemptionPolicy]
  }
  return { writer, priorityClass, prioritised }
}

test('a Pod has the priority of its class', () => {
  const { priorityClass, prioritised } = createHere()
  priorityClass('mine', { value: 7, preemptionPolicy: 'Never' })
  const computed = 'must not be provided in pod spec; priority admission controller computed'
  const rows: readonly (readonly [object, unknown])[] = [
    [{}, [undefined, 0, 'PreemptLowerPriority']],
    [{ priorityClassName: 'mine' }, ['mine', 7, 'Never']],
    [{ priorityClassName: 'mine', priority: 7 }, ['mine', 7, 'Never']],
    [{ priorityClassName: 'system-node-critical' }, ['system-node-critical', 2_000_001_000, 'PreemptLowerPriority']],
    [{ priorityClassName: 'zzz' }, 'pods "p" is forbidden: no PriorityClass with name zzz was found'],
    [
      { priority: 3 },
      `pods "p" is forbidden: the integer value of priority (3) ${computed} 0 from the given PriorityClass name`,
    ],
    [
      { preemptionPolicy: 'Never' },
      `pods "p" is forbidden: the string value of PreemptionPolicy (Never) ${computed} PreemptLowerPriority from the given PriorityClass name`,
    ],
  ]
  expect(rows.map(([spec]) => prioritised(spec))).toEqual(rows.map(([, expected]) => expected))
  priorityClass('usual', { value: 4, globalDefault: true })
  expect(prioritised({})).toEqual(['usual', 4, 'PreemptLowerPriority'])
})

test('names and values of the system are its own, and its classes stay', () => {
  const { writer, priorityClass } = createHere()
  expect(priorityClass('x', { value: 1_000_000_001, preemptionPolicy: 'Foo' })).toContain(
    'maximum allowed value of a user defined priority is 1000000000',
  )
  expect(priorityClass('system-x', { value: 1 })).toContain('system-x is not a known system priority class')
  expect(priorityClass('system-node-critical', { value: 2_000_001_000 })).toBeTypeOf('object')
  const refused = writer.delete({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', name: 'system-node-critical' })
  expect(refused).toMatchObject({ ok: false, status: { code: 403 } })
})

test('value and policy of a class do not change', () => {
  const { writer, priorityClass } = createHere()
  const made = priorityClass('x', { value: 1 }) as KubernetesObject
  const changed = writer.update({ ...made, value: 2, preemptionPolicy: 'Never' } as KubernetesObject)
  expect(changed).toMatchObject({
    ok: false,
    status: { details: { causes: [{ field: 'value' }, { field: 'preemptionPolicy' }] } },
  })
})
