import { conflict, MODIFIED, notFound, failureWithoutReason } from '../../../kubernetes/errors.ts'
import type { CertificateSigningRequest, Namespace } from '../../../kubernetes/generated/types.ts'
import { isCertificateSigningRequest, isNamespace, isPod, isService } from '../../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import { findResource, type ResourceInfo } from '../../../kubernetes/resources.ts'
import type { Status, StatusCause } from '../../../kubernetes/status.ts'
import { forbiddenField } from '../../../kubernetes/validation/causes.ts'
import { validateStatusUpdate } from '../../../kubernetes/validation/update/status.ts'
import { defaultServed, validateServedUpdate } from '../../custom/rules.ts'
import { findServed } from '../../custom/served.ts'
import type { StoredObject } from '../../store/store.ts'
import { admitChange } from '../admission/admit.ts'
import { refuseAuthor } from '../admission/author.ts'
import { refuseSigner } from '../admission/certificate-request.ts'
import { refuseByIngressNginx } from '../admission/ingress-nginx.ts'
import { refuseByLimits } from '../admission/limit-ranges.ts'
import { judgeSecurity } from '../admission/pod-security.ts'
import { refuseByQuota } from '../admission/quota.ts'
import { allocateService, refuseAllocation } from '../allocate/allocate-service.ts'
import { carryService } from '../allocate/carry-service.ts'
import type { WriteResult } from '../writer.ts'
import { hasStatus, partOf, refuse, refuseInvalid, subjectOf, timestamp, type WriteContext } from './context.ts'
import { unknownKind } from './create.ts'
import { finish, warningsIn, type InternalWriteOptions } from './finish.ts'
import { keptMetadata, withGeneration } from './identity.ts'
import { withTemplateGeneration } from './template-generation.ts'
import { withoutUnkept } from './unkept.ts'
import { removeIfDone } from './remove.ts'
import { withStatusThrough } from './status-through.ts'

interface Found {
  readonly info: ResourceInfo
  readonly stored: StoredObject
}

type Lookup = ({ readonly ok: true } & Found) | { readonly ok: false; readonly result: WriteResult }

const MAX_VERSION = 2n ** 64n - 1n

/** Why Go cannot read a version; undefined where it can. */
const whyUnread = (version: string): string | undefined => {
  if (!/^\d*$/u.test(version)) return 'invalid syntax'
  return version !== '' && BigInt(version) > MAX_VERSION ? 'value out of range' : undefined
}

/** Where a server keeps resources that it does not keep under their own name. @see k8s.io/kubernetes pkg/kubeapiserver, v1.34 */
const FOLDERS: Readonly<Record<string, string>> = {
  endpoints: 'services/endpoints',
  ingresses: 'ingress',
  nodes: 'minions',
  replicationcontrollers: 'controllers',
  services: 'services/specs',
}

/** The key under which a server with etcd keeps an object; its messages have it. */
const storageKey = ({ plural, group, apiVersion, kind }: ResourceInfo, { metadata }: StoredObject): string => {
  const isOwn = findResource(apiVersion, kind) !== undefined
  const folder = isOwn ? (FOLDERS[plural] ?? plural) : `${group}/${plural}`
  return ['/registry', folder, metadata.namespace, metadata.name].filter((part) => part !== undefined).join('/')
}

/** Another object has the name by now. */
const otherObject = ({ info, stored }: Found, { metadata: { name, uid = '' } }: KubernetesObject): Status => {
  const failed = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${stored.metadata.uid ?? ''}`
  const key = storageKey(info, stored)
  const why = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${failed}`
  return conflict(subjectOf(info, name), why)
}

const refuseVersion = ({ info, stored }: Found, object: KubernetesObject): Status | undefined => {
  const { resourceVersion, uid, name } = object.metadata
  if (uid !== undefined && uid !== '' && uid !== stored.metadata.uid) return otherObject({ info, stored }, object)
  const unread = resourceVersion === undefined ? undefined : whyUnread(resourceVersion)
  if (unread !== undefined)
    return failureWithoutReason(`strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: ${unread}`)
  const stale = resourceVersion !== undefined && resourceVersion !== '' && resourceVersion !== stored.metadata.resourceVersion
  return stale ? conflict(subjectOf(info, name), MODIFIED) : undefined
}

/** The stored object that an update means, if it is there and not newer than what the update was made from. */
export const findStored = (context: WriteContext, object: KubernetesObject): Lookup => {
  const info = findServed(context.store, object.apiVersion, object.kind)
  if (info === undefined) return { ok: false, result: unknownKind(object) }
  const { name = '', namespace = 'default' } = object.metadata
  const stored = context.store.get(info.name, info.namespaced ? namespace : undefined, name)
  if (stored === undefined) return { ok: false, result: refuse(notFound(subjectOf(info, name))) }
  const status = refuseVersion({ info, stored }, object)
  return status === undefined ? { ok: true, info, stored } : { ok: false, result: refuse(status) }
}

const withStatus = (object: KubernetesObject, status: unknown): KubernetesObject => {
  const { status: _status, ...rest } = object as KubernetesObject & { readonly status?: unknown }
  return status === undefined ? rest : Object.assign({}, rest, { status })
}

