/** The objects of some namespaces, as they are to be made in a copy of them beside the original. */
import type { DaemonSet, Deployment, NetworkPolicy, Pod, ReplicaSet, StatefulSet } from '../../../kubernetes/generated/types.ts'
import {
  isConfigMap,
  isDaemonSet,
  isDeployment,
  isIngress,
  isNamespace,
  isNetworkPolicy,
  isPod,
  isReplicaSet,
  isService,
  isStatefulSet,
} from '../../../kubernetes/guards.ts'
import { METADATA_NAME } from '../../../kubernetes/labels.ts'
import { referenceTo, type KubernetesObject } from '../../../kubernetes/object.ts'
import { parseBlock } from '../../../network/address.ts'
import { addressesOfPod, clusterIpsOf } from '../../../network/state.ts'
import { copyIngressSpec, type Hosts } from './copy-ingress.ts'
import { copyPodSpec, type Remark } from './copy-pod.ts'
import { copyPolicySpec } from './copy-policy.ts'
import { copyServiceSpec } from './copy-service.ts'
import { COPY_LABEL, type CopyNames } from './names.ts'
import { distinctNotes, type Note } from './notes.ts'

export interface Copying {
  readonly names: CopyNames
  /** Everything in the cluster, before the repair or after it. */
  readonly objects: readonly KubernetesObject[]
  /** Hosts that the checks ask for through an Ingress. */
  readonly hosts: readonly string[]
}

export interface Copied {
  readonly original: KubernetesObject
  readonly copy: KubernetesObject
}

export interface CopiedObjects {
  /** Namespaces first, Pods and workloads last. */
  readonly copied: readonly Copied[]
  readonly notes: readonly Note[]
}

/** What is made of an object's fields; undefined where it is left out. */
interface Fields {
  readonly fields?: object
  readonly remarks: readonly Remark[]
}

/** What the cluster itself keeps in namespaces: it comes again by itself. */
const isOwn = ({ kind, metadata }: KubernetesObject): boolean =>
  (metadata.ownerReferences ?? []).length > 0 ||
  metadata.deletionTimestamp !== undefined ||
  kind === 'EndpointSlice' ||
  (kind === 'ConfigMap' && metadata.name === 'kube-root-ca.crt') ||
  (kind === 'Service' && metadata.name === 'kubernetes' && metadata.namespace === 'default')

/** Kinds that decide for every namespace alike. */
const SHARED: ReadonlySet<string> = new Set(['ClusterNetworkPolicy'])

/** Order in which they are made: what Pods read and are restricted by is there before them. */
const ORDER = ['Namespace', 'ConfigMap', 'Service', 'NetworkPolicy', 'Ingress']
const rankOf = ({ copy }: Copied): number => (ORDER.indexOf(copy.kind) + ORDER.length + 1) % (ORDER.length + 1)

export const copyObjects = (copying: Copying): CopiedObjects => {
  const { objects, names } = copying
  const inside = objects.filter((object) => isInside(object, names) && !isOwn(object))
  const made = inside.map((original) => ({ original, ...copyObject(original, copying) }))
  const copied = made.flatMap(({ original, copy }) => (copy === undefined ? [] : [{ original, copy }]))
  const shared = objects.filter(({ kind }) => SHARED.has(kind))
  return {
    copied: copied
      .map((one, index) => ({ one, index }))
      .toSorted((a, b) => rankOf(a.one) - rankOf(b.one) || a.index - b.index)
      .map(({ one }) => one),
    notes: distinctNotes([
      ...made.flatMap(({ notes }) => notes),
      ...shared.map((object) => ({ kind: 'cluster-wide', object: referenceTo(object), value: '' }) as const),
    ]),
  }
}

const isInside = (object: KubernetesObject, { namespaces }: CopyNames): boolean =>
  namespaces.includes((isNamespace(object) ? object.metadata.name : object.metadata.namespace) ?? '')

const copyObject = (
  original: KubernetesObject,
  copying: Copying,
): { readonly copy?: KubernetesObject; readonly notes: readonly Note[] } => {
  const { names } = copying
  const { fields, remarks } = fieldsOf(original, copying)
  const notes = [...remarks, ...mentionsIn(original, names)].map((remark) => ({ ...remark, object: referenceTo(original) }))
  if (fields === undefined) return { notes }
  const { apiVersion, kind } = original
  return { copy: { apiVersion, kind, metadata: metadataOf(original, names), ...fields }, notes }
}

/** Of kubectl, of controllers, and what would give a host of the copy to the original's names. */
const FOREIGN_ANNOTATION = /^kubectl\.kubernetes\.io\/|^deployment\.kubernetes\.io\/|\/server-alias$/u

const metadataOf = (original: KubernetesObject, names: CopyNames): KubernetesObject['metadata'] => {
  const { name = '', namespace, labels = {}, annotations = {} } = original.metadata
  const kept = Object.entries(annotations).filter(([key]) => !FOREIGN_ANNOTATION.test(key))
  return {
    name: namespace === undefined ? names.namespace(name) : name,
    ...(namespace === undefined ? {} : { namespace: names.namespace(namespace) }),
    labels: { ...(namespace === undefined ? labelsOfNamespace(name, labels, names) : labels), [COPY_LABEL]: names.run },
    ...(kept.length === 0 ? {} : { annotations: Object.fromEntries(kept) }),
  }
}

