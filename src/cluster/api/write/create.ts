import { alreadyExists, forbidden, notFound } from '../../../kubernetes/errors.ts'
import { warnAppArmor } from '../../../kubernetes/app-armor.ts'
import { isCertificateSigningRequest, isNamespace, isNode, isPod, isService } from '../../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import type { Status } from '../../../kubernetes/status.ts'
import { defaultServed, validateServed } from '../../custom/rules.ts'
import { findServed } from '../../custom/served.ts'
import { admit } from '../admission/admit.ts'
import { refuseAuthor } from '../admission/author.ts'
import { refuseSubject, withRequestor } from '../admission/certificate-request.ts'
import { refuseByIngressNginx } from '../admission/ingress-nginx.ts'
import { refuseByLimits } from '../admission/limit-ranges.ts'
import { admitNode } from '../admission/node.ts'
import { refuseNamespace } from '../admission/namespace.ts'
import { judgeSecurity } from '../admission/pod-security.ts'
import { refuseByAccount, refuseByRuntimeClass } from '../admission/pod-references.ts'
import { hasAppArmorAnnotations } from '../admission/pod.ts'
import { refuseByPriority } from '../admission/priority.ts'
import { refuseByQuota } from '../admission/quota.ts'
import { allocateService, refuseAllocation } from '../allocate/allocate-service.ts'
import type { UserInfo } from '../authentication/user.ts'
import { MAX_OBJECTS } from '../limits.ts'
import type { WriteResult } from '../writer.ts'
import { hasStatus, refuse, refuseInvalid, subjectOf, type WriteContext } from './context.ts'
import { newMetadata } from './identity.ts'
import { withoutUnkept } from './unkept.ts'
import { withTemplateGeneration } from './template-generation.ts'
import { finish, warningsIn, type InternalWriteOptions } from './finish.ts'

/** A new object has no status yet: Nodes alone tell theirs themselves. */
const withoutStatus = (object: KubernetesObject, info: ResourceInfo, keep: boolean): KubernetesObject => {
  if (keep || !hasStatus(info) || info.kind === 'Node') return object
  const { status: _status, ...rest } = object as KubernetesObject & { readonly status?: unknown }
  return rest
}

/** The object as it was sent, with its defaults and the metadata of a new one. */
const receive = (object: KubernetesObject, info: ResourceInfo, context: WriteContext, keep: boolean): KubernetesObject => {
  const named = { ...withoutUnkept(withoutStatus(object, info, keep)), metadata: newMetadata(object, info, context) }
  return withTemplateGeneration(defaultServed(context.store, info, named))
}

/** What of it its author owns: not what a new object's status and a namespace's finalizers begin with. */
const ownedPart = (received: KubernetesObject, info: ResourceInfo): KubernetesObject => {
  const { status: _status, ...rest } = received as KubernetesObject & { readonly status?: unknown }
  const object = hasStatus(info) ? rest : received
  if (!isNamespace(object)) return object
  const { spec: _spec, ...namespace } = object
  return namespace
}

/** DIFFERS: a real cluster fails with what etcd says when its space is used up (limits.test.ts). */
const full = (info: ResourceInfo, name: string, size: number): Status =>
  forbidden(subjectOf(info, name), `the cluster is full: it holds ${size} objects; delete some first`)

export const unknownKind = (object: Pick<KubernetesObject, 'apiVersion' | 'kind'>): WriteResult =>
  refuse({
    ...notFound({ resource: object.kind }),
    message: `no matches for kind "${object.kind}" in version "${object.apiVersion}"`,
  })

interface Creation {
  readonly info: ResourceInfo
  readonly object: KubernetesObject
  readonly prepared: KubernetesObject
}

/** Who refuses before a name is made up tells what it would begin with. */
const namedAsAsked = (
  prepared: KubernetesObject,
  { metadata: { name = '', generateName = '' } }: KubernetesObject,
): KubernetesObject =>
  name === '' && generateName !== '' ? { ...prepared, metadata: { ...prepared.metadata, name: generateName } } : prepared

/** What the server refuses before it looks at the object's fields. */
const refuseUnread = (
  { info, object, prepared }: Creation,
  { store, checksReferences = false }: WriteContext,
  { author }: InternalWriteOptions,
): Status | undefined => {
  const { namespace, name = '' } = prepared.metadata
  const asked = namedAsAsked(prepared, object)
  return (
    (namespace === undefined ? undefined : refuseNamespace(store, info, namespace, name)) ??
    (checksReferences ? refuseByAccount(store, asked) : undefined) ??
    refuseByPriority(store, asked, object) ??
    (checksReferences ? refuseByRuntimeClass(store, asked) : undefined) ??
    refuseAuthor(store, author, { object: prepared })
  )
}

interface Judged {
  readonly info: ResourceInfo
  readonly object: KubernetesObject
  readonly insecure: Status | undefined
}

/** What the server refuses of an object that is valid in itself. */
const refuseValid = ({ store, maxObjects }: WriteContext, { info, object, insecure }: Judged): Status | undefined => {
  const { name = '', namespace } = object.metadata
  const denied =
    refuseByLimits(store, info, object) ??
    insecure ??
    refuseByIngressNginx(object, store) ??
    refuseSubject(object) ??
    refuseByQuota(store, info, object)
  if (denied !== undefined) return denied
  if (store.get(info.name, namespace, name) !== undefined) return alreadyExists(subjectOf(info, name))
  return store.size >= (maxObjects ?? MAX_OBJECTS) ? full(info, name, store.size) : undefined
}

/** What the server adds for somebody who asks; the cluster's own nodes are ready when they are made. */
const admitFrom = (author: UserInfo, object: KubernetesObject): KubernetesObject => {
  if (isNode(object)) return admitNode(object)
  return isCertificateSigningRequest(object) ? withRequestor(object, author) : object
}

/** What is said of a new object before it is looked at as a whole. */
const warnSent = (sent: KubernetesObject, prepared: KubernetesObject): readonly string[] =>
  isPod(sent) && isPod(prepared) && hasAppArmorAnnotations(sent) ? warnAppArmor(sent, prepared) : []

export const create = (context: WriteContext, object: KubernetesObject, options: InternalWriteOptions): WriteResult => {
  const info = findServed(context.store, object.apiVersion, object.kind)
  if (info === undefined) return unknownKind(object)
  const received = receive(object, info, context, options.keepStatus === true)
  const admitted = admit(received, context)
  const prepared = options.author === undefined ? admitted : admitFrom(options.author, admitted)
  const refusal = refuseUnread({ info, object, prepared }, context, options)
  if (refusal !== undefined) return refuse(refusal)
  const allocation = isService(prepared) ? allocateService(prepared, undefined, context) : undefined
  if (allocation?.ok === false) return refuseAllocation(info, prepared, allocation)
  const causes =
    options.known === true ? [] : validateServed(context.store, info, { object: prepared, servedAs: options.servedAs })
  if (causes.length > 0) return refuseInvalid(info, prepared, causes)
  const security = judgeSecurity(context.store, { info, object: prepared })
  const denied = refuseValid(context, { info, object: prepared, insecure: security.refusal })
  if (denied !== undefined) return refuse(denied)
  const finished = {
    info,
    object: prepared,
    received: ownedPart(received, info),
    options,
    warnings: [...warnSent(received, prepared), ...warningsIn(prepared, options), ...security.warnings],
  }
  return finish(context, allocation === undefined ? finished : { ...finished, object: allocation.service })
}
