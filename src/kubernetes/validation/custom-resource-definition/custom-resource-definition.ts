/** @see k8s.io/apiextensions-apiserver pkg/apis/apiextensions/validation/validation.go, v1.34 */
import type { CustomResourceDefinition, CustomResourceDefinitionVersion } from '../../generated/types.ts'
import { isEqual } from '../../json.ts'
import type { StatusCause } from '../../status.ts'
import { goStruct, invalidValue, notSupported, required } from '../causes.ts'
import { dns1035Label, dns1123Subdomain } from '../names.ts'
import { validateConversion } from './conversion.ts'
import { validateSchema } from './schema.ts'
import { validateSelectableFields } from './selectable-fields.ts'
import { validateColumns, validateDeprecation, validateSubresources } from './version-parts.ts'

const SCOPES = ['Cluster', 'Namespaced'] as const

/** One cause, however much is wrong with the value. */
const invalidOnce = (field: string, value: string, details: readonly string[]): readonly StatusCause[] =>
  details.length === 0 ? [] : [invalidValue(field, value, details.join(','))]

/** Of a value that may be left out. */
const checkLabel = (field: string, value: string): readonly StatusCause[] =>
  value === '' ? [] : invalidOnce(field, value, dns1035Label(value))

const checkKind = (field: string, kind: string): readonly StatusCause[] => {
  const details = kind === '' ? [] : dns1035Label(kind.toLowerCase())
  const form = 'may have mixed case, but should otherwise match:'
  return details.length === 0 ? [] : [invalidValue(field, kind, `${form} ${details.join(',')}`)]
}

const validateNames = ({ spec }: CustomResourceDefinition): readonly StatusCause[] => {
  const { plural, singular = '', kind, listKind = '', shortNames = [], categories = [] } = spec.names
  const path = 'spec.names'
  const labels = (field: string, values: readonly string[]): readonly StatusCause[] =>
    values.flatMap((value, index) => invalidOnce(`${path}.${field}[${index}]`, value, dns1035Label(value)))
  return [
    ...Object.entries({ plural, singular, kind, listKind }).flatMap(([field, value]) =>
      value === '' ? [required(`${path}.${field}`)] : [],
    ),
    ...checkLabel(`${path}.plural`, plural),
    ...checkLabel(`${path}.singular`, singular),
    ...checkKind(`${path}.kind`, kind),
    ...checkKind(`${path}.listKind`, listKind),
    ...labels('shortNames', shortNames),
    ...(kind !== '' && kind === listKind
      ? [invalidValue(`${path}.listKind`, listKind, 'kind and listKind may not be the same')]
      : []),
    ...labels('categories', categories),
  ]
}

/** Where errors are told: what all versions have alike the server holds once, beside them, and tells later. */
type Part = 'schema' | 'subresources' | 'additionalPrinterColumns' | 'selectableFields'

const PARTS: readonly Part[] = ['schema', 'subresources', 'additionalPrinterColumns', 'selectableFields']

const sharedParts = (versions: readonly CustomResourceDefinitionVersion[]): readonly Part[] =>
  PARTS.filter((part) => versions.every((other) => isEqual(other[part] ?? null, versions[0]?.[part] ?? null)))

const hasStatus = (version: CustomResourceDefinitionVersion | undefined): boolean => version?.subresources?.status !== undefined

/** Where parts are told. */
interface Place {
  readonly path: string
  readonly schemaPath: string
  /** What is said of fields of a schema that is told elsewhere. */
  readonly schemaless: string
}

const validateParts = (
  version: CustomResourceDefinitionVersion,
  parts: readonly Part[],
  { path, schemaPath, schemaless }: Place,
): readonly StatusCause[] => {
  const root = version.schema?.openAPIV3Schema
  const checks: Readonly<Record<Part, () => readonly StatusCause[]>> = {
    schema: () => (root === undefined ? [] : validateSchema(root, `${schemaPath}.openAPIV3Schema`, hasStatus(version))),
    subresources: () => validateSubresources(version.subresources, `${path}.subresources`),
    additionalPrinterColumns: () => validateColumns(version, `${path}.additionalPrinterColumns`),
    selectableFields: () =>
      validateSelectableFields(version, `${path}.selectableFields`, {
        root: parts.includes('schema') ? root : undefined,
        missing: schemaless,
      }),
  }
  return parts.flatMap((part) => checks[part]())
}

const validateVersion = (
  version: CustomResourceDefinitionVersion,
  path: string,
  parts: readonly Part[],
): readonly StatusCause[] => [
  ...invalidOnce(`${path}.name`, version.name, dns1035Label(version.name)),
  ...validateDeprecation(version, `${path}.deprecationWarning`),
  ...validateParts(version, parts, {
    path,
    schemaPath: `${path}.schema`,
    schemaless: 'may only be set when `version.schema.openAPIV3Schema` is not included',
  }),
]

