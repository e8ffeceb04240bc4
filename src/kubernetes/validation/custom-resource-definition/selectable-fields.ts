/** What lists of a custom kind may be narrowed by. @see k8s.io/apiextensions-apiserver pkg/apis/apiextensions/validation/validation.go, v1.34 */
import type { CustomResourceDefinitionVersion, JSONSchemaProps } from '../../generated/types.ts'
import { isJsonObject } from '../../json.ts'
import type { StatusCause } from '../../status.ts'
import { duplicate, invalidValue, required, tooMany } from '../causes.ts'

const MAX_FIELDS = 8
const SCALARS = ['string', 'boolean', 'integer']

/** Delimiters, what stands in single quotes, and what is between them. */
const TOKEN = /[.[\]]|'.*?(?<!\\)'|'.*$|[^.[\]]+/gsu

const NOT_THERE = 'does not refer to a valid field'
const ENDED = 'unexpected end of JSON path'

/** The schema of a field within another; undefined where it has none of that name. */
const inner = ({ properties, additionalProperties }: JSONSchemaProps, name: string): JSONSchemaProps | undefined => {
  if (properties !== undefined) return properties[name]
  return isJsonObject(additionalProperties) ? additionalProperties : undefined
}

type Found = { readonly names: readonly string[]; readonly schema: JSONSchemaProps } | { readonly problem: string }

/** What `.spec.color` leads to, or why it leads nowhere. */
const follow = (path: string, root: JSONSchemaProps): Found => {
  const tokens = [...path.matchAll(TOKEN)].map(([token]) => token)
  const names: string[] = []
  let schema = root
  for (let index = 0; index < tokens.length; index += 2) {
    const [delimiter = '', name] = tokens.slice(index, index + 2)
    if (delimiter === '[') return { problem: 'array notation is not allowed' }
    if (delimiter !== '.') return { problem: `expected [ or . but got: ${delimiter}` }
    if (name === undefined) return { problem: ENDED }
    const next = inner(schema, name)
    if (next === undefined) return { problem: NOT_THERE }
    names.push(name)
    schema = next
  }
  return { names, schema }
}

const checkFound = (
  { names, schema }: Extract<Found, { names: unknown }>,
  field: string,
  path: string,
): readonly StatusCause[] => [
  ...(names[0] === 'metadata' ? [invalidValue(field, path, 'must not point to fields in metadata')] : []),
  ...(SCALARS.includes(schema.type ?? '')
    ? []
    : [
        invalidValue(
          field,
          path,
          'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.',
        ),
      ]),
]

/** `root` is the schema that stands beside them; `missing` is said where there is none. */
export const validateSelectableFields = (
  { selectableFields = [] }: CustomResourceDefinitionVersion,
  path: string,
  { root, missing }: { readonly root: JSONSchemaProps | undefined; readonly missing: string },
): readonly StatusCause[] => {
  if (selectableFields.length === 0) return []
  if (root === undefined) return [invalidValue(path, '', missing)]
  const known = new Set<string>()
  const causes = selectableFields.flatMap((selectable, index): readonly StatusCause[] => {
    const { jsonPath = '' } = selectable as Partial<typeof selectable>
    const field = `${path}[${index}].jsonPath`
    if (jsonPath === '') return [required(field)]
    const found = follow(jsonPath, root)
    if ('problem' in found) return [invalidValue(field, jsonPath, `is an invalid path: ${found.problem}`)]
    const name = found.names.join('.')
    const isRepeated = known.has(name)
    known.add(name)
    return [...checkFound(found, field, jsonPath), ...(isRepeated ? [duplicate(field, jsonPath)] : [])]
  })
  return known.size > MAX_FIELDS ? [...causes, tooMany(path, known.size, MAX_FIELDS)] : causes
}
