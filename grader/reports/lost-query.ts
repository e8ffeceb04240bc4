/** Questions that reach no DNS server: their way says why a name was not found. */
import type { Hop, Resolution, Walk } from '../../src/network/model.ts'

/** The way of the question to the server that was asked last; nothing where an answer came back. */
export const wayOfLostQuery = ({ outcome, server }: Resolution): readonly Hop[] => {
  if (outcome !== 'timed-out' && outcome !== 'refused') return []
  return server?.outcomes.find(({ verdict }) => verdict !== 'connected')?.walk.hops ?? []
}

/** A walk in which each look-up without an answer is followed by the way that its question took. */
export const withLostQueries = ({ hops }: Walk): Walk => ({
  hops: hops.flatMap((hop) => (hop.kind === 'resolve' ? [hop, ...wayOfLostQuery(hop.resolution)] : [hop])),
})
