import type { Hop, PolicyHop } from '../../network/model.ts'

/** Policies isolate the Pod here, or nearly do. */
const isConcerned = ({ isolatedBy, nearMisses }: PolicyHop): boolean => isolatedBy.length > 0 || nearMisses.length > 0

/**
 * Where a packet that arrived should have been stopped: where it came in; or where it was sent, if policies are about that alone.
 */
export const keeperOf = (hops: readonly Hop[]): PolicyHop | undefined => {
  const policies = hops.filter((hop) => hop.kind === 'policy')
  const into = policies.findLast(({ direction }) => direction === 'ingress')
  const outOf = policies.findLast(({ direction }) => direction === 'egress')
  const isSentWrongly = outOf !== undefined && isConcerned(outOf) && (into === undefined || !isConcerned(into))
  return isSentWrongly ? outOf : into
}
