/** How long a DNS message is on the wire. CoreDNS does not shorten names in it. @see RFC 1035, section 4; RFC 7873, section 4 */
import { familyOf } from '../../network/address.ts'
import type { DnsAnswer, DnsRecord } from '../../network/model.ts'

const HEADER = 12
/** Type and class; for a record also time to live and length. */
const QUESTION_TAIL = 4
const RECORD_TAIL = 10
export const OPT_WITH_COOKIE = 23

const bytesOf = (text: string): number => new TextEncoder().encode(text).length

/** A length byte for each label, and one that ends the name. */
const nameSize = (name: string): number => {
  const bare = name.replace(/\.$/u, '')
  return bare === '' ? 1 : bytesOf(bare) + 2
}

const dataSize = ({ type, data }: DnsRecord): number => {
  const words = data.split(' ')
  switch (type) {
    case 'A':
    case 'AAAA':
      return familyOf(data) === 'IPv6' ? 16 : 4
    case 'SRV':
      return 6 + nameSize(words[3] ?? '')
    case 'MX':
      return 2 + nameSize(words[1] ?? '')
    case 'SOA':
      return nameSize(words[0] ?? '') + nameSize(words[1] ?? '') + 20
    case 'TXT':
      return 1 + bytesOf(data.replaceAll('"', ''))
    default:
      return nameSize(data)
  }
}

const recordSize = (record: DnsRecord): number => nameSize(record.name) + RECORD_TAIL + dataSize(record)

export const sizeOfMessage = (
  { name }: { readonly name: string },
  { answer, authority, additional }: DnsAnswer,
  hasEdns: boolean,
): number =>
  [...answer, ...authority, ...additional].reduce(
    (size, record) => size + recordSize(record),
    HEADER + nameSize(name) + QUESTION_TAIL + (hasEdns ? OPT_WITH_COOKIE : 0),
  )
