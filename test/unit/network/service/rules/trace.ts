/** What both tracers share: packets, what can become of them, and chance. Written from the manual pages, without a look at the model. */
import ipaddr from 'ipaddr.js'

export interface TracedPacket {
  readonly source: string
  readonly destination: string
  readonly port: number
  readonly protocol: 'tcp' | 'udp' | 'sctp'
  /** Sent by a process of the node. */
  readonly isFromNode: boolean
}

/** A packet on its way: the mark and the destination may change, and each way has a chance. */
export interface Way {
  readonly packet: TracedPacket
  readonly mark: boolean
  readonly isTranslated: boolean
  readonly isMasqueraded: boolean
  readonly chance: number
}

export type Fate = 'through' | 'DROP' | 'REJECT'

export interface Ending {
  readonly way: Way
  readonly fate: Fate
}

export const start = (packet: TracedPacket): Way => ({
  packet,
  mark: false,
  isTranslated: false,
  isMasqueraded: false,
  chance: 1,
})

export const isIn = (address: string, blocks: readonly string[]): boolean => {
  const parsed = ipaddr.parse(address)
  return blocks.some((text) => {
    const [from = '', to] = text.split('-')
    if (to !== undefined) {
      const bytes = (part: string): string => Buffer.from(ipaddr.parse(part).toByteArray()).toString('hex')
      return bytes(address) >= bytes(from) && bytes(address) <= bytes(to)
    }
    const [range, bits] = ipaddr.parseCIDR(text.includes('/') ? text : `${text}/${text.includes(':') ? '128' : '32'}`)
    return parsed.kind() === range.kind() && parsed.match(range, bits)
  })
}

export const isLocal = (address: string, addressesOfNode: readonly string[]): boolean =>
  addressesOfNode.includes(address) || isIn(address, ['127.0.0.0/8', '::1'])

/** `10.0.0.1:80` or `[fd00::1]:80`. */
export const readTarget = (text: string): Pick<TracedPacket, 'destination' | 'port'> => {
  const [, bracketed, plain, port] = /^(?:\[(.*)\]|(.*)):(\d+)$/u.exec(text) ?? []
  return { destination: bracketed ?? plain ?? '', port: Number(port) }
}

/** One word for each thing that can happen, with its chance: `DNAT 10.0.0.1:80 masqueraded`, `DROP`, `REJECT`, `NONE`. */
export const summarize = (endings: readonly Ending[]): Readonly<Record<string, number>> => {
  const sums: Record<string, number> = {}
  for (const { way, fate } of endings) {
    const { packet, isTranslated, isMasqueraded, chance } = way
    const seen = `DNAT ${packet.destination} ${packet.port}${isMasqueraded ? ' masqueraded' : ''}`
    const key = fate === 'through' ? (isTranslated ? seen : 'NONE') : fate
    sums[key] = (sums[key] ?? 0) + chance
  }
  return Object.fromEntries(
    Object.entries(sums)
      .map(([key, chance]) => [key, Math.round(chance * 1e6) / 1e6] as const)
      .toSorted(([one], [other]) => (one < other ? -1 : 1)),
  )
}
