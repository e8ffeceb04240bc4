import { expect, test } from 'vitest'
import { validateUpdate } from '../../../../src/kubernetes/validation/update/validate-update.ts'
import { validate } from '../../../../src/kubernetes/validation/validate.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'

const SPEC = { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: '/data' } }

const volume = (spec: object): KubernetesObject =>
  ({ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'a' }, spec }) as KubernetesObject

const storageClass = (more: object): KubernetesObject =>
  ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'a' },
    provisioner: 'a.test/b',
    ...more,
  }) as KubernetesObject

test.each([
  [{}, ['spec.accessModes', 'spec.capacity', 'spec.capacity', 'spec']],
  [SPEC, []],
  [{ ...SPEC, capacity: { storage: '0' } }, ['spec.capacity[storage]']],
  [{ ...SPEC, capacity: { storage: '1', cpu: '1' } }, ['spec.capacity']],
  [{ ...SPEC, nfs: { server: 'a', path: '/' } }, ['spec.nfs']],
  [{ ...SPEC, accessModes: ['ReadWriteOnce', 'Often'] }, ['spec.accessModes']],
  [{ ...SPEC, persistentVolumeReclaimPolicy: 'Keep' }, ['spec.persistentVolumeReclaimPolicy']],
  [{ accessModes: SPEC.accessModes, capacity: SPEC.capacity, local: { path: '/a' } }, ['spec.nodeAffinity']],
])('a volume of %j is refused for %j', (spec, fields) => {
  expect(validate(volume(spec)).map(({ field }) => field)).toEqual(fields)
})

test.each([
  [{}, []],
  [{ provisioner: '' }, ['provisioner']],
  [{ reclaimPolicy: 'Recycle' }, ['reclaimPolicy']],
  [{ volumeBindingMode: 'Later' }, ['volumeBindingMode']],
])('a class with %j is refused for %j', (more, fields) => {
  expect(validate(storageClass(more)).map(({ field }) => field)).toEqual(fields)
})

test('a class keeps its provisioner, parameters, policy and mode', () => {
  const old = storageClass({ reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' })
  const changed = storageClass({
    provisioner: 'c.test/d',
    parameters: { a: 'b' },
    reclaimPolicy: 'Retain',
    volumeBindingMode: 'WaitForFirstConsumer',
  })
  const fields = validateUpdate(changed, old).map(({ field }) => field)
  expect(fields).toEqual(['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'])
})
