/** Cluster IPs of Services, out of the cluster's ranges. @see Kubernetes documentation, "Service ClusterIP allocation" */
import { addressInBlock, familyOf, offsetInBlock, sizeOfBlock } from '../../../network/address.ts'
import { standardIp } from '../../../kubernetes/validation/addresses.ts'
import type { Random } from '../../environment.ts'
import type { Held } from './held.ts'

const ATTEMPTS = 64
/** Ranges may be larger than what is ever given out. */
const MAX_SIZE = 2 ** 20

/** How many addresses from the first on are left to those who ask for one by name as long as others are free: min(max(16, size / 16), 256). */
const staticBandOf = (size: number): number => Math.min(Math.max(16, Math.floor(size / 16)), 256, size - 2)

/** The network's address and, in IPv4, the broadcast address belong to nobody. */
const endOf = (cidr: string): number => sizeOfBlock(cidr) - (familyOf(cidr) === 'IPv4' ? 1 : 0)

export const isServiceIp = (cidr: string, text: string): boolean => {
  const offset = offsetInBlock(cidr, standardIp(text))
  return offset !== undefined && offset > 0 && offset < endOf(cidr)
}

interface Band {
  readonly from: number
  readonly to: number
}

const pick = (cidr: string, used: Held, random: Random, { from, to }: Band): string | undefined => {
  if (to <= from) return undefined
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const address = addressInBlock(cidr, from + random.below(to - from))
    if (address !== undefined && !used.has(address)) return address
  }
  for (let offset = from; offset < to; offset += 1) {
    const address = addressInBlock(cidr, offset)
    if (address !== undefined && !used.has(address)) return address
  }
  return undefined
}

/** A free address: of the upper band first, of the static one when that is full. Undefined where none is left. */
export const pickServiceIp = (cidr: string, used: Held, random: Random): string | undefined => {
  const end = Math.min(endOf(cidr), MAX_SIZE)
  const band = staticBandOf(end) + 1
  return pick(cidr, used, random, { from: band, to: end }) ?? pick(cidr, used, random, { from: 1, to: Math.min(band, end) })
}