const withNamespaceFinalizers = (namespace: Namespace, finalizers: readonly string[] | undefined): Namespace => {
  const { finalizers: _finalizers, ...spec } = namespace.spec ?? {}
  return { ...namespace, spec: finalizers === undefined || finalizers.length === 0 ? spec : { ...spec, finalizers } }
}

const prepare = (object: KubernetesObject, { info, stored }: Found, { store: objects }: WriteContext): KubernetesObject => {
  const kept = { ...withoutUnkept(object), metadata: keptMetadata(object, stored) }
  const complete = hasStatus(info) ? withStatus(kept, partOf(stored, 'status')) : kept
  const carried = isService(complete) && isService(stored) ? carryService(complete, stored) : complete
  const defaulted = defaultServed(objects, info, carried)
  // What was asked for stands.
  if (isCertificateSigningRequest(defaulted) && isCertificateSigningRequest(stored))
    return { ...defaulted, spec: stored.spec } as CertificateSigningRequest
  return isNamespace(defaulted) && isNamespace(stored) ? withNamespaceFinalizers(defaulted, stored.spec?.finalizers) : defaulted
}

const refuseNewFinalizers = (object: KubernetesObject, stored: KubernetesObject): readonly StatusCause[] => {
  if (stored.metadata.deletionTimestamp === undefined) return []
  const added = (object.metadata.finalizers ?? []).filter((name) => !(stored.metadata.finalizers ?? []).includes(name))
  if (added.length === 0) return []
  const list = added.map((name) => JSON.stringify(name)).join(', ')
  const detail = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`
  return [forbiddenField('metadata.finalizers', detail)]
}

type Received = Found & { readonly received?: KubernetesObject; readonly warnings?: readonly string[] }

const store = (
  context: WriteContext,
  found: Received,
  object: KubernetesObject,
  options: InternalWriteOptions,
): WriteResult => {
  const result = finish(context, {
    ...found,
    object: withGeneration(object, found.stored),
    options,
    // Fields of a Pod that is there already are told to nobody.
    warnings: [...(isPod(object) ? [] : warningsIn(object, options)), ...(found.warnings ?? [])],
  })
  return result.ok && options.dryRun !== true ? removeIfDone(context, found.info, result) : result
}

export const update = (context: WriteContext, object: KubernetesObject, options: InternalWriteOptions): WriteResult => {
  const found = findStored(context, object)
  if (!found.ok) return found.result
  const { info, stored } = found
  const received = prepare(object, found, context)
  const prepared = admitChange(withTemplateGeneration(received, stored))
  const escalation = refuseAuthor(context.store, options.author, { object: prepared, stored })
  if (escalation !== undefined) return refuse(escalation)
  const allocation = isService(prepared) && isService(stored) ? allocateService(prepared, stored, context) : undefined
  if (allocation?.ok === false) return refuseAllocation(info, prepared, allocation)
  const causes = [
    ...refuseNewFinalizers(prepared, stored),
    ...validateServedUpdate(context.store, info, { object: prepared, stored, subresource: options.subresource }),
  ]
  if (causes.length > 0) return refuseInvalid(info, prepared, causes)
  const security = judgeSecurity(context.store, { info, object: prepared, stored, subresource: options.subresource })
  const denied =
    (options.subresource === 'resize' ? refuseByLimits(context.store, info, prepared) : undefined) ??
    security.refusal ??
    refuseByIngressNginx(prepared, context.store) ??
    refuseByQuota(context.store, info, prepared, stored)
  if (denied !== undefined) return refuse(denied)
  const { warnings } = security
  return store(context, { ...found, received, warnings }, allocation?.service ?? prepared, options)
}

/** Through `status` unless another subresource is told. */
export const updateStatus = (context: WriteContext, object: KubernetesObject, options: InternalWriteOptions): WriteResult => {
  const found = findStored(context, object)
  if (!found.ok) return found.result
  const { info, stored } = found
  const { subresource = 'status' } = options
  const { managedFields } = object.metadata
  const base = managedFields === undefined ? stored : { ...stored, metadata: { ...stored.metadata, managedFields } }
  const through = withStatusThrough(object, stored, { subresource, now: timestamp(context) })
  const changed = withStatus(base, partOf(through, 'status'))
  // The cluster's own parts keep to the rules.
  const isOwn = options.author === undefined && options.isGiven === undefined
  const causes = isOwn ? [] : validateStatusUpdate(changed, stored, subresource)
  if (causes.length > 0) return refuseInvalid(info, changed, causes)
  const denied = refuseSigner(context.store, options.author, { object: changed, stored, subresource })
  if (denied !== undefined) return refuse(denied)
  return finish(context, { ...found, object: changed, options: { ...options, subresource }, warnings: [] })
}

export const record = (context: WriteContext, object: KubernetesObject, options: InternalWriteOptions): WriteResult => {
  const found = findStored(context, object)
  return found.ok ? finish(context, { ...found, object, options, warnings: [] }) : found.result
}

export const finalize = (context: WriteContext, object: KubernetesObject, options: InternalWriteOptions): WriteResult => {
  const found = findStored(context, object)
  if (!found.ok) return found.result
  if (!isNamespace(found.stored) || !isNamespace(object)) return refuse(notFound(subjectOf(found.info, object.metadata.name)))
  return store(context, found, withNamespaceFinalizers(found.stored, object.spec?.finalizers), options)
}
