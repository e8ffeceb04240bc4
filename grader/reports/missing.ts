/** Why a Service has no endpoint: a line for each Pod that it selects. */
import { explainMissing } from '../../src/grading/explain/missing.ts'
import type { Hop } from '../../src/network/model.ts'
import { paint } from './layout.ts'
import { traceWords } from './messages/trace.ts'
import type { TraceReportOptions } from './trace.ts'

/** So many Pods are told one by one. */
const MAX_SHOWN = 5

export const renderMissing = (hop: Hop, { style, language, findPlace }: TraceReportOptions): readonly string[] => {
  if ((hop.kind !== 'service' && hop.kind !== 'route') || hop.missing === undefined) return []
  const words = traceWords(language)
  if (hop.missing.length === 0) return [paint(style, 'dim', `     ${words.selectsNone}`)]
  const lines = hop.missing.slice(0, MAX_SHOWN).map((one) => {
    const place = findPlace(one.where)
    const where = place === undefined ? '' : ` (${place})`
    return `     pod ${one.pod.namespace}/${one.pod.name}${where}   ${explainMissing(one)[language]}`
  })
  const rest = hop.missing.length - lines.length
  return [...lines, ...(rest > 0 ? [`     ${words.more(rest)}`] : [])].map((line) => paint(style, 'dim', line))
}
