import type { DnsAnswer, DnsRecord, DnsType } from '../model.ts'

/** The flags of a DNS message, as dig names them. The cluster's own server offers no recursion for its own names. */
const flagsOf = ({ authoritative }: DnsAnswer): string => (authoritative ? 'qr aa rd' : 'qr rd ra')

const renderRecord = ({ name, ttlSeconds, type, data }: DnsRecord): string => `${name}\t${ttlSeconds}\tIN\t${type}\t${data}`

const renderSection = (title: string, records: readonly DnsRecord[]): readonly string[] =>
  records.length === 0 ? [] : ['', `;; ${title} SECTION:`, ...records.map(renderRecord)]

/**
 * An answer with all its sections, in the form in which dig prints it; without the message's number, which is random, and
 * without what dig says of itself.
 */
export function renderAnswer(
  { name, type }: { readonly name: string; readonly type: DnsType },
  answer: DnsAnswer,
): readonly string[] {
  const { rcode, answer: records, authority, additional } = answer
  const counts = `QUERY: 1, ANSWER: ${records.length}, AUTHORITY: ${authority.length}, ADDITIONAL: ${additional.length}`
  return [
    `;; ->>HEADER<<- opcode: QUERY, status: ${rcode}`,
    `;; flags: ${flagsOf(answer)}; ${counts}`,
    '',
    ';; QUESTION SECTION:',
    `;${name}\t\tIN\t${type}`,
    ...renderSection('ANSWER', records),
    ...renderSection('AUTHORITY', authority),
    ...renderSection('ADDITIONAL', additional),
  ]
}
