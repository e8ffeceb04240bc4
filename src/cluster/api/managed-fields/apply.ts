/** Server-side apply: what an applied configuration makes of an object, and who then owns what. @see structured-merge-diff, merge.Updater */
import { applyConflict } from '../../../kubernetes/errors.ts'
import type { ManagedFieldsEntry } from '../../../kubernetes/generated/types.ts'
import { isEqual, isJsonObject, type JsonObject } from '../../../kubernetes/json.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { Schema } from '../../custom/structural-schema.ts'
import type { Status, StatusCause } from '../../../kubernetes/status.ts'
import { appliedFields } from './applied-fields.ts'
import { compareObjects } from './compare-objects.ts'
import { renderPath, splitPath } from './field-path.ts'
import { difference, intersection, union, type FieldSet } from './field-set.ts'
import { asJson, isManager, newEntry, readOwnership, writeOwnership, type Manager, type Ownership } from './managers.ts'
import { mergeFields, pruneFields } from './merge.ts'
import { rootSchema } from './schema.ts'

export type Applied =
  | { readonly ok: true; readonly object: JsonObject; readonly managedFields: readonly ManagedFieldsEntry[] }
  | { readonly ok: false; readonly status: Status }

interface Conflict {
  readonly owner: Ownership
  readonly path: string
}

const renderManager = ({ entry }: Ownership): string => {
  const name = JSON.stringify(entry.manager ?? '')
  const withSubresource =
    (entry.subresource ?? '') === '' ? name : `${name} with subresource ${JSON.stringify(entry.subresource)}`
  return entry.operation === 'Update' ? `${withSubresource} using ${entry.apiVersion ?? ''}` : withSubresource
}

const conflictStatus = (conflicts: readonly Conflict[]): Status => {
  const causes = conflicts.map(({ owner, path }): StatusCause => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${renderManager(owner)}`,
    field: renderPath(path),
  }))
  const [first] = causes
  if (causes.length === 1 && first !== undefined)
    return applyConflict(`Apply failed with 1 conflict: ${first.message}: ${first.field}`, causes)
  const managers = [...new Set(conflicts.map(({ owner }) => renderManager(owner)))].sort()
  const lines = managers.flatMap((manager) => [
    `conflicts with ${manager}:`,
    ...conflicts.filter(({ owner }) => renderManager(owner) === manager).map(({ path }) => `- ${renderPath(path)}`),
  ])
  return applyConflict(`Apply failed with ${causes.length} conflicts: ${lines.join('\n')}`, causes)
}

/** What the manager no longer applies and nobody else owns leaves the object. */
const abandoned = (before: FieldSet, now: FieldSet, others: readonly Ownership[]): FieldSet => {
  const kept = others.reduce<FieldSet>((all, owner) => union(all, owner.fields), now)
  return new Set([...before].filter((path) => !kept.has(path) && ![...kept].some((other) => other.startsWith(`${path}\u0000`))))
}

export interface Application {
  readonly configuration: KubernetesObject
  readonly manager: Manager
  readonly force: boolean
  readonly time: string
  /** The schema of a kind that a CustomResourceDefinition brings. */
  readonly custom?: Schema
}

/** What nobody owned until now is entered for a manager of its own, so that applying cannot take it silently. */
const ownersBefore = (live: KubernetesObject, { custom, time }: Application): readonly Ownership[] => {
  const owners = readOwnership(live)
  if (owners.length > 0) return owners
  const manager: Manager = { name: 'before-first-apply', operation: 'Update' }
  const { changed } = compareObjects({}, asJson(live), rootSchema(live.apiVersion, live.kind, custom))
  const fields = new Set([...changed].filter((path) => splitPath(path)[0] !== 'f:status'))
  return [{ entry: newEntry(live, manager, time), fields }]
}

/** Where kubectl keeps what it applied by itself. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'
const KUBECTL = 'kubectl'

const parsed = (text: string): JsonObject => {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : {}
  } catch {
    return {}
  }
}

/**
 * What kubectl may take without force: what it applied itself before it left that to the server, as long as nobody has changed it.
 * @see k8s.io/apimachinery pkg/util/managedfields/internal/lastappliedmanager.go, v1.34
 */
const appliedBefore = (live: KubernetesObject | undefined, { manager, configuration, custom }: Application): FieldSet => {
  const text = live?.metadata.annotations?.[LAST_APPLIED]
  if (manager.name !== KUBECTL || text === undefined) return new Set()
  const before = parsed(text)
  if (live === undefined || before['apiVersion'] !== live.apiVersion) return new Set()
  const schema = rootSchema(configuration.apiVersion, configuration.kind, custom)
  const { changed, removed } = compareObjects(before, asJson(live), schema)
  return difference(appliedFields(before, schema), union(changed, removed))
}

/** `live` is absent where the object does not exist. The answer is not yet defaulted or validated. */
export const applyConfiguration = (live: KubernetesObject | undefined, application: Application): Applied => {
  const { configuration, manager, force, time, custom } = application
  const schema = rootSchema(configuration.apiVersion, configuration.kind, custom)
  const applied = asJson(configuration)
  const owners = live === undefined ? [] : ownersBefore(live, application)
  const others = owners.filter((owner) => !isManager(owner, manager))
  const mine = owners.find((owner) => isManager(owner, manager))
  const fields = appliedFields(applied, schema)
  const before = live === undefined ? {} : asJson(live)
  const merged = mergeFields(before, applied, schema)
  const gone = abandoned(mine?.fields ?? new Set(), fields, others)
  const pruned = pruneFields(merged, gone, schema)
  const object = isJsonObject(pruned) ? pruned : {}
  const { changed, removed } = compareObjects(before, object, schema)
  const contested = difference(changed, appliedBefore(live, application))
  const conflicts = others.flatMap((owner) =>
    [...intersection(owner.fields, contested)].sort().map((path) => ({ owner, path })),
  )
  if (conflicts.length > 0 && !force) return { ok: false, status: conflictStatus(conflicts) }
  const lost = union(changed, removed)
  const remaining = others.map((owner) => ({ ...owner, fields: difference(owner.fields, lost) }))
  const same = mine !== undefined && isEqual([...mine.fields].sort(), [...fields].sort()) && lost.size === 0
  const entry = same ? mine.entry : newEntry(configuration, manager, time)
  return { ok: true, object, managedFields: writeOwnership([...remaining, { entry, fields }]) }
}
