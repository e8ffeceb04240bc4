import { describe, expect, test } from 'vitest'
import { refusals } from './refusals.ts'

const config = (fields: string): string =>
  `{ apiVersion: v1, kind: ConfigMap, metadata: { name: it, namespace: default }, ${fields} }`
const secret = (type: string, data: string, annotations = '{}'): string =>
  `{ apiVersion: v1, kind: Secret, metadata: { name: it, namespace: default, annotations: ${annotations} }, type: ${type}, data: ${data} }`
const named = (metadata: string, kind = 'ConfigMap', apiVersion = 'v1'): string =>
  `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: ${metadata} }`
const large = 'x'.repeat(1024 * 1024)
const ROLE = 'rbac.authorization.k8s.io/v1'

describe('what the API server refuses of ConfigMaps and Secrets', () => {
  test.each<[string, string, readonly string[]]>([
    ['a key', config('data: { a.b-c_d: x }'), []],
    ['a key that is none', config("data: { 'a b': x }"), ['data[a b] FieldValueInvalid']],
    ['one key in both', config('data: { a: x }, binaryData: { a: eA== }'), ['data[a] FieldValueInvalid']],
    ['too much', config(`data: { a: ${large}, b: x }`), ['[] FieldValueTooLong']],
    ['a Secret of too much', secret('Opaque', `{ a: ${large}xxxx }`), ['data FieldValueTooLong']],
    ['a certificate without its key', secret('kubernetes.io/tls', '{ tls.crt: eA== }'), ['data[tls.key] FieldValueRequired']],
    ['a user', secret('kubernetes.io/basic-auth', '{ username: eA== }'), []],
    [
      'nobody',
      secret('kubernetes.io/basic-auth', '{}'),
      ['data[username] FieldValueRequired', 'data[password] FieldValueRequired'],
    ],
    [
      'a token of nobody',
      secret('kubernetes.io/service-account-token', '{}'),
      ['metadata.annotations[kubernetes.io/service-account.name] FieldValueRequired'],
    ],
    ['a token', secret('kubernetes.io/service-account-token', '{}', '{ kubernetes.io/service-account.name: default }'), []],
    ['a registry', secret('kubernetes.io/dockerconfigjson', '{ .dockerconfigjson: e30= }'), []],
    [
      'a registry that is no JSON',
      secret('kubernetes.io/dockerconfigjson', '{ .dockerconfigjson: eA== }'),
      ['data[.dockerconfigjson] FieldValueInvalid'],
    ],
  ])('%s', (_title, manifest, wanted) => {
    expect(refusals(manifest)).toEqual(wanted)
  })
})

describe('what the API server refuses of metadata', () => {
  test.each<[string, string, readonly string[]]>([
    ['a name', named('{ name: a.b-c, namespace: default }'), []],
    ['no name', named('{ namespace: default }'), ['metadata.name FieldValueRequired']],
    ['a name with a capital', named('{ name: A, namespace: default }'), ['metadata.name FieldValueInvalid']],
    ['the beginning of a name', named('{ generateName: a-, namespace: default }'), []],
    ['a namespace that is none', named('{ name: a, namespace: a.b }'), ['metadata.namespace FieldValueInvalid']],
    ['a namespace within a namespace, which is not kept', named('{ name: a, namespace: b }', 'Namespace'), []],
    ['a namespace with a dot', named('{ name: a.b }', 'Namespace'), ['metadata.name FieldValueInvalid']],
    ['a Role of any name', named("{ name: 'system:A b', namespace: default }", 'Role', ROLE), []],
    ['a Role like a folder', named('{ name: .., namespace: default }', 'Role', ROLE), ['metadata.name FieldValueInvalid']],
    ['a Role like a path', named('{ name: a/b, namespace: default }', 'Role', ROLE), ['metadata.name FieldValueInvalid']],
    ['an annotation of any text', named("{ name: a, namespace: default, annotations: { example.com/A: 'any text' } }"), []],
    [
      'an annotation without a name',
      named('{ name: a, namespace: default, annotations: { /a: b } }'),
      ['metadata.annotations FieldValueInvalid'],
    ],
    [
      'annotations of too much',
      named(`{ name: a, namespace: default, annotations: { a: ${'x'.repeat(256 * 1024)} } }`),
      ['metadata.annotations FieldValueTooLong'],
    ],
    [
      'an owner without anything',
      named("{ name: a, namespace: default, ownerReferences: [{ apiVersion: '', kind: '', name: '', uid: '' }] }"),
      ['apiVersion', 'kind', 'name', 'uid'].map((field) => `metadata.ownerReferences.${field} FieldValueInvalid`),
    ],
  ])('%s', (_title, manifest, wanted) => {
    expect(refusals(manifest)).toEqual(wanted)
  })
})
