/** The write path: everything that changes an object goes through here. */
import { applyDefaults } from '../../kubernetes/defaults/apply-defaults.ts'
import { alreadyExists, badRequest, conflict, forbidden, invalid, MODIFIED, notFound } from '../../kubernetes/errors.ts'
import type { Namespace, ObjectMeta } from '../../kubernetes/generated/types.ts'
import { isNamespace, isPod, isService } from '../../kubernetes/guards.ts'
import { isEqual } from '../../kubernetes/json.ts'
import type { KubernetesObject, ObjectReference } from '../../kubernetes/object.ts'
import { findResource, type ResourceInfo } from '../../kubernetes/resources.ts'
import type { Status } from '../../kubernetes/status.ts'
import { validate, validateUpdate, warningsFor } from '../../kubernetes/validation/validate.ts'
import type { Clock, Random } from '../environment.ts'
import { toTimestamp } from '../time.ts'
import type { Store, StoredObject } from '../store/store.ts'
import { allocateService } from './allocate.ts'
import { prepareDeletion } from './deletion.ts'
import { keepServerFields, touchManagedFields } from './server-fields.ts'
import type { DeletionOptions, WriteOptions, WriteResult, Writer } from './writer.ts'

export interface WriterContext {
  readonly store: Store
  readonly clock: Clock
  readonly random: Random
}

const refuse = (status: Status): WriteResult => ({ ok: false, status })

const subjectOf = (info: ResourceInfo, name: string | undefined): { resource: string; group: string; name: string } => ({
  resource: info.plural,
  group: info.group,
  name: name ?? '',
})

const SUFFIX_LETTERS = 'bcdfghjklmnpqrstvwxz2456789'

/** Five letters, as Kubernetes makes them: no vowels, no digits that look like letters. */
const randomSuffix = (random: Random): string =>
  Array.from({ length: 5 }, () => SUFFIX_LETTERS[random.below(SUFFIX_LETTERS.length)] ?? 'x').join('')

const withName = (object: KubernetesObject, random: Random): KubernetesObject => {
  const { name, generateName } = object.metadata
  if ((name ?? '') !== '' || generateName === undefined || generateName === '') return object
  return { ...object, metadata: { ...object.metadata, name: `${generateName.slice(0, 58)}${randomSuffix(random)}` } }
}

const withNamespace = (object: KubernetesObject, info: ResourceInfo): KubernetesObject => {
  const { namespace, ...metadata } = object.metadata
  if (!info.namespaced) return { ...object, metadata }
  return { ...object, metadata: { ...metadata, namespace: namespace ?? 'default' } }
}

