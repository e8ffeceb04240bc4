/** OpenAPI documents of what is served. Made when first asked for: `kubectl explain` is the only one that reads much of them. */
import { ROOT_STRUCTURES } from '../../../kubernetes/structure.ts'
import { customResourceOf } from '../../custom/served.ts'
import { hashText } from '../../controllers/workloads/template-hash.ts'
import type { Store } from '../../store/store.ts'
import { servedVersions, type ServedVersion } from '../discovery/groups.ts'
import { customSchema, definitionOfKind } from './custom.ts'
import { discoveryPaths, pathsOfDiscovery } from './discovery-paths.ts'
import { pathsOf } from './paths.ts'
import { schemasOf, type Dialect, type Schema } from './schemas.ts'

const INFO = { title: 'Kubernetes', version: 'v1.34.4' } as const

const V3: Dialect = { prefix: '#/components/schemas/', wrapReferences: true }
const V2: Dialect = { prefix: '#/definitions/', wrapReferences: false }

const pathOf = ({ apiVersion, group }: ServedVersion): string => (group === '' ? `api/${apiVersion}` : `apis/${apiVersion}`)

const definitionsOf = (
  versions: readonly ServedVersion[],
  dialect: Dialect,
  store: Store,
): Readonly<Record<string, Schema>> => {
  const resources = versions.flatMap((served) => served.resources)
  const roots = resources.flatMap(({ apiVersion, kind }) => ROOT_STRUCTURES[`${apiVersion}/${kind}`] ?? [])
  const custom = resources.flatMap((info) => customResourceOf(store, info) ?? [])
  return {
    ...schemasOf(custom.length === 0 ? roots : [...roots, 'ObjectMeta'], dialect),
    ...Object.fromEntries(custom.map((one) => [definitionOfKind(one.info), customSchema(one, dialect)])),
  }
}

/** Lets clients keep what they have read until something else is served. */
const hashOf = (served: ServedVersion, store: Store): string => {
  const definitions = served.resources.flatMap(
    (info) => customResourceOf(store, info)?.definition.metadata.resourceVersion ?? [],
  )
  return definitions.length === 0 ? INFO.version : hashText(definitions.join(',')).toString(16)
}

const hashes = (store: Store): ReadonlyMap<string, string> =>
  new Map([
    ...discoveryPaths(store).map((path) => [path, INFO.version] as const),
    ...servedVersions(store).map((served) => [pathOf(served), hashOf(served, store)] as const),
  ])

/** By which a client knows what it has read already: of a document's path, or of all in one. Undefined where there is no such document. */
export const openApiHash = (store: Store, path?: string): string | undefined =>
  path === undefined ? hashText([...hashes(store).values()].join(',')).toString(16) : hashes(store).get(path)

/** /openapi/v3 */
export const openApiIndex = (store: Store): unknown => ({
  paths: Object.fromEntries(
    [...hashes(store)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, hash]) => [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }]),
  ),
})

/** `path`: what stands after /openapi/v3/. */
export const openApiV3 = (path: string, store: Store): unknown => {
  const discovery = pathsOfDiscovery(path, store)
  if (discovery !== undefined) return { openapi: '3.0.0', info: INFO, paths: discovery, components: {} }
  const served = servedVersions(store).find((group) => pathOf(group) === path)
  if (served === undefined) return undefined
  const schemas = definitionsOf([served], V3, store)
  return { openapi: '3.0.0', info: INFO, paths: pathsOf(served, 'v3'), components: { schemas } }
}

export const definitionsV2 = (store: Store): Readonly<Record<string, Schema>> => definitionsOf(servedVersions(store), V2, store)

export const openApiV2 = (store: Store): unknown => ({
  swagger: '2.0',
  info: INFO,
  paths: Object.assign({}, ...servedVersions(store).map((served) => pathsOf(served, 'v2'))) as unknown,
  definitions: definitionsV2(store),
})
