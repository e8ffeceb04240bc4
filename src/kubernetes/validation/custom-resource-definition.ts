/** @see k8s.io/apiextensions-apiserver pkg/apis/apiextensions/validation/validation.go, v1.34 */
import type { CustomResourceDefinition, CustomResourceDefinitionVersion, JSONSchemaProps } from '../generated/types.ts'
import { isEqual, isJsonObject } from '../json.ts'
import type { StatusCause } from '../status.ts'
import { forbiddenField, invalidEach, invalidValue, notSupported, required } from './causes.ts'
import { dns1035Label, dns1123Subdomain } from './names.ts'
import { validateNestedSchemas } from './nested-schema.ts'
import { validateSchemaRules } from './schema-rules.ts'

type Column = NonNullable<CustomResourceDefinitionVersion['additionalPrinterColumns']>[number]

const SCOPES = ['Cluster', 'Namespaced'] as const
const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'] as const
const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'] as const
const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'] as const

const validateNames = ({ spec }: CustomResourceDefinition): readonly StatusCause[] => {
  const { plural, singular = '', kind, shortNames = [] } = spec.names
  const path = 'spec.names'
  return [
    ...(plural === '' ? [required(`${path}.plural`)] : invalidEach(`${path}.plural`, plural, dns1035Label(plural))),
    ...(singular === '' ? [] : invalidEach(`${path}.singular`, singular, dns1035Label(singular))),
    ...(kind === ''
      ? [required(`${path}.kind`)]
      : invalidEach(
          `${path}.kind`,
          kind,
          dns1035Label(kind.toLowerCase()).map((detail) => `may have mixed case, but should otherwise match: ${detail}`),
        )),
    ...shortNames.flatMap((name, index) => invalidEach(`${path}.shortNames[${index}]`, name, dns1035Label(name))),
  ]
}

/** A structural schema says the type of everything it describes. */
const validateSchema = (schema: JSONSchemaProps, path: string): readonly StatusCause[] => {
  const { type = '', properties = {}, items } = schema
  const isTyped = schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true
  return [
    ...(type === ''
      ? isTyped
        ? []
        : [required(`${path}.type`, 'must not be empty for specified object fields')]
      : TYPES.some((known) => known === type)
        ? []
        : [notSupported(`${path}.type`, type, TYPES)]),
    ...(type === 'array' && items === undefined ? [required(`${path}.items`, 'must be specified')] : []),
    ...Object.entries(properties).flatMap(([name, inner]) => validateSchema(inner, `${path}.properties[${name}]`)),
    ...(isJsonObject(items) ? validateSchema(items, `${path}.items`) : []),
    ...validateNestedSchemas(schema, path),
  ]
}

const validateColumn = (column: Column, path: string): readonly StatusCause[] => {
  const { name, type, format = '', jsonPath } = column
  const types = `must be one of ${COLUMN_TYPES.join(',')}`
  const isPath = jsonPath.startsWith('.')
  return [
    ...(name === '' ? [required(`${path}.name`)] : []),
    ...(type === ''
      ? [required(`${path}.type`, types)]
      : COLUMN_TYPES.some((known) => known === type)
        ? []
        : [invalidValue(`${path}.type`, type, types)]),
    ...(format === '' || COLUMN_FORMATS.some((known) => known === format)
      ? []
      : [invalidValue(`${path}.format`, format, `must be one of ${COLUMN_FORMATS.join(',')}`)]),
    ...(jsonPath === ''
      ? [required(`${path}.JSONPath`)]
      : isPath
        ? []
        : [invalidValue(`${path}.JSONPath`, jsonPath, 'must be a simple json path starting with .')]),
  ]
}

/** Where errors are told: what all versions have alike the server holds once, beside them. */
interface VersionPaths {
  readonly version: string
  readonly schema: string
  readonly columns: string
}

