import { expect, test } from 'vitest'
import type { PersistentVolume, PersistentVolumeClaim } from '../../../../../src/kubernetes/generated/types.ts'
import { compareClaims, comparePersistentVolumes } from '../../../../../src/kubernetes/validation/update/volumes.ts'

const volume = (key: string, more: object = {}): PersistentVolume => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'a' },
  spec: {
    csi: { driver: 'a.test', volumeHandle: 'x' },
    nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values: ['b'] }] }] } },
    ...more,
  },
})

test('labels of nodes may be called by their newer names', () => {
  const [old, renamed] = ['failure-domain.beta.kubernetes.io/zone', 'topology.kubernetes.io/zone'].map((key) => volume(key))
  expect(comparePersistentVolumes(renamed!, old!)).toEqual([])
  expect(comparePersistentVolumes(volume('a.test/zone'), old!).map(({ field }) => field)).toEqual(['nodeAffinity'])
})

test('a class of attributes may change, and not go', () => {
  const [gold, silver] = ['gold', 'silver'].map((volumeAttributesClassName) => volume('a', { volumeAttributesClassName }))
  expect(comparePersistentVolumes(silver!, gold!)).toEqual([])
  expect(comparePersistentVolumes(volume('a'), gold!).map(({ message }) => message)).toEqual([
    'Forbidden: update from non-nil value to nil is forbidden',
  ])
})

const claim = (storage: string, phase: string, more: object = {}): PersistentVolumeClaim => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'a' },
  spec: { resources: { requests: { storage } }, ...more },
  status: { phase, capacity: { storage: '5Gi' } },
})

test('a claim that is bound may ask for more, and for no less than it has', () => {
  expect(compareClaims(claim('7Gi', 'Bound'), claim('6Gi', 'Bound'))).toEqual([])
  expect(compareClaims(claim('4Gi', 'Bound'), claim('6Gi', 'Bound')).map(({ message }) => message)).toEqual([
    'Forbidden: field can not be less than status.capacity',
  ])
  expect(compareClaims(claim('5500Mi', 'Bound'), claim('6Gi', 'Bound'))).toEqual([])
  expect(compareClaims(claim('7Gi', 'Pending'), claim('6Gi', 'Pending')).map(({ field }) => field)).toEqual(['spec'])
})

test('a claim is told its volume once', () => {
  const [free, first, second] = [{}, { volumeName: 'a' }, { volumeName: 'b' }].map((more) => claim('5Gi', 'Pending', more))
  expect(compareClaims(first!, free!)).toEqual([])
  expect(compareClaims(second!, first!).map(({ field }) => field)).toEqual(['spec'])
})
