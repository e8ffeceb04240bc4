/** The schema of a version. @see k8s.io/apiextensions-apiserver pkg/apis/apiextensions/validation/validation.go, v1.34 */
import type { JSONSchemaProps } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { forbiddenField, invalidValue } from '../causes.ts'
import { validateOpenApiSchema } from './open-api-schema.ts'
import { unstructuredIn, validateStructure } from './structural-schema.ts'

const checkRoot = ({ type = '', nullable }: JSONSchemaProps, path: string, hasStatus: boolean): readonly StatusCause[] => [
  ...(hasStatus && type !== '' && type !== 'object'
    ? [
        invalidValue(
          `${path}.type`,
          type,
          'only "object" is allowed as the type at the root of the schema if the status subresource is enabled',
        ),
      ]
    : []),
  ...(nullable === true ? [forbiddenField(`${path}.nullable`, 'nullable cannot be true at the root')] : []),
]

/** DIFFERS: defaults are not held to their own schema; docs/differences.md. */
export const validateSchema = (root: JSONSchemaProps, path: string, hasStatus: boolean): readonly StatusCause[] => {
  const unstructured = unstructuredIn(root)
  const structure = unstructured === undefined ? validateStructure(root, path) : []
  const isStructural = unstructured === undefined && structure.length === 0
  const found = [...checkRoot(root, path, hasStatus), ...structure, ...validateOpenApiSchema(root, path, isStructural)]
  return found.length === 0 && unstructured !== undefined ? [invalidValue(path, '', unstructured)] : found
}
