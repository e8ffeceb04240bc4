/** What curl and wget print of a request. */
import type { Seen, ProbeOutput, SeenResponse } from './observation.ts'
import { complaintOf } from './read-connection.ts'

type SeenRequest = Extract<Seen, { kind: 'request' }>

const STATUS_LINE = /^\s*HTTP\/[\d.]+ (?<status>\d{3})/u

const readHead = (lines: readonly string[]): Omit<SeenResponse, 'body'> | undefined => {
  const status = STATUS_LINE.exec(lines[0] ?? '')?.groups?.['status']
  if (status === undefined) return undefined
  const pairs = lines.slice(1).flatMap((line) => {
    const at = line.indexOf(':')
    return at < 1 ? [] : [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()] as const]
  })
  return { status: Number(status), headers: Object.fromEntries(pairs) }
}

/** Heads of interim answers, such as 100, come before the one that counts. */
const readWithHead = (text: string): SeenResponse | undefined => {
  const at = /\r?\n\r?\n/u.exec(text)
  const [head, body] = at === null ? [text, ''] : [text.slice(0, at.index), text.slice(at.index + at[0].length)]
  const read = readHead(head.split(/\r?\n/u))
  if (read === undefined) return undefined
  return read.status < 200 ? readWithHead(body) : { ...read, body }
}

const readCurl = ({ stdout, stderr, exitCode }: ProbeOutput): SeenRequest | undefined => {
  const response = readWithHead(stdout)
  if (response !== undefined) return { kind: 'request', verdict: 'connected', response }
  if (/^\* Connected to /mu.test(stderr)) return { kind: 'request', verdict: 'connected' }
  const complaint = exitCode === 6 ? 'unresolved' : complaintOf(stderr)
  return complaint === undefined ? undefined : { kind: 'request', verdict: complaint }
}

/** wget tells the head on standard error and keeps the page of an error to itself. */
const readWget = ({ stdout, stderr }: ProbeOutput): SeenRequest | undefined => {
  const lines = stderr.split(/\r?\n/u)
  const from = lines.findLastIndex((line) => STATUS_LINE.test(line))
  const head = readHead(lines.slice(Math.max(from, 0)).filter((line) => /^\s/u.test(line)))
  if (from >= 0 && head !== undefined) return { kind: 'request', verdict: 'connected', response: { ...head, body: stdout } }
  if (/bad header|malformed|error getting response/iu.test(stderr)) return { kind: 'request', verdict: 'connected' }
  const complaint = complaintOf(stderr)
  return complaint === undefined ? undefined : { kind: 'request', verdict: complaint }
}

/** Undefined where the output says nothing that is known. */
export const readRequestOutput = (tool: string, output: ProbeOutput): SeenRequest | undefined =>
  tool === 'curl' ? readCurl(output) : readWget(output)
