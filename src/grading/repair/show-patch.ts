/** A repair as lines that go and lines that come. */
import type { Pod } from '../../kubernetes/generated/types.ts'
import { isPod, isService } from '../../kubernetes/guards.ts'
import { METADATA_NAME } from '../../kubernetes/labels.ts'
import { renderManifest, renderYaml } from '../../kubernetes/yaml/render-yaml.ts'
import type { KubernetesObject, ObjectReference } from '../../kubernetes/object.ts'
import { nameReference } from '../checks/find-object.ts'
import { isEqual } from '../../kubernetes/json.ts'
import { diffTexts, type DiffLine } from './diff-texts.ts'
import { applyChange, type Change, type Changed, type Patch } from './patch.ts'
import { withoutTokens } from './without-token.ts'

export interface ShownChange {
  /** The object or file that changes. */
  readonly name: string
  readonly lines: readonly DiffLine[]
  /** What it takes away, under the name that it had; null where nothing goes. */
  readonly removes: ObjectReference | null
  /** The whole object after it, as it can be given to kubectl; null where none stays, and where a file's text changes. */
  readonly manifest: object | null
  /** What to type where `kubectl apply` of the manifest would be refused or not be enough; null elsewhere, and where a file is mended. */
  readonly command: string | null
}

/** The manifest that an object came from, where there is one: shown in the order in which it was written. */
export type FindManifest = (reference: ObjectReference) => KubernetesObject | undefined

/** The label that the server gives every namespace is nobody's change. */
export const withoutOwnName = (object: KubernetesObject): KubernetesObject => {
  if (object.kind !== 'Namespace' || object.metadata.labels?.[METADATA_NAME] !== object.metadata.name) return object
  const { [METADATA_NAME]: _own, ...labels } = object.metadata.labels ?? {}
  const { labels: _labels, ...metadata } = object.metadata
  return { ...object, metadata: Object.keys(labels).length === 0 ? metadata : { ...metadata, labels } }
}

/** What a learner would write: without what the server added. */
const written = (object: KubernetesObject): object => {
  const { name, namespace, labels, annotations = {} } = object.metadata
  const own = Object.entries(annotations).filter(([key]) => key !== 'kubectl.kubernetes.io/last-applied-configuration')
  const { status: _status, ...whole } = object as KubernetesObject & { readonly status?: unknown }
  const rest = isPod(object) && object.spec !== undefined ? { ...whole, spec: withoutTokens(object.spec) } : whole
  return { ...rest, metadata: { name, namespace, labels, annotations: own.length === 0 ? undefined : Object.fromEntries(own) } }
}

const render = (changed: KubernetesObject | undefined, isManifest: boolean): string => {
  if (changed === undefined) return ''
  const object = withoutOwnName(changed)
  return isManifest ? renderManifest(object) : renderYaml(written(object))
}

const nameOf = ({ reference, before, after }: Changed): string => {
  if (before === undefined || after === undefined) return nameReference(reference)
  const { namespace, name = '' } = after.metadata
  const now = nameReference({ kind: after.kind, name, ...(namespace === undefined ? {} : { namespace }) })
  const then = nameReference(reference)
  return now === then ? then : `${then} → ${now}`
}

const isMoved = ({ metadata: before }: KubernetesObject, { metadata: after }: KubernetesObject): boolean =>
  before.name !== after.name || before.namespace !== after.namespace

/** True where the object cannot be changed in place: it goes first. A Pod's containers are a matter of `kubectl replace`. */
export const isAnew = ({ kind }: Change, { before, after }: Changed): boolean => {
  if (before === undefined) return false
  if (kind === 'recreate' || after === undefined || isMoved(before, after)) return true
  return isService(before) && isService(after) && before.spec?.clusterIP === 'None' && after.spec?.clusterIP !== 'None'
}

/** A Pod's labels can be changed while it runs, what it runs cannot. */
export const isFixed = (before: KubernetesObject, after: KubernetesObject): boolean =>
  isPod(before) && isPod(after) && !isEqual(ownSpec(before), ownSpec(after))

const ownSpec = ({ spec }: Pod): Pod['spec'] => (spec === undefined ? undefined : withoutTokens(spec))

/** Pods have to be made anew; what is moved is deleted where it was. In a file that is applied from the beginning nothing stands in the way. */
const commandFor = (change: Change, { reference, before, after }: Changed, isFile: boolean): string | null => {
  if (before === undefined || after === undefined) return null
  const file = `-f ${after.kind.toLowerCase()}.yaml`
  if (change.kind === 'recreate') return `kubectl replace --force ${file}`
  if (isFile) return null
  if (!isMoved(before, after))
    return isAnew(change, { reference, before, after }) || isFixed(before, after) ? `kubectl replace --force ${file}` : null
  const where = reference.namespace === undefined ? '' : ` -n ${reference.namespace}`
  return `kubectl delete ${reference.kind.toLowerCase()} ${reference.name}${where} && kubectl apply ${file}`
}

export const showPatch = (patch: Patch, find: FindManifest, findManifest: FindManifest): readonly ShownChange[] => {
  const shown: ShownChange[] = []
  for (const change of patch.changes) {
    const manifest = change.kind === 'create' ? undefined : findManifest(change.object)
    const changed = applyChange(change, manifest === undefined ? find : () => manifest)
    if (changed === undefined) continue
    const isManifest = manifest !== undefined || change.kind === 'create'
    const lines = diffTexts(render(changed.before, isManifest), render(changed.after, isManifest))
    const { reference, after } = changed
    shown.push({
      name: nameOf(changed),
      lines: after === undefined || change.kind === 'recreate' ? [] : lines,
      removes: isAnew(change, changed) ? reference : null,
      manifest: after === undefined ? null : written(withoutOwnName(after)),
      command: commandFor(change, changed, manifest !== undefined),
    })
  }
  return shown
}
