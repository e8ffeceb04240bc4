/** What each kind of drawing is made with: the state that is asked, the language, and a way to say what is missing. */
import type { Language, Words } from '../grading/words.ts'
import type { WorkloadEnd } from '../grading/ends/read-ends.ts'
import { workloadOf } from '../grading/ends/workloads.ts'
import type { Ingress, NetworkPolicy, Pod, Service } from '../kubernetes/generated/types.ts'
import { nearest } from '../kubernetes/nearest.ts'
import type { NamespacedName, Snapshot, Source } from '../network/model.ts'
import { keyOf, keyOfObject, nameOf, type NetworkState } from '../network/state.ts'
import type { Block } from './surface/block.ts'
import type { SvgSheet } from './surface/sheet.ts'
import type { PictureTable, Stop } from './drawing.ts'

/** Thrown while drawing and caught by `draw`: something that the drawing names is not in the state. */
export class MissingPart extends Error {
  /** The field that names it. */
  readonly path: string

  constructor(path: string, message: string) {
    super(message)
    this.path = path
  }
}

export interface DrawContext {
  readonly snapshot: Snapshot
  /** With what every cluster has besides. */
  readonly state: NetworkState
  readonly language: Language
  readonly say: (text: Words) => string
}

/** What a kind makes of its drawing. */
export interface Drawn {
  readonly title: string
  readonly description: string
  readonly table: PictureTable
  readonly picture: Block
  /** Puts what lies over the pieces: arrows between them. */
  readonly finish?: (sheet: SvgSheet) => void
  /** Ends of walks, each drawn as a card of that id. */
  readonly ends?: readonly string[]
  readonly stops?: readonly Stop[]
}

const missing = (path: string, kind: string, wanted: string, known: readonly string[]): MissingPart => {
  const [near] = nearest(wanted, known)
  const hint =
    near !== undefined ? `; did you mean ${near}?` : known.length === 0 ? '' : `; there is ${known.slice(0, 8).join(', ')}`
  return new MissingPart(path, `the state has no ${kind} ${wanted}${hint}`)
}

export const findPod = ({ state }: DrawContext, path: string, { namespace, name }: NamespacedName): Pod => {
  const key = keyOf(namespace, name)
  const pod = state.pods.get(key)
  if (pod === undefined) throw missing(path, 'Pod', key, [...state.pods.keys()])
  return pod
}

export const findService = ({ state }: DrawContext, { namespace, name }: NamespacedName, path = 'service'): Service => {
  const key = keyOf(namespace, name)
  const service = state.services.get(key)
  if (service === undefined) throw missing(path, 'Service', key, [...state.services.keys()])
  return service
}

export const findIngress = ({ state }: DrawContext, { namespace, name }: NamespacedName): Ingress => {
  const key = keyOf(namespace, name)
  const found = state.ingresses.find((ingress) => keyOfObject(ingress) === key)
  if (found === undefined) throw missing('ingress', 'Ingress', key, state.ingresses.map(keyOfObject))
  return found
}

export const findPolicy = ({ state }: DrawContext, path: string, { namespace, name }: NamespacedName): NetworkPolicy => {
  const all = [...state.policies.values()].flat()
  const key = keyOf(namespace, name)
  const found = all.find((policy) => keyOfObject(policy) === key)
  if (found === undefined) throw missing(path, 'NetworkPolicy', key, all.map(keyOfObject))
  return found
}

export const findNamespace = ({ state }: DrawContext, name: string): string => {
  if (!state.namespaces.has(name)) throw missing('namespace', 'namespace', name, [...state.namespaces.keys()])
  return name
}

export const findNode = ({ state }: DrawContext, path: string, name: string): string => {
  if (!state.nodes.has(name)) throw missing(path, 'node', name, [...state.nodes.keys()])
  return name
}

/** A workload's end is its first Pod. */
export const findWorkloadPod = ({ state }: DrawContext, path: string, { workload }: WorkloadEnd): NamespacedName => {
  const pods = [...state.pods.values()]
  const found = pods.find((pod) => {
    const owner = workloadOf(pod)
    return owner?.kind === workload.kind && owner.namespace === workload.namespace && owner.name === workload.name
  })
  if (found !== undefined) return nameOf(found)
  const owners = pods.flatMap((pod) => {
    const owner = workloadOf(pod)
    return owner === undefined ? [] : [`${owner.namespace}/${owner.name}`]
  })
  throw missing(path, workload.kind, `${workload.namespace}/${workload.name}`, [...new Set(owners)])
}

export const findFrom = (context: DrawContext, from: Source | WorkloadEnd): Source => {
  if ('outside' in from) return from
  if ('node' in from) return { node: findNode(context, 'from', from.node) }
  if ('workload' in from) return { pod: findWorkloadPod(context, 'from', from) }
  return { pod: nameOf(findPod(context, 'from', from.pod)) }
}
