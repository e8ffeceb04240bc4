/** What a cluster serves: its own kinds, and those that CustomResourceDefinitions bring. */
import type { CustomResourceDefinition, CustomResourceDefinitionVersion } from '../../kubernetes/generated/types.ts'
import { RESOURCES, type ResourceInfo } from '../../kubernetes/resources.ts'
import type { Store, StoredObject } from '../store/store.ts'
import type { Schema } from './structural-schema.ts'

export const DEFINITIONS = 'customresourcedefinitions.apiextensions.k8s.io'

/** One version of one custom kind. */
export interface CustomResource {
  readonly info: ResourceInfo
  readonly definition: CustomResourceDefinition
  readonly version: CustomResourceDefinitionVersion
  readonly schema: Schema
}

interface Served {
  readonly resources: readonly ResourceInfo[]
  readonly byKind: ReadonlyMap<string, ResourceInfo>
  readonly byPlural: ReadonlyMap<string, ResourceInfo>
  readonly custom: ReadonlyMap<ResourceInfo, CustomResource>
}

const ALL_VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'] as const

export const isEstablished = ({ status }: CustomResourceDefinition): boolean =>
  (status?.conditions ?? []).some(({ type, status: state }) => type === 'Established' && state === 'True')

const toCustom = (definition: CustomResourceDefinition): readonly CustomResource[] => {
  const { group, names, scope, versions } = definition.spec
  const accepted = definition.status?.acceptedNames ?? names
  return versions
    .filter(({ served }) => served)
    .map((version) => ({
      definition,
      version,
      schema: version.schema?.openAPIV3Schema ?? {},
      info: {
        group,
        version: version.name,
        apiVersion: `${group}/${version.name}`,
        kind: accepted.kind,
        plural: accepted.plural,
        singular: accepted.singular ?? accepted.kind.toLowerCase(),
        shortNames: accepted.shortNames ?? [],
        categories: accepted.categories ?? [],
        namespaced: scope === 'Namespaced',
        verbs: ALL_VERBS,
        subresources: [
          ...(version.subresources?.status === undefined ? [] : ['status']),
          ...(version.subresources?.scale === undefined ? [] : ['scale']),
        ],
        name: `${accepted.plural}.${group}`,
      },
    }))
}

/** Definitions of kinds that are served as built in, such as those of the Gateway API, change nothing. */
const isBuiltIn = ({ info }: CustomResource): boolean =>
  RESOURCES.some(({ apiVersion, kind }) => apiVersion === info.apiVersion && kind === info.kind)

const index = (all: readonly CustomResource[]): Served => {
  const custom = all.filter((one) => !isBuiltIn(one))
  const resources = [...RESOURCES, ...custom.map(({ info }) => info)]
  return {
    resources,
    byKind: new Map(resources.map((info) => [`${info.apiVersion}/${info.kind}`, info])),
    byPlural: new Map(resources.map((info) => [`${info.group}/${info.version}/${info.plural}`, info])),
    custom: new Map(custom.map((one) => [one.info, one])),
  }
}

const BUILT_IN = index([])
const known = new WeakMap<readonly StoredObject[], Served>()

/** Worked out again only where a definition has changed. */
const servedBy = (store: Store): Served => {
  const definitions = store.list(DEFINITIONS)
  if (definitions.length === 0) return BUILT_IN
  const before = known.get(definitions)
  if (before !== undefined) return before
  const served = index((definitions as readonly CustomResourceDefinition[]).filter(isEstablished).flatMap(toCustom))
  known.set(definitions, served)
  return served
}

export const servedResources = (store: Store): readonly ResourceInfo[] => servedBy(store).resources

export const findServed = (store: Store, apiVersion: string, kind: string): ResourceInfo | undefined =>
  servedBy(store).byKind.get(`${apiVersion}/${kind}`)

export const findServedByPlural = (store: Store, group: string, version: string, plural: string): ResourceInfo | undefined =>
  servedBy(store).byPlural.get(`${group}/${version}/${plural}`)

/** Undefined for kinds of Kubernetes itself. */
export const customResourceOf = (store: Store, info: ResourceInfo): CustomResource | undefined =>
  servedBy(store).custom.get(info)
