import type { DnsAnswer, DnsRecord, DnsType } from '../model.ts'

/** The flags of a DNS message, as dig names them. The cluster's own server offers no recursion for its own names. */
const flagsOf = ({ authoritative }: DnsAnswer): string => (authoritative ? 'qr aa rd' : 'qr rd ra')

const renderRecord = ({ name, ttlSeconds, type, data }: DnsRecord): string => `${name}\t${ttlSeconds}\tIN\t${type}\t${data}`

/** The parts of an answer that dig prints; `comments` are the header and the titles of the sections. */
export type AnswerPart = 'comments' | 'question' | 'answer' | 'authority' | 'additional'

export const ANSWER_PARTS: readonly AnswerPart[] = ['comments', 'question', 'answer', 'authority', 'additional']

const headerOf = (answer: DnsAnswer): readonly string[] => {
  const { rcode, answer: records, authority, additional } = answer
  const counts = `QUERY: 1, ANSWER: ${records.length}, AUTHORITY: ${authority.length}, ADDITIONAL: ${additional.length}`
  return [`;; ->>HEADER<<- opcode: QUERY, status: ${rcode}`, `;; flags: ${flagsOf(answer)}; ${counts}`]
}

/**
 * An answer with all its sections, or those that are wanted, in the form in which dig prints it; without the message's number,
 * which is random, and without what dig says of itself.
 */
export function renderAnswer(
  { name, type }: { readonly name: string; readonly type: DnsType },
  answer: DnsAnswer,
  parts: ReadonlySet<AnswerPart> = new Set(ANSWER_PARTS),
): readonly string[] {
  const hasTitles = parts.has('comments')
  const section = (part: Exclude<AnswerPart, 'comments'>, lines: readonly string[]): readonly string[] => {
    if (lines.length === 0 || !parts.has(part)) return []
    return hasTitles ? ['', `;; ${part.toUpperCase()} SECTION:`, ...lines] : lines
  }
  return [
    ...(hasTitles ? headerOf(answer) : []),
    ...section('question', [`;${name}\t\tIN\t${type}`]),
    ...section('answer', answer.answer.map(renderRecord)),
    ...section('authority', answer.authority.map(renderRecord)),
    ...section('additional', answer.additional.map(renderRecord)),
  ]
}
