/** What a version has beside its schema. @see k8s.io/apiextensions-apiserver pkg/apis/apiextensions/validation/validation.go, v1.34 */
import type { CustomResourceDefinitionVersion } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { invalidValue, required } from '../causes.ts'

type Column = NonNullable<CustomResourceDefinitionVersion['additionalPrinterColumns']>[number]

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'] as const
const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'] as const

const checkPath = (field: string, path: string): readonly StatusCause[] =>
  path.startsWith('.') ? [] : [invalidValue(field, path, 'must be a simple json path starting with .')]

const validateColumn = (column: Column, path: string): readonly StatusCause[] => {
  const { name, type, format = '', jsonPath } = column
  const types = `must be one of ${COLUMN_TYPES.join(',')}`
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
    ...(jsonPath === '' ? [required(`${path}.JSONPath`)] : checkPath(`${path}.JSONPath`, jsonPath)),
  ]
}

export const validateColumns = (
  { additionalPrinterColumns = [] }: CustomResourceDefinitionVersion,
  path: string,
): readonly StatusCause[] => additionalPrinterColumns.flatMap((column, index) => validateColumn(column, `${path}[${index}]`))

/** A path below one of the roots, whose name a sentence ends with. */
const checkBelow = (
  field: string,
  path: string,
  { roots, name }: { readonly roots: readonly string[]; readonly name: string },
): readonly StatusCause[] => {
  const form = checkPath(field, path)
  return form.length > 0 || roots.some((root) => path.startsWith(`${root}.`))
    ? form
    : [invalidValue(field, path, `should be a json path under ${name}`)]
}

export const validateSubresources = (
  subresources: CustomResourceDefinitionVersion['subresources'],
  path: string,
): readonly StatusCause[] => {
  const scale = subresources?.scale
  if (scale === undefined) return []
  const { labelSelectorPath = '' } = scale
  const replicas = [
    ['specReplicasPath', '.spec'],
    ['statusReplicasPath', '.status'],
  ] as const
  const either = { roots: ['.spec', '.status'], name: 'either .spec or .status' }
  return [
    ...replicas.flatMap(([name, root]) => {
      const field = `${path}.scale.${name}`
      const given = (scale as Partial<typeof scale>)[name] ?? ''
      return given === '' ? [required(field)] : checkBelow(field, given, { roots: [root], name: root })
    }),
    ...(labelSelectorPath === '' ? [] : checkBelow(`${path}.scale.labelSelectorPath`, labelSelectorPath, either)),
  ]
}

const MAX_WARNING = 256

const warningProblems = ({ deprecated = false, deprecationWarning }: CustomResourceDefinitionVersion): readonly string[] => {
  if (deprecationWarning === undefined) return []
  if (!deprecated) return ['can only be set for deprecated versions']
  const bytes = new TextEncoder()
  // As Go does: of blanks, only the space is printed.
  const unprinted = /[\p{C}\p{Z}]/u.exec(deprecationWarning.replaceAll(' ', '_'))
  const at = unprinted === null ? 0 : bytes.encode(deprecationWarning.slice(0, unprinted.index)).length
  return [
    ...(bytes.encode(deprecationWarning).length > MAX_WARNING ? [`must be <= ${MAX_WARNING} characters long`] : []),
    ...(deprecationWarning === '' ? ['must not be an empty string'] : []),
    ...(unprinted === null
      ? []
      : [`must only contain printable UTF-8 characters; non-printable character found at index ${at}`]),
  ]
}

export const validateDeprecation = (version: CustomResourceDefinitionVersion, path: string): readonly StatusCause[] =>
  warningProblems(version).map((detail) => invalidValue(path, version.deprecationWarning, detail))
