/** What `/proc/net/tcp`, `tcp6`, `udp` and `udp6` of a network namespace say of the sockets that wait in it. @see proc(5) */
import type { Protocol } from '../../network/model.ts'

/** A socket that waits for connections or datagrams. */
export interface Socket {
  readonly protocol: Protocol
  readonly port: number
  /** `0.0.0.0` and `::` for all addresses. */
  readonly address: string
}

/** TCP_LISTEN, and for UDP TCP_CLOSE: a socket that is not connected. */
const WAITING = { TCP: '0A', UDP: '07' } as const

/** `sl local_address rem_address st …`; each 32-bit word of an address is in the machine's order, little-endian wherever Kubernetes runs. */
const LINE = /^\s*\d+:\s+(?<address>(?:[0-9A-F]{8}){1,4}):(?<port>[0-9A-F]{4})\s+[0-9A-F:]+\s+(?<state>[0-9A-F]{2})\s/u

const bytesOf = (hex: string): readonly number[] =>
  (hex.match(/[0-9A-F]{8}/gu) ?? []).flatMap((word) =>
    [6, 4, 2, 0].map((index) => Number.parseInt(word.slice(index, index + 2), 16)),
  )

/** As RFC 5952 writes it, for the addresses that sockets are bound to. */
const ipv6Of = (bytes: readonly number[]): string => {
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((bytes[2 * index] ?? 0) * 256 + (bytes[2 * index + 1] ?? 0)).toString(16),
  )
  const runs = [...groups.join(':').matchAll(/(?:^|:)0(?::0)+(?=:|$)/gu)].map(([run]) => run)
  const longest = runs.toSorted((one, other) => other.length - one.length)[0]
  if (longest === undefined) return groups.join(':')
  const [before = '', after = ''] = groups.join(':').split(longest, 2)
  return `${before}::${after.replace(/^:/u, '')}`
}

const addressOf = (hex: string): string => {
  const bytes = bytesOf(hex)
  if (bytes.length === 4) return bytes.join('.')
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255
  return isMapped ? bytes.slice(12).join('.') : ipv6Of(bytes)
}

/** The waiting sockets of one such file. */
export const readSockets = (text: string, protocol: 'TCP' | 'UDP'): readonly Socket[] =>
  text.split('\n').flatMap((line) => {
    const { address = '', port = '', state } = LINE.exec(line)?.groups ?? {}
    return state === WAITING[protocol] ? [{ protocol, port: Number.parseInt(port, 16), address: addressOf(address) }] : []
  })
