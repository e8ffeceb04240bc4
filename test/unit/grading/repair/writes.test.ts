import { describe, expect, test } from 'vitest'
import { inverseOf, objectsAfter, writesOf } from '../../../../src/grading/repair/writes.ts'
import type { Change } from '../../../../src/grading/repair/patch.ts'
import type { KubernetesObject, ObjectReference } from '../../../../src/kubernetes/object.ts'

const pod = (name: string, image = 'nginx', labels = {}): KubernetesObject =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', labels },
    spec: { containers: [{ name: 'c', image }] },
  }) as KubernetesObject
const service = (clusterIP: string): KubernetesObject =>
  ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: 'shop' }, spec: { clusterIP } }) as KubernetesObject

const STATE = [pod('a'), service('None'), pod('b')]
const find = ({ kind, name }: ObjectReference): KubernetesObject | undefined =>
  STATE.find((object) => object.kind === kind && object.metadata.name === name)
const A: ObjectReference = { kind: 'Pod', namespace: 'shop', name: 'a' }
const S: ObjectReference = { kind: 'Service', namespace: 'shop', name: 's' }

const kindsOf = (...changes: readonly Change[]): unknown => writesOf({ changes }, find)?.map(({ kind }) => kind)

describe('a change is', () => {
  test.each<[string, Change, string]>([
    ['made', { kind: 'create', object: pod('c') }, 'create'],
    ['deleted', { kind: 'delete', object: A }, 'delete'],
    [
      'written in place where labels change',
      { kind: 'edit', object: A, edits: [{ path: 'metadata.labels.x', value: 'y' }] },
      'update',
    ],
    [
      'made anew where a Pod’s containers change',
      { kind: 'edit', object: A, edits: [{ path: 'spec.containers[0].image', value: 'x' }] },
      'renew',
    ],
    [
      'made anew where a Service gets an address',
      { kind: 'edit', object: S, edits: [{ path: 'spec.clusterIP', value: undefined }] },
      'renew',
    ],
    ['made anew where it moves', { kind: 'move', object: A, to: { name: 'z' } }, 'renew'],
    ['made anew where that is asked for', { kind: 'recreate', object: A }, 'renew'],
  ])('%s', (_what, change, kind) => {
    expect(kindsOf(change)).toEqual([kind])
  })

  test('nothing at all where its object is gone', () => {
    expect(kindsOf({ kind: 'delete', object: { ...A, name: 'none' } })).toBeUndefined()
    expect(kindsOf()).toEqual([])
  })
})

test('what writes make of a state keeps its order; what is new comes last', () => {
  const writes = writesOf(
    {
      changes: [
        { kind: 'create', object: pod('c') },
        { kind: 'move', object: A, to: { name: 'z' } },
        { kind: 'delete', object: S },
      ],
    },
    find,
  )
  expect(objectsAfter(STATE, writes ?? []).map(({ metadata }) => metadata.name)).toEqual(['z', 'b', 'c'])
})

test('the inverse brings everything back, the last first', () => {
  const changes: readonly Change[] = [
    { kind: 'create', object: pod('c') },
    { kind: 'edit', object: A, edits: [{ path: 'metadata.labels.x', value: 'y' }] },
    { kind: 'move', object: { ...A, name: 'b' }, to: { name: 'z' } },
    { kind: 'delete', object: S },
  ]
  const writes = writesOf({ changes }, find) ?? []
  const back = inverseOf(writes)
  expect(back.map(({ kind }) => kind)).toEqual(['create', 'renew', 'update', 'delete'])
  const names = (objects: readonly KubernetesObject[]): unknown => objects.map(({ metadata }) => metadata).toSorted()
  expect(names(objectsAfter(objectsAfter(STATE, writes), back))).toEqual(
    expect.arrayContaining(STATE.map(({ metadata }) => metadata)),
  )
  expect(objectsAfter(objectsAfter(STATE, writes), back)).toHaveLength(STATE.length)
})
