/** A cluster's own objects as manifests, to be looked at elsewhere. */
import { isOwnObject } from '../../src/grading/ends/own-objects.ts'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { renderYaml } from '../../src/kubernetes/yaml/render-yaml.ts'
import type { Snapshot } from '../../src/network/model.ts'

export interface OwnManifests {
  /** YAML, one document for each object. */
  readonly manifests: string
  readonly count: number
}

/** Kinds that decide what becomes of packets. Pods stand for their workloads; nothing that is secret is among them. */
const SHOWN: ReadonlySet<string> = new Set([
  'Node',
  'Namespace',
  'Pod',
  'Service',
  'EndpointSlice',
  'NetworkPolicy',
  'ClusterNetworkPolicy',
  'IngressClass',
  'Ingress',
  'GatewayClass',
  'Gateway',
  'HTTPRoute',
  'ReferenceGrant',
])

const isOwnNamespace = ({ kind, metadata: { name = '' } }: KubernetesObject): boolean =>
  kind === 'Namespace' && isOwnObject({ metadata: { namespace: name } })

const isShown = (object: KubernetesObject): boolean => SHOWN.has(object.kind) && !isOwnObject(object) && !isOwnNamespace(object)

const withoutFields = ({ metadata, ...object }: KubernetesObject): KubernetesObject => {
  const { managedFields: _managed, ...kept } = metadata
  return { ...object, metadata: kept }
}

/** As the cluster has them, with addresses and status; without what every cluster runs of itself. */
export const ownManifests = ({ objects }: Snapshot): OwnManifests => {
  const shown = objects.filter(isShown).map(withoutFields)
  return { manifests: shown.map((object) => renderYaml(object)).join('---\n'), count: shown.length }
}
