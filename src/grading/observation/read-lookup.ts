/** What getent, nslookup and dig print of a name. */
import { familyOf, parseAddress } from '../../network/address.ts'
import type { DnsType } from '../../network/model.ts'
import type { ProbeOutput, Seen, SeenOutcome } from './observation.ts'

type SeenName = Extract<Seen, { kind: 'name' }>

/** Programs that only say "not found" have waited this long where nobody answered. */
const SILENCE_MS = 4_000

const notFound = (elapsedMs: number): SeenName => ({
  kind: 'name',
  outcome: elapsedMs >= SILENCE_MS ? 'timed-out' : 'not-found',
  found: [],
})

const toSeen = (addresses: readonly string[], type: DnsType): SeenName => {
  const family = type === 'AAAA' ? 'IPv6' : 'IPv4'
  const found = [...new Set(addresses)].filter((one) => parseAddress(one) !== undefined && familyOf(one) === family)
  return { kind: 'name', outcome: found.length > 0 ? 'NOERROR' : 'NODATA', found }
}

const readGetent = ({ stdout, exitCode, elapsedMs }: ProbeOutput, type: DnsType): SeenName => {
  if (exitCode !== 0) return notFound(elapsedMs)
  return toSeen(
    stdout.split('\n').flatMap((line) => line.split(/\s+/u)[0] ?? []),
    type,
  )
}

const NOT_KNOWN = /nxdomain|can't resolve|non-existent|no answer|can't find/iu

/** The first lines are about the server; the answer begins with the name. */
const readNslookup = ({ stdout, stderr, elapsedMs }: ProbeOutput, type: DnsType): SeenName | undefined => {
  const from = stdout.search(/^Name:/mu)
  if (from >= 0) {
    const lines = stdout.slice(from).split('\n')
    return toSeen(
      lines.flatMap((line) => /^Address(?: \d+)?:\s*(?<address>\S+)/u.exec(line)?.groups?.['address'] ?? []),
      type,
    )
  }
  const text = `${stdout}${stderr}`
  if (/nxdomain/iu.test(text)) return { kind: 'name', outcome: 'NXDOMAIN', found: [] }
  if (/servfail/iu.test(text)) return { kind: 'name', outcome: 'SERVFAIL', found: [] }
  if (/timed out|no servers could be reached/iu.test(text)) return { kind: 'name', outcome: 'timed-out', found: [] }
  return NOT_KNOWN.test(text) ? notFound(elapsedMs) : undefined
}

const DIG_STATUS: Readonly<Record<string, SeenOutcome>> = {
  NOERROR: 'NOERROR',
  NXDOMAIN: 'NXDOMAIN',
  SERVFAIL: 'SERVFAIL',
  REFUSED: 'REFUSED',
}

const readDig = ({ stdout }: ProbeOutput, type: DnsType): SeenName | undefined => {
  const status = /status: (?<status>[A-Z]+)/u.exec(stdout)?.groups?.['status']
  if (status === undefined)
    return /timed out|no servers could be reached/iu.test(stdout)
      ? { kind: 'name', outcome: 'timed-out', found: [] }
      : undefined
  const outcome = DIG_STATUS[status]
  if (outcome === undefined) return undefined
  const found = stdout.split('\n').flatMap((line) => {
    const [, , , kind, ...data] = line.split(/\s+/u)
    return !line.startsWith(';') && kind === type ? [data.join(' ')] : []
  })
  return { kind: 'name', outcome: outcome === 'NOERROR' && found.length === 0 ? 'NODATA' : outcome, found }
}

/** Undefined where the output says nothing that is known. */
export const readLookup = (tool: string, output: ProbeOutput, type: DnsType): SeenName | undefined => {
  if (tool === 'getent') return readGetent(output, type)
  return tool === 'dig' ? readDig(output, type) : readNslookup(output, type)
}
