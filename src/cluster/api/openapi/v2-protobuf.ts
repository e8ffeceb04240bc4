/**
 * /openapi/v2 in the only encoding that kubectl reads it in. kubectl before 1.29, and any kubectl for a kind that it does not find
 * in /openapi/v3, looks here whether a kind's PATCH takes the parameter `fieldValidation`; `kubectl explain --output=plaintext-openapiv2`
 * reads definitions.
 * @see https://github.com/google/gnostic OpenAPIv2/OpenAPIv2.proto, whose field numbers these are
 */
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import { servedResources } from '../../custom/served.ts'
import type { Store } from '../../store/store.ts'
import { servedVersions } from '../discovery/groups.ts'
import { definitionsV2 } from './documents.ts'
import { pathsOf } from './paths.ts'
import { concat, field } from './protobuf-fields.ts'
import { extensionField, namedSchemas } from './schema-protobuf.ts'

/** Of the answer. Clients ask for it with an @, which stands in no valid media type. */
export const OPENAPI_PROTOBUF = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf'

interface Operation {
  readonly operationId: string
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly type: string }[]
  readonly 'x-kubernetes-group-version-kind': Readonly<Record<'group' | 'version' | 'kind', string>>
}

/** ParametersItem > Parameter > NonBodyParameter > QueryParameterSubSchema */
const parameterField = ({ name, in: place, type }: Operation['parameters'][number]): Uint8Array =>
  field(8, [field(1, [field(2, [field(3, [field(2, place), field(4, name), field(6, type)])])])])

const KIND_EXTENSION = 'x-kubernetes-group-version-kind'

const operationField = (number: number, operation: Operation): Uint8Array =>
  field(number, [
    field(5, operation.operationId),
    ...operation.parameters.map(parameterField),
    extensionField(13, KIND_EXTENSION, operation[KIND_EXTENSION]),
  ])

const pathField = (path: string, patch: Operation): Uint8Array =>
  field(2, [field(1, path), field(2, [operationField(8, patch)])])

const encoded = new WeakMap<readonly ResourceInfo[], Uint8Array>()

/** The document; the same bytes as long as the same is served. */
export const openApiV2Protobuf = (store: Store): Uint8Array => {
  const resources = servedResources(store)
  const known = encoded.get(resources)
  if (known !== undefined) return known
  const document = concat([
    field(1, '2.0'),
    field(2, [field(1, 'Kubernetes'), field(2, 'v1.34.4')]),
    field(
      8,
      servedVersions(store).flatMap((served) =>
        Object.entries(pathsOf(served, 'v2') as Readonly<Record<string, { readonly patch?: Operation }>>).flatMap(
          ([path, { patch }]) => (patch === undefined ? [] : [pathField(path, patch)]),
        ),
      ),
    ),
    field(9, namedSchemas(definitionsV2(store))),
  ])
  encoded.set(resources, document)
  return document
}
