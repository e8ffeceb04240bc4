/** Which events a component keeps to itself, and which it tells as one. @see client-go tools/record/events_cache.go, v1.34 */

/** So many messages of one kind, each within the interval of the last one, are told each on its own but for the last. */
const MAX_SIMILAR = 10
const INTERVAL_MS = 10 * 60_000
/** About one object a component says so much at once, and then one thing more in each refill. */
const BURST = 25
const REFILL_MS = 5 * 60_000
/** What a component remembers. */
const MAX_REMEMBERED = 4_096

const COMBINED = '(combined from similar events): '

/** It counts series instead, and is not held back. */
const SCHEDULER = 'default-scheduler'

interface Correlated {
  readonly component: string
  readonly host?: string
  readonly about: { readonly kind: string; readonly namespace?: string; readonly name: string; readonly uid?: string }
  readonly type: string
  readonly reason: string
  readonly message: string
}

interface Similar {
  readonly messages: Set<string>
  lastMs: number
  /** Of the event that tells them as one. */
  name?: string
}

interface Allowance {
  left: number
  atMs: number
}

export interface EventCorrelator {
  /** Undefined where the event is told to nobody; `combined` where it is one of many that are told as one. */
  correlate<Wanted extends Correlated>(wanted: Wanted, nowMs: number): { wanted: Wanted; combined?: Similar } | undefined
}

/** What has been used longest ago is forgotten. */
const remember = <Value>(map: Map<string, Value>, key: string, value: Value): Value => {
  map.delete(key)
  map.set(key, value)
  for (const [oldest] of map) {
    if (map.size <= MAX_REMEMBERED) break
    map.delete(oldest)
  }
  return value
}

const takeOne = (allowance: Allowance | undefined, nowMs: number): Allowance & { readonly isGiven: boolean } => {
  const before = allowance ?? { left: BURST, atMs: nowMs }
  const left = Math.min(BURST, before.left + (nowMs - before.atMs) / REFILL_MS)
  return left >= 1 ? { left: left - 1, atMs: nowMs, isGiven: true } : { left, atMs: nowMs, isGiven: false }
}

export function createEventCorrelator(): EventCorrelator {
  const similar = new Map<string, Similar>()
  const allowances = new Map<string, Allowance>()
  return {
    correlate: (wanted, nowMs) => {
      const { component, host = '', about, type, reason, message } = wanted
      if (component === SCHEDULER) return { wanted }
      const subject = [component, host, about.kind, about.namespace, about.name, about.uid].join('/')
      const key = [subject, type, reason].join('/')
      const known = similar.get(key)
      const isRecent = known !== undefined && nowMs - known.lastMs <= INTERVAL_MS
      const record = remember(similar, key, isRecent ? known : { messages: new Set<string>(), lastMs: nowMs })
      record.lastMs = nowMs
      record.messages.add(message)
      const isCombined = record.messages.size >= MAX_SIMILAR
      if (isCombined) record.messages.delete(message)
      const taken = takeOne(allowances.get(subject), nowMs)
      remember(allowances, subject, taken)
      if (!taken.isGiven) return undefined
      return isCombined ? { wanted: { ...wanted, message: `${COMBINED}${message}` }, combined: record } : { wanted }
    },
  }
}
