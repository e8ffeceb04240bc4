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
const withField = (field: object): object =>
  withSchema({ type: 'object', properties: { metadata: { type: 'object' }, spec: field } })
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
    [
      'no kind',
      made({}, { kind: '', singular: '' }),
      ['singular', 'kind', 'listKind'].map((name) => `spec.names.${name} FieldValueRequired`),
    ],
    [
      'a kind that is no name',
      made({}, { kind: 'Gad get' }),
      ['kind', 'listKind'].map((name) => `spec.names.${name} FieldValueInvalid`),
    ],
    ['a short name that is none', made({}, { shortNames: ['G'] }), ['spec.names.shortNames[0] FieldValueInvalid']],
    ['no version', versions(), ['spec.versions FieldValueInvalid', 'status.storedVersions FieldValueInvalid']],
    ['a version without a name', versions(version({ name: '' })), ['spec.versions[0].name FieldValueInvalid']],
    [
      'a version without a schema',
      versions(version({ schema: undefined })),
      ['spec.versions[0].schema.openAPIV3Schema FieldValueRequired'],
    ],
    ['two versions of one name', versions(version(), version({ storage: false })), ['spec.versions FieldValueInvalid']],
    [
      'two versions that are stored',
      versions(version(), version({ name: 'v2' })),
      ['spec.versions FieldValueInvalid', 'status.storedVersions FieldValueInvalid'],
    ],
    ['a schema without a type', versions(withSchema({})), [`${SHARED}.type FieldValueRequired`]],
    [
      'one of two schemas without a type',
      versions(version(), version({ name: 'v2', storage: false, schema: { openAPIV3Schema: {} } })),
      ['spec.versions[1].schema.openAPIV3Schema.type FieldValueRequired'],
    ],
    [
      'a schema of a list',
      versions(withSchema({ type: 'array' })),
      [`${SHARED}.items FieldValueRequired`, `${SHARED}.type FieldValueInvalid`],
    ],
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
      ['title', 'type'].map((name) => `${SHARED}.properties[spec].anyOf[0].${name} FieldValueForbidden`),
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

const textsOf = (definition: KubernetesObject): readonly string[] =>
  validate(applyDefaults(definition)).map(({ field, message }) => `${field}: ${message}`)

const DNS_1035 =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"

