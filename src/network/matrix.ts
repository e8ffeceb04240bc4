/** Who reaches whom: every running Pod against every other on one port. */
import type { NamespacedName, Protocol, Snapshot, Verdict } from './model.ts'
import { connectToAddress } from './path/connect-address.ts'
import { addressesOfPod, indexSnapshot, isPodUp, nameOf, type NetworkState } from './state.ts'

export interface MatrixQuestion {
  readonly port: number
  /** TCP where absent. */
  readonly protocol?: Protocol
  /** All where absent. */
  readonly namespaces?: readonly string[]
}

export interface Matrix {
  readonly question: MatrixQuestion
  /** Running Pods in the snapshot's order: rows are sources, columns destinations. */
  readonly pods: readonly NamespacedName[]
  readonly verdicts: readonly (readonly Verdict[])[]
}

/** Asks Pods by their own addresses. Quadratic in the number of Pods. */
export const connectAll = (snapshot: Snapshot, question: MatrixQuestion): Matrix => {
  const state = indexSnapshot(snapshot)
  const { namespaces } = question
  const pods = [...state.pods.values()].filter(isPodUp)
  const asked = pods.filter((pod) => namespaces?.includes(nameOf(pod).namespace) ?? true)
  const targets = asked.map((pod) => ({ name: nameOf(pod), ip: addressesOfPod(pod)[0] ?? '' }))
  return {
    question,
    pods: targets.map(({ name }) => name),
    verdicts: targets.map(({ name: pod }) => targets.map(({ ip }) => verdictOf(state, pod, ip, question))),
  }
}

const verdictOf = (state: NetworkState, pod: NamespacedName, ip: string, { port, protocol = 'TCP' }: MatrixQuestion): Verdict =>
  connectToAddress(state, { pod }, { ip, port, protocol }).outcomes[0]?.verdict ?? 'unreachable'
