/** What the server alone says about an object: its name where one is to be made up, identifiers, times, generation. */
import type { ObjectMeta } from '../../../kubernetes/generated/types.ts'
import { isEqual } from '../../../kubernetes/json.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import { findResource, type ResourceInfo } from '../../../kubernetes/resources.ts'
import type { Random } from '../../environment.ts'
import { timestamp, type WriteContext } from './context.ts'

/** Without vowels and the digits that look like some, so that no words come out. @see k8s.io/apimachinery pkg/util/rand */
const SUFFIX_CHARACTERS = 'bcdfghjklmnpqrstvwxz2456789'
const SUFFIX_LENGTH = 5
const MAX_GENERATED_LENGTH = 63

export const randomSuffix = (random: Random, length = SUFFIX_LENGTH): string =>
  Array.from({ length }, () => SUFFIX_CHARACTERS[random.below(SUFFIX_CHARACTERS.length)] ?? '').join('')

export const generateName = (base: string, random: Random): string =>
  base.slice(0, MAX_GENERATED_LENGTH - SUFFIX_LENGTH) + randomSuffix(random)

const WITH_GENERATION: ReadonlySet<string> = new Set([
  'ClusterNetworkPolicy',
  'CronJob',
  'CustomResourceDefinition',
  'DaemonSet',
  'Deployment',
  'EndpointSlice',
  'FlowSchema',
  'Ingress',
  'IngressClass',
  'Job',
  'MutatingWebhookConfiguration',
  'NetworkPolicy',
  'Pod',
  'PodDisruptionBudget',
  'PodTemplate',
  'PriorityClass',
  'PriorityLevelConfiguration',
  'ReplicaSet',
  'ReplicationController',
  'ResourceSlice',
  'StatefulSet',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
])

/** Custom kinds have one, all of them. */
export const hasGeneration = ({ apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>): boolean =>
  WITH_GENERATION.has(kind) || findResource(apiVersion, kind) === undefined

/** The name of an object that has none. A LimitRange gets one in any case. @see k8s.io/kubernetes pkg/registry/core/limitrange/strategy.go, v1.34 */
const madeName = ({ kind, metadata }: KubernetesObject, random: Random): string | undefined => {
  const { name, generateName: base = '' } = metadata
  if (base !== '') return generateName(base, random)
  return kind === 'LimitRange' ? random.uuid() : name
}

/** Metadata of a new object. `namespace` is absent for cluster-scoped kinds. */
export const newMetadata = (object: KubernetesObject, info: ResourceInfo, context: WriteContext): ObjectMeta => {
  const {
    name,
    namespace,
    resourceVersion: _version,
    deletionTimestamp: _deleted,
    deletionGracePeriodSeconds: _grace,
    selfLink: _link,
    generation: _generation,
    ...rest
  } = object.metadata
  const made = name === undefined || name === '' ? madeName(object, context.random) : name
  return {
    ...rest,
    ...(made === undefined ? {} : { name: made }),
    ...(info.namespaced ? { namespace: namespace === undefined || namespace === '' ? 'default' : namespace } : {}),
    uid: context.random.uuid(),
    creationTimestamp: timestamp(context),
    ...(hasGeneration(object) ? { generation: 1 } : {}),
  }
}

const SERVER_FIELDS = [
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
  'resourceVersion',
] as const

/** Metadata of an update: what the server says stays as it is stored, whatever the client sends. */
export const keptMetadata = (object: KubernetesObject, stored: KubernetesObject): ObjectMeta => {
  const given = Object.entries(object.metadata).filter(([field]) => !SERVER_FIELDS.some((name) => name === field))
  const kept = SERVER_FIELDS.flatMap((field) =>
    stored.metadata[field] === undefined ? [] : [[field, stored.metadata[field]] as const],
  )
  const { name, namespace } = stored.metadata
  return {
    ...Object.fromEntries([...given, ...kept]),
    ...(name === undefined ? {} : { name }),
    ...(namespace === undefined ? {} : { namespace }),
  }
}

const specification = (object: KubernetesObject): unknown => {
  const { metadata, status: _status, ...rest } = object as KubernetesObject & { readonly status?: unknown }
  return object.kind === 'Deployment' ? [rest, metadata.annotations ?? {}] : rest
}

/** The generation counts changes of what is asked for. */
export const withGeneration = <T extends KubernetesObject>(object: T, stored: KubernetesObject): T =>
  !hasGeneration(object) || isEqual(specification(object), specification(stored))
    ? object
    : { ...object, metadata: { ...object.metadata, generation: (stored.metadata.generation ?? 0) + 1 } }