/** As a real API server of v1.34 words them. */
describe('in which words definitions are refused', () => {
  test.each<[string, KubernetesObject, readonly string[]]>([
    [
      'another strategy, with a webhook',
      made({ conversion: { strategy: 'ok', webhook: { clientConfig: {}, conversionReviewVersions: ['v1'] } } }),
      [
        'strategy: Unsupported value: "ok": supported values: "None", "Webhook"',
        'webhookClientConfig: Forbidden: should not be set when strategy is not set to Webhook',
        'conversionReviewVersions: Forbidden: should not be set when strategy is not set to Webhook',
      ].map((text) => `spec.conversion.${text}`),
    ],
    [
      'no version',
      versions(),
      [
        'spec.versions: Invalid value: []: must have exactly one version marked as storage version',
        'status.storedVersions: Invalid value: null: must have at least one stored version',
      ],
    ],
    [
      'a category that is no name',
      made({}, { categories: ['*.a.test'] }),
      [`spec.names.categories[0]: Invalid value: "*.a.test": ${DNS_1035}`],
    ],
    [
      'a list of the kind’s own name',
      made({}, { listKind: 'Gadget' }),
      ['spec.names.listKind: Invalid value: "Gadget": kind and listKind may not be the same'],
    ],
    ['no scope', made({ scope: '' }), ['spec.scope: Required value']],
    [
      'paths of a scale that lead elsewhere',
      versions(
        version({
          subresources: { scale: { specReplicasPath: '.status.a', statusReplicasPath: 'ok', labelSelectorPath: '.a' } },
        }),
      ),
      [
        'specReplicasPath: Invalid value: ".status.a": should be a json path under .spec',
        'statusReplicasPath: Invalid value: "ok": must be a simple json path starting with .',
        'labelSelectorPath: Invalid value: ".a": should be a json path under either .spec or .status',
      ].map((text) => `spec.subresources.scale.${text}`),
    ],
    [
      'a selectable field that is no path',
      versions(version({ selectableFields: [{ jsonPath: 'ok' }, { jsonPath: '' }] })),
      [
        'spec.selectableFields[0].jsonPath: Invalid value: "ok": is an invalid path: expected [ or . but got: ok',
        'spec.selectableFields[1].jsonPath: Required value',
      ],
    ],
    [
      'a warning of a version that is not deprecated',
      versions(version({ deprecationWarning: 'old' })),
      ['spec.versions[0].deprecationWarning: Invalid value: "old": can only be set for deprecated versions'],
    ],
    [
      'a warning that cannot be printed',
      versions(version({ deprecated: true, deprecationWarning: 'é\n' })),
      [
        'spec.versions[0].deprecationWarning: Invalid value: "é\\n": must only contain printable UTF-8 characters; non-printable character found at index 2',
      ],
    ],
  ])('%s', (_title, definition, wanted) => {
    expect(textsOf(definition)).toEqual(wanted)
  })

  const spec = `${SHARED}.properties[spec]`
  test.each<[string, object, readonly string[]]>([
    ['a reference', { type: 'object', $ref: 'a' }, [`${spec}.$ref: Forbidden: $ref is not supported`]],
    [
      'a dialect of schemas',
      { type: 'object', not: { $schema: 'a' } },
      [`${SHARED}: Invalid value: "": OpenAPIV3Schema 'schema' is not supported`],
    ],
    [
      'fields and any other',
      { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: { type: 'string' } },
      [`${spec}.additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive`],
    ],
    [
      'items that are all different',
      { type: 'array', items: { type: 'string' }, uniqueItems: true },
      [`${spec}.uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic`],
    ],
    [
      'an item without a type',
      { type: 'array', items: {} },
      [`${spec}.items.type: Required value: must not be empty for specified array items`],
    ],
    [
      'a set of maps',
      { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'object' } },
      [
        `${spec}.items.x-kubernetes-map-type: Invalid value: null: must be atomic as item of a list with x-kubernetes-list-type=set`,
      ],
    ],
    [
      'keys that may be missing',
      {
        type: 'array',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['a', 'b'],
        items: { type: 'object', properties: { a: { type: 'string', nullable: true } } },
      },
      [
        `${spec}.x-kubernetes-list-map-keys: Invalid value: ["a","b"]: entries must all be names of item properties`,
        `${spec}.items.properties[a].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property`,
        `${spec}.items.properties[a].nullable: Forbidden: this property is in x-kubernetes-list-map-keys, so it cannot be nullable`,
      ],
    ],
    [
      'a kind of list that is none',
      { type: 'string', 'x-kubernetes-list-type': 'bag', 'x-kubernetes-list-map-keys': ['a'] },
      [
        `${spec}.type: Invalid value: "string": must be array if x-kubernetes-list-type is specified`,
        `${spec}.x-kubernetes-list-type: Unsupported value: "bag": supported values: "atomic", "set", "map"`,
        `${spec}.x-kubernetes-list-type: Invalid value: "bag": must be map if x-kubernetes-list-map-keys is non-empty`,
      ],
    ],
    [
      'a kind of map that is none, of no type',
      { 'x-kubernetes-preserve-unknown-fields': true, 'x-kubernetes-map-type': 'deep' },
      [
        `${spec}.type: Required value: must be object if x-kubernetes-map-type is specified`,
        `${spec}.x-kubernetes-map-type: Unsupported value: "deep": supported values: "atomic", "granular"`,
      ],
    ],
    [
      'fields that are not preserved',
      { type: 'object', 'x-kubernetes-preserve-unknown-fields': false },
      [`${spec}.x-kubernetes-preserve-unknown-fields: Invalid value: false: must be true or undefined`],
    ],
    [
      'an object of no fields within another',
      { type: 'object', 'x-kubernetes-embedded-resource': true },
      [
        `${spec}.properties: Required value: must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields`,
      ],
    ],
    [
      'what is asked in rules of an alternative',
      { type: 'object', not: { 'x-kubernetes-validations': [{ rule: '', reason: 'x' }] } },
      [
        `${spec}.not.x-kubernetes-validations: Forbidden: must be empty to be structural`,
        `${spec}.not.x-kubernetes-validations[0].rule: Required value: rule is not specified`,
        `${spec}.not.x-kubernetes-validations[0].reason: Unsupported value: "x": supported values: "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"`,
      ],
    ],
  ])('a field with %s', (_title, field, wanted) => {
    expect(textsOf(versions(withSchema({ type: 'object', properties: { spec: field } })))).toEqual(wanted)
  })

  test.each<[string, object, readonly string[]]>([
    [
      'metadata of its own',
      { type: 'object', properties: { metadata: { type: 'object', properties: { labels: { type: 'object' } } } } },
      [
        `${SHARED}.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified`,
      ],
    ],
    [
      'what is asked of a field that is not there',
      { type: 'object', not: { properties: { a: { minLength: 1 } } } },
      [`${SHARED}.properties[a]: Required value: because it is defined in ${SHARED}.not.properties[a]`],
    ],
    ['null', { type: 'object', nullable: true }, [`${SHARED}.nullable: Forbidden: nullable cannot be true at the root`]],
    [
      'any field',
      { type: 'object', additionalProperties: { type: 'string' } },
      [`${SHARED}.additionalProperties: Forbidden: must not be used at the root`],
    ],
    [
      'a default for the kind',
      { type: 'object', properties: { kind: { type: 'string', default: 'a' } } },
      [`${SHARED}.properties[kind].default: Forbidden: must not be set in top-level kind`],
    ],
  ])('a root with %s', (_title, schema, wanted) => {
    expect(textsOf(versions(withSchema(schema)))).toEqual(wanted)
  })
})
