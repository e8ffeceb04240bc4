/** The annotation by which a Pod says what a program that is not known here listens on. */
import type { Pod } from '../../kubernetes/generated/types.ts'
import type { ProgramListener } from './programs/program.ts'

export const LISTENS = 'netgrade.dev/listens'

const ENTRY = /^(?:([\d.]+|localhost):)?(\d+)(?:\/(tcp|udp|sctp))?(?:\s+(http|tcp))?$/iu

function parseEntry(text: string): readonly ProgramListener[] {
  const match = ENTRY.exec(text.trim())
  const port = Number(match?.[2])
  if (match === null || port < 1 || port > 65_535) return []
  const protocol = (match[3] ?? 'tcp').toUpperCase()
  const host = match[1] ?? '0.0.0.0'
  const isHttp = match[4]?.toLowerCase() === 'http'
  const listener: ProgramListener = {
    program: '',
    protocol: protocol === 'UDP' ? 'UDP' : protocol === 'SCTP' ? 'SCTP' : 'TCP',
    port,
    address: host === 'localhost' ? '127.0.0.1' : host,
  }
  if (!isHttp) return [listener]
  const headers = { 'content-type': 'text/plain' }
  return [{ ...listener, http: [{ path: '/', match: 'prefix', status: 200, headers, body: '{hostname} {path}\n' }] }]
}

/** `8080/tcp http, 9090/tcp`; undefined where the Pod declares nothing. */
export function declaredListeners({ metadata }: Pod): readonly ProgramListener[] | undefined {
  const text = metadata.annotations?.[LISTENS]
  return text === undefined ? undefined : text.split(',').flatMap(parseEntry)
}
