import { expect, test } from 'vitest'
import type { AnyCheckSpec } from '../../../../src/grading/checks/specs.ts'
import { needsControllers } from '../../../../src/grading/manifests/needs-controllers.ts'
import type { GradedTask } from '../../../../src/grading/task.ts'
import { same } from '../../../../src/grading/words.ts'

const object = (kind: string): GradedTask['start'][number] => ({ apiVersion: 'v1', kind, metadata: { name: 'one' } })

const taskOf = (spec: AnyCheckSpec | undefined, start: GradedTask['start'] = []): GradedTask => ({
  id: '9-9',
  title: same('a task'),
  namespaces: [],
  checks: spec === undefined ? [] : [{ id: 'only', title: same('a check'), points: 100, dependsOn: [], spec }],
  start,
  references: {},
})

const exists = (kind: string): AnyCheckSpec => ({ kind: 'exists', object: { kind, name: 'one' }, labels: {} })
const fields = (kind: string, path: string): AnyCheckSpec => ({
  kind: 'fields',
  object: { kind, name: 'one' },
  expect: [{ path, expectation: { equals: 1 } }],
})

test.each([
  ['nothing', taskOf(undefined), [], false],
  ['a Pod and its Service', taskOf(exists('Pod')), ['Pod', 'Service'], false],
  ['workloads whose Pods follow from their templates', taskOf(undefined), ['Deployment', 'StatefulSet'], false],
  ['another workload', taskOf(undefined), ['Pod', 'DaemonSet'], true],
  ['a kind of its own', taskOf(undefined), ['Widget'], true],
  ['another workload at the start', taskOf(undefined, [object('Job')]), ['Pod'], true],
  ['a check of a template', taskOf(fields('Deployment', 'spec.template.spec')), ['Deployment'], false],
  ['a check of a revision', taskOf(fields('Deployment', 'metadata.annotations')), ['Deployment'], true],
  ['a check of its status', taskOf(fields('StatefulSet', 'status.readyReplicas')), ['StatefulSet'], true],
  ['a check for what a controller writes', taskOf(exists('EndpointSlice')), ['Pod'], true],
  ['a check of a field that is written', taskOf(fields('Service', 'spec.type')), ['Service'], false],
  ['a check of a field of such an object', taskOf(fields('ReplicaSet', 'spec.replicas')), ['Pod'], true],
  ['a check of a status', taskOf(fields('Pod', 'status.phase')), ['Pod'], true],
])('%s', (_, task, kinds, expected) => {
  expect(needsControllers(task, kinds.map(object))).toBe(expected)
})
