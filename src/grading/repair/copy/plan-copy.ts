/** Whether and how a repair can be tried in a copy of the namespaces that it is about. */
import {
  isDaemonSet,
  isDeployment,
  isNamespace,
  isNode,
  isPod,
  isReplicaSet,
  isStatefulSet,
} from '../../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import { readRequest } from '../../../network/http/asked.ts'
import type { Snapshot } from '../../../network/model.ts'
import { findObject, nameReference } from '../../checks/find-object.ts'
import { ko } from '../../korean.ts'
import type { GradedTask, TaskCheck } from '../../task.ts'
import { words, type Words } from '../../words.ts'
import type { Patch } from '../patch.ts'
import { objectsAfter, writesOf, type Write } from '../writes.ts'
import { copyObjects, type Copied, type CopiedObjects } from './copy-objects.ts'
import { createCopyNames, type CopyNames } from './names.ts'
import { distinctNotes, type Note, type NoteKind } from './notes.ts'

export interface CopyPlan {
  readonly names: CopyNames
  /** What is made first: the state as it is. */
  readonly before: readonly Copied[]
  /** The repair, on the copies. */
  readonly writes: readonly Write[]
  /** The state after it. */
  readonly after: readonly Copied[]
  /** What the copy does not have as the original has it. */
  readonly notes: readonly Note[]
  /** Everything in the cluster after the repair, under its own names. */
  readonly objectsAfter: readonly KubernetesObject[]
}

/** Why no copy can show it. */
export interface NoCopy {
  readonly reason: Words
}

export const MAX_OBJECTS = 200
export const MAX_PODS = 30

const noCopy = (en: string, korean: string): NoCopy => ({ reason: words(en, korean) })

/** Objects that have no copy. */
const LEFT_OUT: ReadonlySet<NoteKind> = new Set(['kind', 'node', 'storage'])

/** Namespaces of the cluster itself: they are never copied. */
const SYSTEM = /^kube-/u

const podsOf = (object: KubernetesObject, nodes: number): number => {
  if (isPod(object)) return 1
  if (isDaemonSet(object)) return nodes
  if (isDeployment(object) || isReplicaSet(object) || isStatefulSet(object)) return object.spec?.replicas ?? 1
  return 0
}

/** What was recorded of addresses is about the originals: no copy has them. Undefined for all other checks. */
export const reasonAgainstCopy = ({ spec }: TaskCheck): NoCopy | undefined =>
  spec.kind === 'recorded'
    ? noCopy(
        'what was recorded are addresses of the originals, and copies have others',
        '기록된 것은 원본의 주소이고 복사본의 주소는 다름',
      )
    : undefined

interface Trying {
  readonly task: GradedTask
  readonly snapshot: Snapshot
  readonly patch: Patch
  /** Letters and digits; names the copy. */
  readonly run: string
}

/** The same objects under the same names, in namespaces of generated names. */
export const planCopy = ({ task, snapshot, patch, run }: Trying): CopyPlan | NoCopy => {
  const writes = writesOf(patch, (reference) => findObject(snapshot, reference))
  if (writes === undefined) return noCopy('the repair is about an object that is gone', '수정할 오브젝트가 사라짐')
  const touched = writes.flatMap((write) =>
    ('before' in write ? [write.before] : []).concat('object' in write ? write.object : []),
  )
  const shared = touched.find((object) => isShared(object, snapshot))
  if (shared !== undefined) return refuse(shared)
  const namespaces = [...new Set([...task.namespaces, ...touched.map(namespaceOf)])]
  const names = createCopyNames(run, namespaces)
  const hosts = hostsOf(task)
  const later = objectsAfter(snapshot.objects, writes)
  const before = copyObjects({ names, objects: snapshot.objects, hosts })
  const after = copyObjects({ names, objects: later, hosts })
  const large = tooLarge(after, snapshot)
  if (large !== undefined) return large
  return {
    names,
    before: before.copied,
    writes: writesOn(writes, { before, after }),
    after: after.copied,
    // What is otherwise only before the repair does not decide; what is not there at all may.
    notes: distinctNotes([...before.notes.filter(({ kind }) => LEFT_OUT.has(kind)), ...after.notes]),
    objectsAfter: later,
  }
}

const namespaceOf = (object: KubernetesObject): string =>
  (isNamespace(object) ? object.metadata.name : object.metadata.namespace) ?? ''

/** It serves namespaces that are not copied. */
const isShared = (object: KubernetesObject, { facts }: Snapshot): boolean => {
  const namespace = namespaceOf(object)
  const controllers = facts.cluster.ingressControllers.map((one) => one.namespace)
  return namespace === '' || SYSTEM.test(namespace) || controllers.includes(namespace)
}

const refuse = ({ kind, metadata: { namespace, name = '' } }: KubernetesObject): NoCopy => {
  const told = nameReference({ kind, name, ...(namespace === undefined ? {} : { namespace }) })
  return noCopy(
    `${told} is the whole cluster's, and not of namespaces that could be copied`,
    ko(`${told}은(는) 클러스터 전체의 것이라 복사할 수 없음`),
  )
}

const tooLarge = ({ copied }: CopiedObjects, { objects }: Snapshot): NoCopy | undefined => {
  const nodes = objects.filter(isNode).length
  const pods = copied.reduce((sum, { copy }) => sum + podsOf(copy, nodes), 0)
  return copied.length > MAX_OBJECTS || pods > MAX_PODS
    ? noCopy(
        `${copied.length} objects with ${pods} Pods are too many to copy: at most ${MAX_OBJECTS} and ${MAX_PODS}`,
        `오브젝트 ${copied.length}개, Pod ${pods}개는 복사하기에 너무 많음. 한도는 ${MAX_OBJECTS}개와 ${MAX_PODS}개`,
      )
    : undefined
}

/** Hosts of pages that are asked for through an Ingress. */
const hostsOf = ({ checks }: GradedTask): readonly string[] => [
  ...new Set(
    checks.flatMap(({ spec }) => {
      const read =
        spec.kind === 'http' && spec.throughIngress ? readRequest({ from: { outside: '' }, url: spec.url }) : undefined
      return read === undefined ? [] : [read.host]
    }),
  ),
]

const keyOf = ({ kind, metadata }: KubernetesObject): string => `${kind} ${metadata.namespace ?? ''}/${metadata.name ?? ''}`

/** What has no copy before is made, what has none after goes. */
const writesOn = (
  writes: readonly Write[],
  { before, after }: { readonly before: CopiedObjects; readonly after: CopiedObjects },
): readonly Write[] => {
  const find = ({ copied }: CopiedObjects, original: KubernetesObject | undefined): KubernetesObject | undefined =>
    original === undefined ? undefined : copied.find((one) => keyOf(one.original) === keyOf(original))?.copy
  return writes.flatMap((write): readonly Write[] => {
    const was = find(before, 'before' in write ? write.before : undefined)
    const is = find(after, 'object' in write ? write.object : undefined)
    if (was === undefined) return is === undefined ? [] : [{ kind: 'create', object: is }]
    if (is === undefined) return [{ kind: 'delete', before: was }]
    return [{ kind: write.kind === 'renew' ? 'renew' : 'update', before: was, object: is }]
  })
}
