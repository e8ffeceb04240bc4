import { expect, test } from 'vitest'
import { validateMetadata } from '../../../../src/kubernetes/validation/metadata.ts'

const refused = (metadata: object, kind = 'ConfigMap'): readonly string[] =>
  validateMetadata({ apiVersion: 'v1', kind, metadata: { name: 'it', ...metadata } }, true).map(
    ({ field, message }) => `${field}: ${message}`,
  )

test('two ways of deletion exclude each other', () => {
  expect(refused({ finalizers: ['orphan', 'foregroundDeletion'] })).toEqual([
    'metadata.finalizers: Invalid value: ["orphan","foregroundDeletion"]: finalizer orphan and foregroundDeletion cannot be both set',
  ])
})

test('a finalizer has its owner’s name before it, but for definitions of custom kinds', () => {
  expect(refused({ finalizers: ['a.test/hold', 'kubernetes'] })).toEqual([])
  expect(refused({ finalizers: ['hold'] })).toHaveLength(1)
  expect(refused({ finalizers: ['hold'] }, 'CustomResourceDefinition')).toEqual([])
  expect(refused({ finalizers: ['-'] }, 'CustomResourceDefinition')).toHaveLength(1)
})

test('an owner says all that it is', () => {
  expect(refused({ ownerReferences: [{ apiVersion: '', kind: '', name: '' }] })).toEqual([
    'metadata.ownerReferences.apiVersion: Invalid value: "": version must not be empty',
    'metadata.ownerReferences.kind: Invalid value: "": must not be empty',
    'metadata.ownerReferences.name: Invalid value: "": must not be empty',
    'metadata.ownerReferences.uid: Invalid value: null: must not be empty',
  ])
})
