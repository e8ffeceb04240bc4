/** Cluster IPs of Services, out of 10.96.0.0/16. @see Kubernetes documentation, "Service ClusterIP allocation" */
import type { Random } from '../../environment.ts'

const FIRST = 0x0a600000
const SIZE = 0x10000
export const SERVICE_CIDR = '10.96.0.0/16'
/** min(max(16, size / 16), 256): addresses that are left to those who ask for one by name as long as others are free. */
const STATIC_BAND = 256
const ATTEMPTS = 64

const toText = (address: number): string =>
  [24, 16, 8, 0].map((shift) => String(Math.floor(address / 2 ** shift) % 256)).join('.')

const toNumber = (text: string): number | undefined => {
  const parts = text.split('.').map(Number)
  return parts.length === 4 && parts.every((part) => Number.isInteger(part) && part >= 0 && part < 256)
    ? parts.reduce((sum, part) => sum * 256 + part, 0)
    : undefined
}

/** The network's and the broadcast address belong to nobody. */
export const isServiceIp = (text: string): boolean => {
  const address = toNumber(text)
  return address !== undefined && address > FIRST && address < FIRST + SIZE - 1
}

const pick = (
  used: ReadonlySet<string>,
  random: Random,
  band: { readonly from: number; readonly to: number },
): string | undefined => {
  const size = band.to - band.from
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const address = toText(FIRST + band.from + random.below(size))
    if (!used.has(address)) return address
  }
  for (let offset = band.from; offset < band.to; offset += 1) {
    const address = toText(FIRST + offset)
    if (!used.has(address)) return address
  }
  return undefined
}

/** A free address: of the upper band first, of the static one when that is full. Undefined where none is left. */
export const pickServiceIp = (used: ReadonlySet<string>, random: Random): string | undefined =>
  pick(used, random, { from: STATIC_BAND + 1, to: SIZE - 1 }) ?? pick(used, random, { from: 1, to: STATIC_BAND + 1 })
