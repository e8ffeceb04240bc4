import { expect, test } from 'vitest'
import { gradeSnapshot } from '../../../../../src/grading/grade.ts'
import { applyManifests } from '../../../../../src/grading/manifests/apply-manifests.ts'
import { rebuild } from '../../../../../src/grading/repair/rebuild.ts'
import type { GradedTask } from '../../../../../src/grading/task.ts'
import { same } from '../../../../../src/grading/words.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'

const client = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'client', namespace: 'default' },
  spec: { containers: [{ name: 'client', image: 'busybox:1.28', command: ['sleep', '86400'] }] },
} as KubernetesObject

const task: GradedTask = {
  id: '0-0',
  title: same('a task'),
  namespaces: ['default'],
  start: [client],
  references: {},
  checks: [
    {
      id: 'client',
      title: same('the client'),
      points: 1,
      dependsOn: [],
      spec: { kind: 'exists', object: { kind: 'Pod', namespace: 'default', name: 'client' }, labels: {} },
    },
  ],
}

test('what the task put in place and somebody deleted is put back', async () => {
  const { snapshot } = await applyManifests({ ...task, start: [] }, [])
  if (snapshot === undefined) throw new Error('an empty submission can be applied')
  const [check] = await gradeSnapshot(task, snapshot, {
    explain: true,
    rebuild: (state, patch) => rebuild(state, patch, { keepAddresses: false }),
    findManifest: () => undefined,
  })
  expect(check?.diagnoses.map(({ cause, repair }) => [cause.code, repair?.passing])).toEqual([
    ['start-object-missing', ['client']],
  ])
})