/** As the server shows it: without what all versions share. */
const shownVersion = (given: Partial<CustomResourceDefinitionVersion>, shared: readonly Part[]): object => {
  const own = {
    served: false,
    storage: false,
    deprecated: false,
    ...given,
    ...Object.fromEntries(shared.map((part) => [part, null])),
  }
  return goStruct(own, [
    'Name',
    'Served',
    'Storage',
    'Deprecated',
    'DeprecationWarning',
    'Schema',
    'Subresources',
    'AdditionalPrinterColumns',
    'SelectableFields',
  ])
}

const validateVersions = (versions: readonly CustomResourceDefinitionVersion[]): readonly StatusCause[] => {
  const path = 'spec.versions'
  const names = versions.map(({ name }) => name)
  const shared = sharedParts(versions)
  const shown = versions.map((version) => shownVersion(version, shared))
  const twice = names.some((name, index) => names.indexOf(name) !== index)
  return [
    ...versions.flatMap(({ schema }, index) =>
      schema?.openAPIV3Schema === undefined ? [required(`${path}[${index}].schema.openAPIV3Schema`)] : [],
    ),
    ...versions.flatMap((version, index) =>
      validateVersion(
        version,
        `${path}[${index}]`,
        PARTS.filter((part) => !shared.includes(part)),
      ),
    ),
    ...(twice ? [invalidValue(path, shown, 'must contain unique version names')] : []),
    ...(versions.filter(({ storage }) => storage).length === 1
      ? []
      : [invalidValue(path, shown, 'must have exactly one version marked as storage version')]),
    ...(versions[0] === undefined ? [] : checkLabel('spec.version', versions[0].name)),
  ]
}

/** The first version that is marked is stored; another of that name is not found again. */
const validateStored = ({ spec, status }: CustomResourceDefinition): readonly StatusCause[] => {
  const path = 'status.storedVersions'
  const marked = spec.versions.filter(({ storage }) => storage).map(({ name }) => name)
  const stored = status?.storedVersions ?? marked.slice(0, 1)
  if (stored.length === 0) return [invalidValue(path, null, 'must have at least one stored version')]
  const left = new Set(stored)
  const missing = spec.versions.filter(({ name, storage }) => !left.delete(name) && storage)
  return missing.map(({ name }) => invalidValue(path, stored, `must have the storage version ${name}`))
}

const validateGroup = (group: string): readonly StatusCause[] => {
  if (group === '') return [required('spec.group')]
  const form = invalidOnce('spec.group', group, dns1123Subdomain(group))
  return form.length > 0 || group.includes('.')
    ? form
    : [invalidValue('spec.group', group, 'should be a domain with at least one dot')]
}

const validateScope = (scope: string): readonly StatusCause[] => {
  if (scope === '') return [required('spec.scope')]
  return SCOPES.some((known) => known === scope) ? [] : [notSupported('spec.scope', scope, SCOPES)]
}

/** Names that are given, and what others would be made from. */
const validateOwnName = ({ metadata, spec }: CustomResourceDefinition): readonly StatusCause[] => {
  const { name = '', generateName = '' } = metadata
  const wanted = `${spec.names.plural}.${spec.group}`
  return Object.entries({ generateName, name }).flatMap(([field, value]) =>
    value === '' || value === wanted
      ? []
      : [invalidValue(`metadata.${field}`, value, 'must be spec.names.plural+"."+spec.group')],
  )
}

const validatePreserving = (spec: CustomResourceDefinition['spec']): readonly StatusCause[] =>
  spec.preserveUnknownFields === true
    ? [
        invalidValue(
          'spec.preserveUnknownFields',
          true,
          'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead',
        ),
      ]
    : []

export const validateCustomResourceDefinition = (definition: CustomResourceDefinition): readonly StatusCause[] => {
  const { spec } = definition
  const [first] = spec.versions
  const schemaless = 'may only be set when validations.schema is included'
  const shared = { path: 'spec', schemaPath: 'spec.validation', schemaless }
  return [
    ...validateOwnName(definition),
    ...validateGroup(spec.group),
    ...validateScope(spec.scope),
    ...validateVersions(spec.versions),
    ...validateNames(definition),
    ...(first === undefined ? [] : validateParts(first, sharedParts(spec.versions), shared)),
    ...validateConversion(spec.conversion),
    ...validateStored(definition),
    ...validatePreserving(spec),
  ]
}
