/** arp of busybox, which tool images have as well: whom the Pod has spoken to on its link. */
import { familyOf } from '../../../../network/address.ts'
import { done, fail, type Command } from '../session.ts'
import { networkOf } from './interfaces.ts'

export const arp: Command = (args, session) => {
  const known = networkOf(session).neighbours.filter(({ ip }) => familyOf(ip) === 'IPv4')
  const asked = args.find((word) => !word.startsWith('-'))
  const shown = asked === undefined ? known : known.filter(({ ip }) => ip === asked)
  if (asked !== undefined && shown.length === 0) return fail(`arp: in ${known.length} entries no match found.\n`, 0)
  return done(shown.map(({ ip, mac, device }) => `? (${ip}) at ${mac} [ether]  on ${device}\n`).join(''))
}
