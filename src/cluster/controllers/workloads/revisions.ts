/**
 * The templates that a StatefulSet or DaemonSet has had, each a ControllerRevision: `kubectl rollout history` lists them and
 * `kubectl rollout undo` applies one of them as a patch. @see kubernetes pkg/controller/history, v1.34
 */
import type { ControllerRevision, DaemonSet, PodTemplateSpec, StatefulSet } from '../../../kubernetes/generated/types.ts'
import { isControllerRevision } from '../../../kubernetes/guards.ts'
import { isEqual, isJsonObject } from '../../../kubernetes/json.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { hashRevisionData } from './template-hash.ts'
import type { ControllerContext } from '../controller.ts'
import { isOwnedBy, ownerReferenceTo, podsOwnedBy } from '../owners.ts'

export const REVISION_LABEL = 'controller-revision-hash'

type RevisedSet = StatefulSet | DaemonSet

export interface RevisionNames {
  readonly hash: string
  /** The label that holds the hash: each of the two controllers has its own. */
  readonly hashLabel: string
}

const HISTORY_LIMIT = 10

/** Applied to a set, it replaces the template as a whole. */
const patchTo = (template: PodTemplateSpec | undefined): unknown => ({ spec: { template: { ...template, $patch: 'replace' } } })

/** JSON as Go writes a map: keys in order, and what HTML would read escaped. */
const toGoJson = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    isJsonObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  ).replace(/[<>&\u2028\u2029]/gu, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)

const hashes = new WeakMap<PodTemplateSpec, string>()

/** The hash of a StatefulSet's revision: over the patch to its template. DaemonSets have that of the template itself. */
export const hashPatch = (template: PodTemplateSpec): string => {
  const hash = hashes.get(template) ?? hashRevisionData(toGoJson(patchTo(template)))
  hashes.set(template, hash)
  return hash
}

/** The template that the revision of this name holds. */
export const templateOfRevision = (set: RevisedSet, name: string, context: ControllerContext): PodTemplateSpec | undefined => {
  const data = revisionsOf(set, context).find(({ metadata }) => metadata.name === name)?.data
  const { $patch: _patch, ...template } =
    (data as { spec?: { template?: PodTemplateSpec & { $patch?: string } } } | undefined)?.spec?.template ?? {}
  return data === undefined ? undefined : template
}

const revisionsOf = (set: RevisedSet, { store }: ControllerContext): readonly ControllerRevision[] =>
  store
    .list('controllerrevisions.apps', set.metadata.namespace)
    .filter(isControllerRevision)
    .filter((revision) => isOwnedBy(revision, set))
    .sort((a, b) => a.revision - b.revision)

function create(set: RevisedSet, revision: number, { hash, hashLabel }: RevisionNames, { writer }: ControllerContext): void {
  const { name = '', namespace, annotations } = set.metadata
  const template = set.spec?.template
  writer.create({
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels: { ...template?.metadata?.labels, [hashLabel]: hash },
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [ownerReferenceTo(set)],
    },
    data: patchTo(template),
    revision,
  } as ControllerRevision)
}

function renumber(known: ControllerRevision, revision: number, { writer }: ControllerContext): void {
  const changed: ControllerRevision = { ...known, revision }
  writer.update(changed)
}

/** Old ones beyond the set's limit go, but for those that Pods still have. */
function forget(set: RevisedSet, context: ControllerContext): void {
  const old = revisionsOf(set, context).slice(0, -1)
  const inUse = new Set(podsOwnedBy(context.store, set).map(({ metadata }) => metadata.labels?.[REVISION_LABEL] ?? ''))
  const idle = old.filter(
    ({ metadata: { name = '' } }) => !inUse.has(name) && !inUse.has(name.slice(name.lastIndexOf('-') + 1)),
  )
  const excess = idle.length - (set.spec?.revisionHistoryLimit ?? HISTORY_LIMIT)
  for (const revision of idle.slice(0, Math.max(0, excess))) context.writer.delete(referenceTo(revision))
}

/** Sees to it that the present template is the latest revision; one that comes back gets a new number. */
export function keepRevisions(set: RevisedSet, names: RevisionNames, context: ControllerContext): void {
  const known = revisionsOf(set, context)
  const data = patchTo(set.spec?.template)
  const present = known.find((revision) => isEqual(revision.data, data))
  const latest = known.at(-1)
  if (present === undefined) create(set, (latest?.revision ?? 0) + 1, names, context)
  else if (latest !== undefined && present !== latest) renumber(present, latest.revision + 1, context)
  forget(set, context)
}
