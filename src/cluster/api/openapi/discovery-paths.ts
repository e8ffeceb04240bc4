/** OpenAPI of what is served besides resources: the lists of groups and versions, the server's version, the issuer of tokens. */
import type { Store } from '../../store/store.ts'
import { servedGroups } from '../discovery/groups.ts'

interface Document {
  readonly operationId: string
  readonly tag: string
}

/** `rbac.authorization.k8s.io` as operations name it: RbacAuthorization. */
const nameOf = (group: string): string =>
  group
    .replace(/\.k8s\.io$/u, '')
    .split('.')
    .map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`)
    .join('')

const lowerFirst = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`

const FIXED: readonly (readonly [string, Document])[] = [
  ['.well-known/openid-configuration', { operationId: 'getServiceAccountIssuerOpenIDConfiguration', tag: 'WellKnown' }],
  ['api', { operationId: 'getCoreAPIVersions', tag: 'core' }],
  ['apis', { operationId: 'getAPIVersions', tag: 'apis' }],
  ['openid/v1/jwks', { operationId: 'getServiceAccountIssuerOpenIDKeyset', tag: 'openid' }],
  ['version', { operationId: 'getCodeVersion', tag: 'version' }],
]

/** By what stands after /openapi/v3/. */
const documents = (store: Store): ReadonlyMap<string, Document> =>
  new Map([
    ...FIXED,
    ...servedGroups(store)
      .filter(({ group }) => group !== '')
      .map(({ group }) => {
        const name = nameOf(group)
        return [`apis/${group}`, { operationId: `get${name}APIGroup`, tag: lowerFirst(name) }] as const
      }),
  ])

export const discoveryPaths = (store: Store): readonly string[] => [...documents(store).keys()]

/** The `paths` of the document under this path; undefined where there is none. */
export const pathsOfDiscovery = (path: string, store: Store): Readonly<Record<string, unknown>> | undefined => {
  const found = documents(store).get(path)
  if (found === undefined) return undefined
  const { operationId, tag } = found
  const get = { tags: [tag], operationId, responses: { '200': { description: 'OK' }, '401': { description: 'Unauthorized' } } }
  return { [`/${path}/`]: { get } }
}
