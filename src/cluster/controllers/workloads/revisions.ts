/**
 * The templates that a StatefulSet or DaemonSet has had, each a ControllerRevision: `kubectl rollout history` lists them and
 * `kubectl rollout undo` applies one of them as a patch. @see kubernetes pkg/controller/history, v1.34
 */
import type { ControllerRevision, DaemonSet, PodTemplateSpec, StatefulSet } from '../../../kubernetes/generated/types.ts'
import { isControllerRevision } from '../../../kubernetes/guards.ts'
import { isEqual } from '../../../kubernetes/json.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { ControllerContext } from '../controller.ts'
import { isOwnedBy, ownerReferenceTo, podsOwnedBy } from '../owners.ts'
import { patchTo, REVISION_LABEL } from './revision-hash.ts'

type RevisedSet = StatefulSet | DaemonSet

export interface RevisionNames {
  readonly hash: string
  /** The label that holds the hash: each of the two controllers has its own. */
  readonly hashLabel: string
}

const HISTORY_LIMIT = 10

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
