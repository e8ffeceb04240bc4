/** The answer's way: the steps of the question backwards, with every translation undone (semantics K9 to K11, N5). */
import type { FieldReference, ObjectReference } from '../../kubernetes/object.ts'
import { parseAddress } from '../address.ts'
import { policiesOf } from '../policy/compile.ts'
import { isolatingPolicies } from '../policy/evaluate.ts'
import { policyPodOf } from '../policy/policy-hop.ts'
import { keyOf, type NetworkState } from '../state.ts'
import type { Addresses, DetailedWalk, DetailStep, Device, Hook, Outer, ReplyNote, TranslateStep } from './detail-step.ts'

/** The answer to a connection that came about. */
export const expandReply = (state: NetworkState, steps: readonly DetailStep[]): Pick<DetailedWalk, 'reply' | 'replyNotes'> => {
  const accepted = steps.findLast(({ does }) => does === 'accept')
  if (accepted?.after === undefined) return { reply: [], replyNotes: [] }
  const way: DetailStep[] = []
  let packet = turn(accepted.after)
  const taken = takenAtInput(steps)
  const base = { by: [], semantics: ['K9'], hop: accepted.hop } as const
  way.push({ does: 'send', place: accepted.place, before: packet, after: packet, ...base })
  for (const step of steps.toReversed()) {
    const mirrored = mirror({ state, isForwarded: taken.has(step.place) }, step, packet)
    if (mirrored === undefined || repeats(way.at(-1), mirrored)) continue
    way.push(mirrored)
    packet = mirrored.after ?? packet
  }
  return { reply: way, replyNotes: notesOf(way, steps) }
}

/** One hook that both ends' policies were asked at says once that they are not asked now. */
const repeats = (last: DetailStep | undefined, step: DetailStep): boolean =>
  last?.does === 'answer-passes' &&
  step.does === 'answer-passes' &&
  last.place === step.place &&
  last.hook === step.hook &&
  step.despite.length === 0

/** The same two ends, for a packet that goes back. */
export const turn = ({ sourceIp, destinationIp, destinationPort, protocol }: Addresses): Addresses => ({
  sourceIp: destinationIp,
  ...(destinationPort === undefined ? {} : { sourcePort: destinationPort }),
  destinationIp: sourceIp,
  protocol,
})

interface Mirrored {
  readonly place: string
  readonly device?: Device
  readonly before: Addresses
  readonly after: Addresses
  readonly by: readonly FieldReference[]
  readonly semantics: readonly string[]
  readonly hop: number
}

/** Nodes where IPVS took the question out of INPUT: the answer is forwarded all the same (K-ipvs). */
const takenAtInput = (steps: readonly DetailStep[]): ReadonlySet<string> =>
  new Set(
    steps.flatMap((step) =>
      step.does === 'translate-destination' && step.ipvs === true && step.hook === 'INPUT' ? [step.place] : [],
    ),
  )

interface Mirroring {
  readonly state: NetworkState
  readonly isForwarded: boolean
}

/** The step that the answer makes where the question made this one; undefined where it makes none. */
const mirror = ({ state, isForwarded }: Mirroring, step: DetailStep, packet: Addresses): DetailStep | undefined => {
  const { place, device, hop } = step
  const base: Mirrored = { place, before: packet, after: packet, by: [], semantics: ['K9'], hop, ...(device && { device }) }
  switch (step.does) {
    case 'translate-source':
    case 'translate-destination':
      return restore(step, base)
    case 'policy':
      return {
        does: 'answer-passes',
        ...base,
        ...(step.hook && { hook: isForwarded ? 'FORWARD' : OPPOSITE[step.hook] }),
        pod: step.pod,
        despite: isolatingTheOtherWay(state, step),
        semantics: ['N5'],
      }
    case 'encapsulate':
    case 'decapsulate': {
      const does = step.does === 'encapsulate' ? 'decapsulate' : 'encapsulate'
      return { does, ...base, outer: turnOuter(step.outer), semantics: step.semantics }
    }
    case 'send':
      return { does: 'receive', ...base }
    case 'transmit':
    case 'receive': {
      const does = step.does === 'receive' ? 'transmit' : 'receive'
      return { does, ...base, ...(step.outer && { outer: turnOuter(step.outer) }) }
    }
    case 'bridge':
      return { does: 'bridge', ...base, semantics: step.semantics }
    default:
      return undefined
  }
}