const pathsOf = (versions: readonly CustomResourceDefinitionVersion[], index: number): VersionPaths => {
  const version = `spec.versions[${index}]`
  const alike = (part: 'schema' | 'additionalPrinterColumns'): boolean =>
    versions.every((other) => isEqual(other[part] ?? null, versions[0]?.[part] ?? null))
  return {
    version,
    schema: alike('schema') ? 'spec.validation.openAPIV3Schema' : `${version}.schema.openAPIV3Schema`,
    columns: `${alike('additionalPrinterColumns') ? 'spec' : version}.additionalPrinterColumns`,
  }
}

const validateRoot = (root: JSONSchemaProps, path: string): readonly StatusCause[] => {
  const structural = [
    ...(root.type === 'object'
      ? []
      : [
          root.type === undefined || root.type === ''
            ? required(`${path}.type`, 'must not be empty at the root')
            : invalidValue(`${path}.type`, root.type, 'must be object at the root'),
        ]),
    ...Object.entries(root.properties ?? {}).flatMap(([field, inner]) =>
      field === 'metadata' ? [] : validateSchema(inner, `${path}.properties[${field}]`),
    ),
    ...validateNestedSchemas(root, path),
  ]
  return structural.length > 0 ? structural : validateSchemaRules(root, path)
}

const validateColumns = (
  { additionalPrinterColumns = [] }: CustomResourceDefinitionVersion,
  path: string,
): readonly StatusCause[] => additionalPrinterColumns.flatMap((column, index) => validateColumn(column, `${path}[${index}]`))

const validateVersion = (version: CustomResourceDefinitionVersion, paths: VersionPaths): readonly StatusCause[] => {
  const { name, schema } = version
  const root = schema?.openAPIV3Schema
  const { version: path, schema: at } = paths
  return [
    ...(name === '' ? [required(`${path}.name`)] : invalidEach(`${path}.name`, name, dns1035Label(name))),
    ...(root === undefined ? [required(at, 'schemas are required')] : validateRoot(root, at)),
    ...validateColumns(version, paths.columns),
  ]
}

const validateVersions = (versions: readonly CustomResourceDefinitionVersion[]): readonly StatusCause[] => {
  const path = 'spec.versions'
  const names = versions.map(({ name }) => name)
  const stored = versions.filter(({ storage }) => storage).length
  const twice = names.some((name, index) => names.indexOf(name) !== index)
  return [
    ...(versions.length === 0 ? [required(path, 'must have at least one version')] : []),
    ...versions.flatMap((version, index) => validateVersion(version, pathsOf(versions, index))),
    ...(twice ? [invalidValue(path, names, 'must contain unique version names')] : []),
    ...(versions.length > 0 && stored !== 1
      ? [invalidValue(path, names, 'must have exactly one version marked as storage version')]
      : []),
  ]
}

export const validateCustomResourceDefinition = (definition: CustomResourceDefinition): readonly StatusCause[] => {
  const { metadata, spec } = definition
  const wanted = `${spec.names.plural}.${spec.group}`
  return [
    ...(metadata.name === wanted
      ? []
      : [invalidValue('metadata.name', metadata.name ?? '', 'must be spec.names.plural+"."+spec.group')]),
    ...(spec.group === ''
      ? [required('spec.group')]
      : [
          ...invalidEach('spec.group', spec.group, dns1123Subdomain(spec.group)),
          ...(spec.group.includes('.')
            ? []
            : [invalidValue('spec.group', spec.group, 'should be a domain with at least one dot')]),
        ]),
    ...(SCOPES.some((scope) => scope === spec.scope) ? [] : [notSupported('spec.scope', spec.scope, SCOPES)]),
    ...validateNames(definition),
    ...validateVersions(spec.versions),
    ...(spec.preserveUnknownFields === true
      ? [invalidValue('spec.preserveUnknownFields', true, 'must be false in order to use defaults in the schema')]
      : []),
    ...(spec.conversion?.strategy === 'Webhook'
      ? [forbiddenField('spec.conversion.strategy', 'the embedded cluster calls no webhooks: use None')]
      : []),
  ]
}
