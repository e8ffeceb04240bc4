/** What happened in an attempt, as a chain of hashes: entries that were changed, left out, added or moved are found. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { canonicalize } from 'json-canonicalize'
import { isJsonObject, type JsonObject } from '../../kubernetes/json.ts'
import type { Reading } from './time.ts'

/** `tick`: nothing but the time that passed. */
export const EVENT_KINDS = ['start', 'open', 'answer', 'save', 'grade', 'resume', 'tick', 'submit', 'end'] as const
export type EventKind = (typeof EVENT_KINDS)[number]

export interface ExamEvent {
  /** From 0. */
  readonly n: number
  readonly at: Reading
  readonly kind: EventKind
  readonly detail: JsonObject
  /** The hash of the entry before it; of what the attempt belongs to for the first. */
  readonly previous: string
  readonly hash: string
}

const isReading = (value: unknown): boolean =>
  isJsonObject(value) &&
  Number.isFinite(value['wallMs']) &&
  Number.isFinite(value['uptimeMs']) &&
  typeof value['boot'] === 'string'

const isHash = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/u.test(value)

/** Whether it has an event's fields; what they hold is for {@link verifyChain}. */
export const isEvent = (value: unknown): value is ExamEvent =>
  isJsonObject(value) &&
  typeof value['n'] === 'number' &&
  typeof value['kind'] === 'string' &&
  isHash(value['previous']) &&
  isHash(value['hash']) &&
  isReading(value['at']) &&
  isJsonObject(value['detail'])

/** An event as it was written to a line; undefined for anything else. */
export const parseEvent = (line: string): ExamEvent | undefined => {
  try {
    const value: unknown = JSON.parse(line)
    return isEvent(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** What the first entry follows on: a chain of another attempt does not fit. */
export const rootOf = (attempt: { readonly exam: string; readonly learner: string; readonly variant: string }): string =>
  bytesToHex(sha256(utf8ToBytes(canonicalize(attempt))))

/** Over the canonical form of RFC 8785: the order of fields and the spaces of a file make no difference. */
const hashOf = (entry: Omit<ExamEvent, 'hash'>): string => bytesToHex(sha256(utf8ToBytes(canonicalize(entry))))

/** The next entry; `head` is the hash of the last one, or the root. */
export const nextEvent = (head: string, n: number, entry: Pick<ExamEvent, 'at' | 'kind' | 'detail'>): ExamEvent => {
  const { at, kind, detail } = entry
  const written = { n, at, kind, detail, previous: head }
  return { ...written, hash: hashOf(written) }
}

export type ChainProblem =
  | { readonly kind: 'changed' | 'out-of-order'; readonly n: number }
  /** A receipt of the attempt that no entry has: the end of the log was cut off, or all of it written anew. */
  | { readonly kind: 'receipt-missing'; readonly receipt: string }

/** A short form of a head to be written down: twelve letters and digits, without those that look alike. */
export const receiptOf = (hash: string): string => {
  const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
  const bits = BigInt(`0x${hash.slice(0, 15)}`)
  const letters = Array.from({ length: 12 }, (_, index) => alphabet[Number((bits >> BigInt(5 * (11 - index))) & 31n)] ?? '')
  return [0, 4, 8].map((from) => letters.slice(from, from + 4).join('')).join('-')
}

/** What is wrong with a log; `receipts` were noted outside of it, such as by an instructor during the exam. */
export const verifyChain = (
  root: string,
  events: readonly ExamEvent[],
  receipts: readonly string[] = [],
): readonly ChainProblem[] => {
  const problems: ChainProblem[] = []
  let head = root
  for (const [index, { hash, ...entry }] of events.entries()) {
    if (hashOf(entry) !== hash) problems.push({ kind: 'changed', n: index })
    else if (entry.n !== index || entry.previous !== head) problems.push({ kind: 'out-of-order', n: index })
    head = hash
  }
  const known = new Set(events.map(({ hash }) => receiptOf(hash)))
  for (const receipt of receipts)
    if (!known.has(receipt.trim().toUpperCase())) problems.push({ kind: 'receipt-missing', receipt })
  return problems
}
