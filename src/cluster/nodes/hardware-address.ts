/** Addresses of network interfaces, the same in every run. */
import { hashText } from '../controllers/workloads/template-hash.ts'

/** Locally administered. */
export const macOf = (seed: string): string => {
  const hash = (hashText(seed) >>> 0).toString(16).padStart(8, '0')
  return ['5e', '4a', ...(hash.match(/../gu) ?? [])].join(':')
}

/** EUI-64 of the hardware address. */
export const linkLocal = (mac: string): string => {
  const bytes = mac.split(':').map((byte) => Number.parseInt(byte, 16))
  const all = [(bytes[0] ?? 0) ^ 2, bytes[1] ?? 0, bytes[2] ?? 0, 0xff, 0xfe, bytes[3] ?? 0, bytes[4] ?? 0, bytes[5] ?? 0]
  const groups = [0, 2, 4, 6].map((at) => (((all[at] ?? 0) << 8) | (all[at + 1] ?? 0)).toString(16))
  return `fe80::${groups.join(':')}`
}
