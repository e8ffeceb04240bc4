/** The way of a client to a proxy that takes its requests. */
import { connect } from '../connect.ts'
import type { Pod } from '../../kubernetes/generated/types.ts'
import type { ConnectOutcome, LinkHop, Source } from '../model.ts'
import { keyOfObject, nameOf } from '../state.ts'
import type { NetworkState } from '../state.ts'

/** A proxy's place: a Pod, or a node where it runs outside Pods. */
export interface ProxyPlace {
  readonly source: Source
  readonly pod?: Pod
  /** The port of the Pod that is connected to. */
  readonly port: number
  readonly semantics: readonly string[]
}

export const nameOfSource = (source: Source): string =>
  'pod' in source ? `${source.pod.namespace}/${source.pod.name}` : 'node' in source ? source.node : source.outside

/** Pods connect over the Pod network, so that policies count; for others, what lies before the proxy is not modelled. */
export function waysTo(state: NetworkState, from: Source, place: ProxyPlace): readonly ConnectOutcome[] {
  const { pod, source, port, semantics } = place
  if ('pod' in from && pod !== undefined) return connect(state.snapshot, { from, to: { pod: nameOf(pod) }, port }).outcomes
  const link: LinkHop = {
    kind: 'link',
    from: nameOfSource(from),
    to: pod === undefined ? nameOfSource(source) : keyOfObject(pod),
    how: 'outside-to-node',
    masqueraded: true,
    semantics,
    stops: false,
  }
  return [{ verdict: 'connected', probability: 1, walk: { hops: [link] } }]
}
