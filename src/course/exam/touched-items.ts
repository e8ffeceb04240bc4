/** Which parts of an exam a learner worked on, told by the objects that differ between two states of the cluster. */
import { canonicalize } from 'json-canonicalize'
import { isJsonObject, isList, type JsonObject } from '../../kubernetes/json.ts'
import type { ExamPaper, PaperItem } from './paper.ts'

interface Named {
  readonly key: string
  readonly kind: string
  readonly name: string
  readonly namespace?: string
  /** What a learner may have written of it. */
  readonly written: string
}

/** What the API server and controllers write into objects of others. */
const PASSING_METADATA: ReadonlySet<string> = new Set(['resourceVersion', 'generation', 'managedFields'])
const REVISION = 'deployment.kubernetes.io/revision'

const without = (object: JsonObject, isLeft: (field: string) => boolean): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([field]) => !isLeft(field)))

const partOf = (object: JsonObject, field: string): JsonObject => {
  const part = object[field]
  return isJsonObject(part) ? part : {}
}

/** Without what changes though nobody writes: the status, counts of versions, the node that a scheduler chose. */
const writtenOf = (object: JsonObject): string => {
  const metadata = without(partOf(object, 'metadata'), (field) => PASSING_METADATA.has(field))
  const annotations = without(partOf(metadata, 'annotations'), (field) => field === REVISION)
  return canonicalize({
    ...without(object, (field) => field === 'status'),
    metadata: { ...metadata, annotations },
    spec:
      object['kind'] === 'Pod' ? without(partOf(object, 'spec'), (field) => field === 'nodeName') : (object['spec'] ?? null),
  })
}

/** Controllers say whose their objects are; these do not. */
const comesByItself = (kind: string, name: string): boolean =>
  kind === 'Endpoints' ||
  (kind === 'ServiceAccount' && name === 'default') ||
  (kind === 'ConfigMap' && name === 'kube-root-ca.crt')

const keyOf = (kind: string, namespace: string | undefined, name: string): string => `${kind} ${namespace ?? ''}/${name}`

const toNamed = (object: unknown): readonly Named[] => {
  if (!isJsonObject(object) || typeof object['kind'] !== 'string') return []
  const { kind } = object
  const { name, namespace, ownerReferences } = partOf(object, 'metadata')
  if (typeof name !== 'string' || comesByItself(kind, name)) return []
  if (isList(ownerReferences) && ownerReferences.length > 0) return []
  const place = typeof namespace === 'string' ? namespace : undefined
  return [
    {
      key: keyOf(kind, place, name),
      kind,
      name,
      ...(place === undefined ? {} : { namespace: place }),
      written: writtenOf(object),
    },
  ]
}

type TaskItem = Extract<PaperItem, { readonly kind: 'task' }>

const startsWith = ({ task }: TaskItem, { key }: Named): boolean =>
  task.start.some(({ kind, metadata }) => keyOf(kind, metadata.namespace, metadata.name ?? '') === key)

const tells = ({ task }: TaskItem, { name }: Named): boolean => task.statement.en.split(/[^\w.-]+/u).includes(name)

/** A namespace is of the parts that have it, and what stands in one as well; anything else of the parts that begin with it. */
const isPlacedIn = (item: TaskItem, object: Named): boolean => {
  const { namespaces } = item.task
  if (object.kind === 'Namespace') return namespaces.includes(object.name)
  return object.namespace === undefined
    ? startsWith(item, object) || tells(item, object)
    : namespaces.includes(object.namespace)
}

/** Of parts that share a namespace, those that begin with the object or tell its name; all of them where none does. */
const ownersOf = (object: Named, items: readonly TaskItem[]): readonly TaskItem[] => {
  const placed = items.filter((item) => isPlacedIn(item, object))
  if (placed.length < 2) return placed
  const own = placed.filter((item) => startsWith(item, object) || tells(item, object))
  return own.length === 0 ? placed : own
}

/** What is put there when its part is opened, and was not there before, is nobody's work. */
const isPrepared = (object: Named, owners: readonly TaskItem[]): boolean =>
  object.kind === 'Namespace' || owners.some((item) => startsWith(item, object))

/**
 * Ids of the items whose objects differ between two states, in the exam's order. Only objects that are not alike on both sides need be
 * given. What controllers write, what comes with a namespace, and what the exam itself puts there count as nothing.
 */
export const touchedItems = (
  before: readonly unknown[],
  after: readonly unknown[],
  { items }: Pick<ExamPaper, 'items'>,
): readonly string[] => {
  const tasks = items.filter((item) => item.kind === 'task')
  const [old, now] = [before, after].map((objects) => new Map(objects.flatMap(toNamed).map((one) => [one.key, one])))
  const touched = new Set<string>()
  for (const key of new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])) {
    const [was, is] = [old?.get(key), now?.get(key)]
    const object = is ?? was
    if (object === undefined || was?.written === is?.written) continue
    const owners = ownersOf(object, tasks)
    if (was === undefined && isPrepared(object, owners)) continue
    for (const { id } of owners) touched.add(id)
  }
  return items.flatMap(({ id }) => (touched.has(id) ? [id] : []))
}
