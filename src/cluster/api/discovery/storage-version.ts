/** In which form a server keeps the objects of a resource, as discovery tells it. @see k8s.io/apiserver pkg/endpoints/discovery/storageversionhash.go, v1.34 */
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { isCustomResourceDefinition } from '../../../kubernetes/guards.ts'
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import type { Store } from '../../store/store.ts'

/** Group and version where they are not those that are served: older servers have to be able to read what is kept. */
const KEPT_IN: Readonly<Record<string, string>> = {
  'customresourcedefinitions.apiextensions.k8s.io': 'apiextensions.k8s.io/v1beta1',
  'deviceclasses.resource.k8s.io': 'resource.k8s.io/v1beta2',
  'events.events.k8s.io': '/v1',
  'horizontalpodautoscalers.autoscaling': 'autoscaling/v2',
  'resourceclaims.resource.k8s.io': 'resource.k8s.io/v1beta2',
  'resourceclaimtemplates.resource.k8s.io': 'resource.k8s.io/v1beta2',
  'resourceslices.resource.k8s.io': 'resource.k8s.io/v1beta2',
  'volumeattributesclasses.storage.k8s.io': 'storage.k8s.io/v1beta1',
}

const keptIn = ({ name, plural, group, version }: ResourceInfo, store: Store): string => {
  const known = KEPT_IN[`${plural}.${group}`]
  if (known !== undefined) return known
  const definition = store.get('customresourcedefinitions.apiextensions.k8s.io', undefined, name)
  if (definition === undefined || !isCustomResourceDefinition(definition)) return `${group}/${version}`
  return `${group}/${definition.spec.versions.find(({ storage }) => storage)?.name ?? version}`
}

const HASH_BYTES = 8

const hashes = new Map<string, string>()

const hashOf = (kept: string): string => {
  const known = hashes.get(kept)
  if (known !== undefined) return known
  const hash = btoa(String.fromCharCode(...sha256(utf8ToBytes(kept)).subarray(0, HASH_BYTES)))
  hashes.set(kept, hash)
  return hash
}

/** Reviews, bindings and what is made up when it is asked for are not kept. */
const isKept = ({ name, verbs }: ResourceInfo): boolean => verbs.includes('list') && name !== 'componentstatuses'

/** Undefined for what is not kept. */
export const storageVersionHash = (info: ResourceInfo, store: Store): string | undefined =>
  isKept(info) ? hashOf(`${keptIn(info, store)}/${info.kind}`) : undefined