const OPPOSITE: Readonly<Record<Hook, Hook>> = {
  PREROUTING: 'POSTROUTING',
  INPUT: 'OUTPUT',
  FORWARD: 'FORWARD',
  OUTPUT: 'INPUT',
  POSTROUTING: 'PREROUTING',
}

/** What was translated is put back from memory, at the hook where the one who translated looks: no rule is asked again (K9, K10, K-ipvs). */
const restore = ({ does, before, by, ipvs, hook }: TranslateStep, base: Mirrored): DetailStep => {
  const semantics = ['K9', 'K10']
  if (before === undefined) return { does: 'receive', ...base }
  if (does === 'translate-source')
    return {
      ...base,
      does: 'restore-destination',
      hook: 'PREROUTING',
      after: { ...base.before, destinationIp: before.sourceIp },
      semantics,
    }
  const { destinationIp, destinationPort } = before
  const after = {
    ...base.before,
    sourceIp: destinationIp,
    ...(destinationPort === undefined ? {} : { sourcePort: destinationPort }),
  }
  const at = ipvs === undefined ? 'POSTROUTING' : hook === 'OUTPUT' ? 'INPUT' : 'FORWARD'
  return { ...base, does: 'restore-source', hook: at, after, by, semantics }
}

const turnOuter = (outer: Outer): Outer => ({ ...outer, sourceIp: outer.destinationIp, destinationIp: outer.sourceIp })

/** Policies that would be asked if the Pod began a connection in the direction of the answer. */
const isolatingTheOtherWay = (
  state: NetworkState,
  step: Extract<DetailStep, { does: 'policy' }>,
): readonly ObjectReference[] => {
  const pod = state.pods.get(keyOf(step.pod.namespace, step.pod.name))
  if (pod === undefined || !state.facts.policiesEnforced) return []
  const ip = (step.direction === 'ingress' ? step.before?.sourceIp : step.before?.destinationIp) ?? ''
  const bytes = parseAddress(ip) ?? []
  const direction = step.direction === 'ingress' ? 'egress' : 'ingress'
  const question = { direction, pod: policyPodOf(state, pod), peer: { ip, bytes }, port: 0, protocol: 'TCP' } as const
  return isolatingPolicies(policiesOf(state), question).map(({ reference }) => reference)
}

const notesOf = (way: readonly DetailStep[], steps: readonly DetailStep[]): readonly ReplyNote[] => {
  const notes: ReplyNote[] = []
  const rewritten = steps.find(({ does }) => does === 'translate-source')
  const translated = steps.find(({ does }) => does === 'translate-destination')
  if (rewritten !== undefined && translated !== undefined)
    notes.push(
      translated.after?.destinationIp === translated.before?.sourceIp
        ? { code: 'hairpin', node: rewritten.place, semantics: ['K4', 'K11'] }
        : { code: 'returns-by-node', node: rewritten.place, semantics: ['S27', 'K11'] },
    )
  const isFromPod = steps.find(({ does }) => does === 'send')?.device !== undefined
  if (translated?.semantics.includes('S25') === true && rewritten === undefined && !isFromPod)
    notes.push({ code: 'answers-directly', node: translated.place, semantics: ['S25', 'K11'] })
  const restored = way.findLast(({ does }) => does === 'restore-source')
  if (restored !== undefined) notes.push({ code: 'service-address-restored', node: restored.place, semantics: ['K10'] })
  return [...notes, ...policyNotes(way)]
}

/** One for each Pod. */
const policyNotes = (way: readonly DetailStep[]): readonly ReplyNote[] => {
  const notes = new Map<string, ReplyNote>()
  for (const step of way) {
    if (step.does !== 'answer-passes' || step.despite.length === 0) continue
    const { pod, despite: policies } = step
    notes.set(keyOf(pod.namespace, pod.name), { code: 'policies-do-not-matter', pod, policies, semantics: ['N5'] })
  }
  return [...notes.values()]
}
