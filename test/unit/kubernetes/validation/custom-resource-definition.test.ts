import { describe, expect, test } from 'vitest'
import { applyDefaults } from '../../../../src/kubernetes/defaults/apply-defaults.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { validate } from '../../../../src/kubernetes/validation/validate.ts'

const object = { type: 'object' }
const version = (fields: object = {}): object => ({
  name: 'v1',
  served: true,
  storage: true,
  schema: { openAPIV3Schema: object },
  ...fields,
})
const withSchema = (schema: object): object => version({ schema: { openAPIV3Schema: schema } })
const withField = (field: object): object => withSchema({ type: 'object', properties: { metadata: {}, spec: field } })
const made = (spec: object = {}, names: object = {}, name = 'gadgets.example.com'): KubernetesObject =>
  ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'gadgets', singular: 'gadget', kind: 'Gadget', shortNames: ['gd'], ...names },
      versions: [version()],
      ...spec,
    },
  }) as unknown as KubernetesObject
const versions = (...list: readonly object[]): KubernetesObject => made({ versions: list })
const column = (fields: object): KubernetesObject =>
  versions(version({ additionalPrinterColumns: [{ name: 'Size', type: 'integer', jsonPath: '.spec.size', ...fields }] }))
/** Where a schema is that every version shares, as that of a kind's only version: so the server keeps it. */
const SHARED = 'spec.validation.openAPIV3Schema'

describe('what the API server refuses of kinds of one’s own', () => {
  test.each<[string, KubernetesObject, readonly string[]]>([
    ['a kind', made(), []],
    ['another name than plural and group', made({}, {}, 'gadget.example.com'), ['metadata.name FieldValueInvalid']],
    ['no group', made({ group: '' }, {}, 'gadgets.'), ['metadata.name FieldValueInvalid', 'spec.group FieldValueRequired']],
    ['a group without a dot', made({ group: 'example' }, {}, 'gadgets.example'), ['spec.group FieldValueInvalid']],
    ['a scope that is none', made({ scope: 'Node' }), ['spec.scope FieldValueNotSupported']],
    [
      'no plural',
      made({}, { plural: '' }, '.example.com'),
      ['metadata.name FieldValueInvalid', 'spec.names.plural FieldValueRequired'],
    ],
    ['no singular', made({}, { singular: '' }), []],
    ['no kind', made({}, { kind: '' }), ['spec.names.kind FieldValueRequired']],
    ['a kind that is no name', made({}, { kind: 'Gad get' }), ['spec.names.kind FieldValueInvalid']],
    ['a short name that is none', made({}, { shortNames: ['G'] }), ['spec.names.shortNames[0] FieldValueInvalid']],
    ['no version', versions(), ['spec.versions FieldValueRequired']],
    ['a version without a name', versions(version({ name: '' })), ['spec.versions[0].name FieldValueRequired']],
    ['a version without a schema', versions(version({ schema: undefined })), [`${SHARED} FieldValueRequired`]],
    ['two versions of one name', versions(version(), version({ storage: false })), ['spec.versions FieldValueInvalid']],
    ['two versions that are stored', versions(version(), version({ name: 'v2' })), ['spec.versions FieldValueInvalid']],
    ['a schema without a type', versions(withSchema({})), [`${SHARED}.type FieldValueRequired`]],
    [
      'one of two schemas without a type',
      versions(version(), version({ name: 'v2', storage: false, schema: { openAPIV3Schema: {} } })),
      ['spec.versions[1].schema.openAPIV3Schema.type FieldValueRequired'],
    ],
    ['a schema of a list', versions(withSchema({ type: 'array' })), [`${SHARED}.type FieldValueInvalid`]],
    ['a field without a type', versions(withField({})), [`${SHARED}.properties[spec].type FieldValueRequired`]],
    ['a field of either type', versions(withField({ 'x-kubernetes-int-or-string': true })), []],
    [
      'a field of a type that is none',
      versions(withField({ type: 'text' })),
      [`${SHARED}.properties[spec].type FieldValueNotSupported`],
    ],
    ['a list of nothing', versions(withField({ type: 'array' })), [`${SHARED}.properties[spec].items FieldValueRequired`]],
    [
      'a list of anything',
      versions(withField({ type: 'array', items: {} })),
      [`${SHARED}.properties[spec].items.type FieldValueRequired`],
    ],
    [
      'a type among alternatives',
      versions(withField({ type: 'string', anyOf: [{ type: 'string', title: 'a' }] })),
      ['type', 'title'].map((name) => `${SHARED}.properties[spec].anyOf[0].${name} FieldValueForbidden`),
    ],
    [
      'alternatives of a number and a text',
      versions(withField({ 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] })),
      [],
    ],
    ['a column', column({}), []],
    [
      'a column of nothing',
      column({ name: '', type: 'array', jsonPath: '' }),
      ['name FieldValueRequired', 'type FieldValueInvalid', 'JSONPath FieldValueRequired'].map(
        (text) => `spec.additionalPrinterColumns[0].${text}`,
      ),
    ],
    ['fields that nobody knows', made({ preserveUnknownFields: true }), ['spec.preserveUnknownFields FieldValueInvalid']],
    ['versions by a webhook', made({ conversion: { strategy: 'Webhook' } }), ['spec.conversion.strategy FieldValueForbidden']],
  ])('%s', (_title, definition, wanted) => {
    expect(validate(applyDefaults(definition)).map(({ field, reason }) => `${field} ${reason}`)).toEqual(wanted)
  })
})