/** What the API server reads itself stays under its own key, too. */
const ADMISSION = /^pod-security\.kubernetes\.io\//u

const labelsOfNamespace = (
  name: string,
  labels: Readonly<Record<string, string>>,
  names: CopyNames,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries({ ...labels, [METADATA_NAME]: name }).flatMap(([key, value]): readonly (readonly [string, string])[] => [
      [names.labelKey(key), value],
      ...(ADMISSION.test(key) ? [[key, value] as const] : []),
    ]),
  )

const NOT_COPIED: Fields = { remarks: [{ kind: 'kind', value: '' }] }

const fieldsOf = (object: KubernetesObject, copying: Copying): Fields => {
  if (isNamespace(object)) return { fields: {}, remarks: [] }
  if (isConfigMap(object)) return { fields: { data: object.data, binaryData: object.binaryData }, remarks: [] }
  if (isPod(object)) return specOf(object.spec && copyPodSpec(object.spec))
  if (isService(object)) return specOf(object.spec && copyServiceSpec(object.spec, copying.names))
  if (isIngress(object)) return specOf(object.spec && copyIngressSpec(object.spec, hostsOf(copying), copying.names))
  if (isNetworkPolicy(object)) return fieldsOfPolicy(object, copying)
  if (isDeployment(object) || isReplicaSet(object) || isDaemonSet(object) || isStatefulSet(object))
    return fieldsOfWorkload(object)
  return NOT_COPIED
}

const fieldsOfPolicy = ({ spec }: NetworkPolicy, copying: Copying): Fields =>
  spec === undefined
    ? NOT_COPIED
    : { fields: { spec: copyPolicySpec(spec, copying.names) }, remarks: addressesIn(spec, copying) }

const fieldsOfWorkload = (object: Deployment | ReplicaSet | DaemonSet | StatefulSet): Fields => {
  const template = object.spec?.template
  const claims = isStatefulSet(object) ? (object.spec?.volumeClaimTemplates ?? []) : []
  if (template?.spec === undefined || claims.length > 0) return NOT_COPIED
  const { spec, remarks } = copyPodSpec(template.spec)
  return spec === undefined ? { remarks } : { fields: { spec: { ...object.spec, template: { ...template, spec } } }, remarks }
}

const specOf = (copied: { readonly spec?: object; readonly remarks: readonly Remark[] } | undefined): Fields => {
  if (copied === undefined) return NOT_COPIED
  const { spec, remarks } = copied
  return spec === undefined ? { remarks } : { fields: { spec }, remarks }
}

const hostsOf = ({ objects, hosts, names }: Copying): Hosts => ({
  asked: hosts,
  ruled: objects
    .filter(isIngress)
    .filter((one) => isInside(one, names))
    .flatMap(({ spec }) => (spec?.rules ?? []).flatMap(({ host = '' }) => (host === '' ? [] : [host]))),
})

/** Blocks of one address, which is that of something copied: the copy has another. */
const addressesIn = (spec: NonNullable<NetworkPolicy['spec']>, { objects, names }: Copying): readonly Remark[] => {
  const own = new Set(
    objects
      .filter((object) => isInside(object, names))
      .flatMap((object) => (isPod(object) ? addressesOfPod(object) : isService(object) ? clusterIpsOf(object) : [])),
  )
  const peers = [...(spec.ingress ?? []).flatMap(({ from = [] }) => from), ...(spec.egress ?? []).flatMap(({ to = [] }) => to)]
  return peers.flatMap(({ ipBlock }) => {
    const [address = '', length = ''] = (ipBlock?.cidr ?? '').split('/')
    const isOne = ipBlock !== undefined && parseBlock(ipBlock.cidr) !== undefined && /^(?:32|128)$/u.test(length)
    return isOne && own.has(address) ? [{ kind: 'address', value: ipBlock.cidr } as const] : []
  })
}

/** Names of copied namespaces within what programs are told. */
const mentionsIn = (object: KubernetesObject, { namespaces }: CopyNames): readonly Remark[] => {
  const texts = isConfigMap(object) ? Object.values(object.data ?? {}) : isPod(object) ? toldIn(object) : []
  return texts.flatMap((text) => {
    const found = [...text.matchAll(/[a-z\d-]+\.(?<namespace>[a-z\d-]+)(?=\.svc\b|[:/\s"';]|$)/gu)]
    const own = found.filter(({ groups }) => namespaces.includes(groups?.['namespace'] ?? ''))
    return own.slice(0, 1).map(([value]) => ({ kind: 'mention', value }) as const)
  })
}

const toldIn = ({ spec }: Pod): readonly string[] =>
  (spec?.containers ?? []).flatMap(({ command = [], args = [], env = [] }) => [
    ...command,
    ...args,
    ...env.flatMap(({ value }) => value ?? []),
  ])
