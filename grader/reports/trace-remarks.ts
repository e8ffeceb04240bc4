/** What a hop that stops a packet has to say besides: why a Service has no endpoint, and what nearly let the packet through. */
import { explainMissing } from '../../src/grading/explain/missing.ts'
import type { Hop, NearMiss, PolicyHop, RouteHop, ServiceHop } from '../../src/network/model.ts'
import { reportMessages } from './messages/messages.ts'
import { traceWords } from './messages/trace.ts'
import type { TraceReportOptions } from './trace.ts'

type Options = Pick<TraceReportOptions, 'language' | 'findPlace'>

/** So many Pods are told one by one. */
const MAX_SHOWN = 5

/** A line each. */
export const remarksOn = (hop: Hop, options: Options): readonly string[] => [
  ...missingAt(hop, options),
  ...nearMissesAt(hop, options),
]

/** A line for each Pod that the Service selects. */
const missingAt = (hop: Hop, { language, findPlace }: Options): readonly string[] => {
  if ((hop.kind !== 'service' && hop.kind !== 'route') || hop.missing === undefined) return []
  const words = traceWords(language)
  if (hop.missing.length === 0) return [words.selectsNone]
  const lines = hop.missing.slice(0, MAX_SHOWN).map((one) => {
    const place = findPlace(one.where)
    const where = place === undefined ? '' : ` (${place})`
    return `pod ${one.pod.namespace}/${one.pod.name}${where}   ${explainMissing(one)[language]}`
  })
  const rest = hop.missing.length - lines.length
  return [...lines, ...(rest > 0 ? [words.more(rest)] : [])]
}

const nearMissesAt = (hop: Hop, { language, findPlace }: Options): readonly string[] => {
  const words = reportMessages(language)
  return missesOf(hop).map(({ where, wanted, found }) => {
    const place = findPlace(where)
    const named = `${where.object.name} ${where.path}${place === undefined ? '' : ` (${place})`}`
    return `${words.nearly}: ${named}   ${words.asksFor(wanted, found)}`
  })
}

const missesOf = (hop: Hop): readonly NearMiss[] => (hasMisses(hop) && hop.stops ? (hop.nearMisses ?? []) : [])

const hasMisses = (hop: Hop): hop is PolicyHop | RouteHop | ServiceHop => 'nearMisses' in hop