const namespaceRefusal = (store: Store, info: ResourceInfo, object: KubernetesObject): Status | undefined => {
  if (!info.namespaced) return undefined
  const namespace = object.metadata.namespace ?? ''
  const found = store.get('namespaces', undefined, namespace)
  if (found === undefined) return notFound({ resource: 'namespaces', name: namespace })
  const terminating = isNamespace(found) && found.metadata.deletionTimestamp !== undefined
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`
  return terminating ? forbidden(subjectOf(info, object.metadata.name), why) : undefined
}

const created = (object: KubernetesObject, context: WriterContext, options: WriteOptions): KubernetesObject => {
  const { resourceVersion: _version, deletionTimestamp: _deletion, uid: _uid, selfLink: _link, ...metadata } = object.metadata
  const complete: ObjectMeta = {
    ...metadata,
    uid: context.random.uuid(),
    creationTimestamp: toTimestamp(context.clock.now()),
    ...(hasGeneration(object) ? { generation: 1 } : {}),
  }
  return touchManagedFields({ ...object, metadata: complete }, undefined, options, context.clock)
}

const WITHOUT_GENERATION = new Set([
  'ConfigMap',
  'Secret',
  'Event',
  'Namespace',
  'Node',
  'ServiceAccount',
  'Endpoints',
  'Service',
  'Lease',
])

const hasGeneration = ({ kind }: KubernetesObject): boolean => !WITHOUT_GENERATION.has(kind)

/** Service addresses; other kinds need none. */
const allocate = (
  object: KubernetesObject,
  old: StoredObject | undefined,
  context: WriterContext,
): KubernetesObject | Status => {
  if (!isService(object)) return object
  const result = allocateService(object, old !== undefined && isService(old) ? old : undefined, context)
  return result.ok ? result.service : invalid('Service', object.metadata.name ?? '', result.causes)
}

const isRefusal = (value: KubernetesObject | Status): value is Status => value.kind === 'Status'

const unknownKind = (object: KubernetesObject | ObjectReference): Status =>
  badRequest(`no matches for kind "${object.kind}" in version "${object.apiVersion ?? ''}"`)

class ApiWriter implements Writer {
  private readonly context: WriterContext
  constructor(context: WriterContext) {
    this.context = context
  }

  create(given: KubernetesObject, options: WriteOptions = {}): WriteResult {
    const { store, random } = this.context
    const info = findResource(given.apiVersion, given.kind)
    if (info === undefined) return refuse(unknownKind(given))
    const named = withNamespace(withName(given, random), info)
    const name = named.metadata.name ?? ''
    const exists = store.get(info.name, named.metadata.namespace, name)
    const defaulted = applyDefaults(named)
    const causes = validate(defaulted)
    if (causes.length > 0) return refuse(invalid(given.kind, name, causes, info.group))
    const forbiddenHere = namespaceRefusal(store, info, named)
    if (forbiddenHere !== undefined) return refuse(forbiddenHere)
    if (exists !== undefined) return refuse(alreadyExists(subjectOf(info, name)))
    const allocated = allocate(defaulted, undefined, this.context)
    if (isRefusal(allocated)) return refuse(allocated)
    const object = created(allocated, this.context, options)
    return this.store(info, object, warningsFor(object), options)
  }

  update(given: KubernetesObject, options: WriteOptions = {}): WriteResult {
    return this.change(given, options, (object, old) => {
      const merged = keepServerFields(object, old)
      const allocated = allocate(applyDefaults(merged), old, this.context)
      if (isRefusal(allocated)) return allocated
      const causes = validateUpdate(allocated, old)
      const info = findResource(given.apiVersion, given.kind)
      if (causes.length > 0) return invalid(given.kind, given.metadata.name ?? '', causes, info?.group)
      return bumpGeneration(allocated, old)
    })
  }

  updateStatus(given: KubernetesObject, options: WriteOptions = {}): WriteResult {
    return this.change(given, options, (object, old) => ({ ...old, ...('status' in object ? { status: object.status } : {}) }))
  }

  delete(reference: ObjectReference, options: DeletionOptions = {}): WriteResult {
    const { store, clock } = this.context
    const info = findResource(reference.apiVersion ?? 'v1', reference.kind)
    if (info === undefined) return refuse(unknownKind(reference))
    const old = store.get(info.name, info.namespaced ? (reference.namespace ?? 'default') : undefined, reference.name)
    if (old === undefined) return refuse(notFound(subjectOf(info, reference.name)))
    if (options.uid !== undefined && options.uid !== old.metadata.uid) {
      const why = `Precondition failed: UID in precondition: ${options.uid}, UID in object meta: ${old.metadata.uid ?? ''}`
      return refuse(conflict(subjectOf(info, reference.name), why))
    }
    const prepared = prepareDeletion(old, options, clock)
    if (prepared === 'remove') {
      const removed = store.remove(info.name, old.metadata.namespace, reference.name)
      return { ok: true, object: removed ?? old, warnings: [] }
    }
    return { ok: true, object: store.put(info.name, prepared), warnings: [] }
  }

  private change(
    given: KubernetesObject,
    options: WriteOptions,
    next: (object: KubernetesObject, old: StoredObject) => KubernetesObject | Status,
  ): WriteResult {
    const { store, clock } = this.context
    const info = findResource(given.apiVersion, given.kind)
    if (info === undefined) return refuse(unknownKind(given))
    const object = withNamespace(given, info)
    const old = store.get(info.name, object.metadata.namespace, object.metadata.name ?? '')
    if (old === undefined) return refuse(notFound(subjectOf(info, object.metadata.name)))
    const version = object.metadata.resourceVersion
    if (version !== undefined && version !== '' && version !== old.metadata.resourceVersion)
      return refuse(conflict(subjectOf(info, object.metadata.name), MODIFIED))
    const changed = next(object, old)
    if (isRefusal(changed)) return refuse(changed)
    const same = isEqual(
      { ...changed, metadata: { ...changed.metadata, resourceVersion: '', managedFields: [] } },
      { ...old, metadata: { ...old.metadata, resourceVersion: '', managedFields: [] } },
    )
    const final = same
      ? { ...changed, metadata: { ...changed.metadata, ...(changed.metadata.managedFields === undefined ? {} : {}) } }
      : touchManagedFields(changed, old, options, clock)
    return this.finish(info, final, warningsFor(final), options)
  }

  /** An object whose last finalizer went, and that is being deleted, goes. Pods wait for their kubelet. */
  private finish(
    info: ResourceInfo,
    object: KubernetesObject,
    warnings: readonly string[],
    options: WriteOptions,
  ): WriteResult {
    const { metadata } = object
    const gone = metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).length === 0 && isFinal(object)
    if (!gone || options.dryRun === true) return this.store(info, object, warnings, options)
    const removed = this.context.store.remove(info.name, metadata.namespace, metadata.name ?? '')
    return { ok: true, object: removed ?? object, warnings }
  }

  private store(info: ResourceInfo, object: KubernetesObject, warnings: readonly string[], options: WriteOptions): WriteResult {
    return { ok: true, object: options.dryRun === true ? object : this.context.store.put(info.name, object), warnings }
  }
}

const isFinal = (object: KubernetesObject): boolean => {
  if (isNamespace(object)) return ((object as Namespace).spec?.finalizers ?? []).length === 0
  return !isPod(object) || (object.metadata.deletionGracePeriodSeconds ?? 0) === 0
}

const bumpGeneration = (object: KubernetesObject, old: StoredObject): KubernetesObject => {
  if (old.metadata.generation === undefined) return object
  const specOf = (value: KubernetesObject): unknown => ('spec' in value ? value.spec : undefined)
  const generation = isEqual(specOf(object), specOf(old)) ? old.metadata.generation : old.metadata.generation + 1
  return { ...object, metadata: { ...object.metadata, generation } }
}

export const createWriter = (context: WriterContext): Writer => new ApiWriter(context)
