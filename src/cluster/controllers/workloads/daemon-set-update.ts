/** Which Pods a DaemonSet replaces next. @see kubernetes pkg/controller/daemon/update.go, v1.34 */
import type { DaemonSet, Node, Pod } from '../../../kubernetes/generated/types.ts'
import { isPodReady } from '../../../network/service/derive-endpoints.ts'
import { resolveShare } from './rollout.ts'

/** What runs on a node that is not on its way out. */
export interface NodeState {
  readonly node: Node
  readonly updated: Pod | undefined
  readonly old: Pod | undefined
}

export interface UpdateStep {
  readonly remove: readonly Pod[]
  /** Nodes that run a new Pod beside the old one. */
  readonly create: readonly Node[]
}

/** Old Pods that are not ready go at once, others as long as not too many are missing. */
function replaceInPlace(states: readonly NodeState[], mostMissing: number): UpdateStep {
  const old = states.flatMap((state) => (state.old === undefined || state.updated !== undefined ? [] : [state.old]))
  const broken = old.filter((pod) => !isPodReady(pod))
  const missing = states.filter(
    ({ updated, old: before }) =>
      (updated === undefined) === (before === undefined) || (updated !== undefined && !isPodReady(updated)),
  ).length
  const room = Math.max(0, mostMissing - missing - broken.length)
  return { remove: [...broken, ...old.filter(isPodReady).slice(0, room)], create: [] }
}

/** New Pods start beside the old ones, which go when those are ready. */
function replaceBeside(states: readonly NodeState[], mostBeside: number): UpdateStep {
  const paired = states.filter(({ updated, old }) => updated !== undefined && old !== undefined)
  const isStarted = ({ updated }: NodeState): boolean => updated !== undefined && isPodReady(updated)
  const waiting = states.filter(({ updated, old }) => updated === undefined && old !== undefined)
  const isBroken = ({ old }: NodeState): boolean => old !== undefined && !isPodReady(old)
  const beside = paired.filter((state) => !isStarted(state)).length
  const room = Math.max(0, mostBeside - beside)
  const next = [...waiting.filter(isBroken), ...waiting.filter((state) => !isBroken(state)).slice(0, room)]
  return {
    remove: paired.filter(isStarted).flatMap(({ old }) => (old === undefined ? [] : [old])),
    create: next.map(({ node }) => node),
  }
}

export function planUpdate({ spec }: DaemonSet, states: readonly NodeState[]): UpdateStep {
  const { maxSurge = 0, maxUnavailable = 1 } = spec?.updateStrategy?.rollingUpdate ?? {}
  const share = (value: number | string): number => resolveShare(value, states.length, Math.ceil)
  const mostBeside = share(maxSurge)
  return mostBeside === 0 ? replaceInPlace(states, share(maxUnavailable)) : replaceBeside(states, mostBeside)
}
