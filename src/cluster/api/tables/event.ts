import type { Event } from '../../../kubernetes/generated/types.ts'
import { isEvent } from '../../../kubernetes/guards.ts'
import { since } from './age.ts'
import { NAME, nameOf, printer, text, wide } from './printer.ts'

const lastSeen = (event: Event, nowMs: number): string => {
  const first = event.firstTimestamp ?? event.eventTime
  const series = event.series
  if (series?.lastObservedTime !== undefined)
    return `${since(series.lastObservedTime, nowMs)} (x${series.count ?? 0} over ${since(first, nowMs)})`
  const count = event.count ?? 0
  const last = since(event.lastTimestamp ?? first, nowMs)
  return count > 1 ? `${last} (x${count} over ${since(first, nowMs)})` : last
}

const sourceText = ({ source, reportingComponent, reportingInstance }: Event): string =>
  [source?.component ?? reportingComponent, source?.host ?? reportingInstance]
    .filter((part) => part !== undefined && part !== '')
    .join(', ')

const COLUMNS = [
  text('Last Seen'),
  text('Type'),
  text('Reason'),
  text('Object'),
  wide('Subobject'),
  wide('Source'),
  text('Message'),
  wide('First Seen'),
  wide('Count'),
  { ...NAME, priority: 1 as const },
]

export const eventPrinter = printer(isEvent, COLUMNS, (event, nowMs) => {
  const { kind = '', name = '', fieldPath = '' } = event.involvedObject
  return [
    lastSeen(event, nowMs),
    event.type ?? '',
    event.reason ?? '',
    `${kind.toLowerCase()}/${name}`,
    fieldPath,
    sourceText(event),
    (event.message ?? '').trim(),
    since(event.firstTimestamp ?? event.eventTime, nowMs),
    event.series?.count ?? event.count ?? 1,
    nameOf(event),
  ]
})
