/** Records that the plugin `template` makes up: `{{ .Name }} 60 IN A 192.0.2.1`. @see coredns plugin/template, 1.12.1 */
import type { Match } from './expressions.ts'
import type { DnsRecord, DnsType } from '../../model.ts'

export interface TemplateValues {
  readonly name: string
  readonly zone: string
  readonly type: DnsType
  readonly match: Match
}

const TYPES: readonly DnsType[] = ['A', 'AAAA', 'SRV', 'PTR', 'TXT', 'CNAME', 'SOA', 'NS', 'MX']

/** DIFFERS: of Go's templates, what stands for a value; functions, conditions and loops cannot be read (corefile.oracle.test.ts). */
const valueOf = (text: string, { name, zone, type, match }: TemplateValues): string | undefined => {
  const [, group] = /^\.Group\.(\w+)$/u.exec(text) ?? []
  const [, named] = /^index \.Group "(\w+)"$/u.exec(text) ?? []
  const [, number] = /^index \.Match (\d+)$/u.exec(text) ?? []
  if (group !== undefined || named !== undefined) return match.named[group ?? named ?? ''] ?? ''
  if (number !== undefined) return match.groups[Number(number)]
  const known: Readonly<Record<string, string>> = { '.Name': name, '.Zone': zone, '.Type': type, '.Class': 'IN' }
  return known[text]
}

const ACTION = /\{\{-?\s*(.*?)\s*-?\}\}/gu
const RECORD = /^(\S+)\s+(?:(\d+)\s+)?(?:IN\s+)?([A-Z]+)\s+(.+)$/u

/** Undefined where it is no record. */
export const renderRecord = (text: string, values: TemplateValues): DnsRecord | undefined => {
  const isRead = [...text.matchAll(ACTION)].every(([, inner = '']) => valueOf(inner, values) !== undefined)
  const rendered = text.replaceAll(ACTION, (_, inner: string) => valueOf(inner, values) ?? '')
  const [, name = '', ttl = '3600', typed = '', data = ''] = RECORD.exec(rendered) ?? []
  const type = TYPES.find((one) => one === typed)
  if (!isRead || type === undefined) return undefined
  return { name: name.endsWith('.') ? name : `${name}.`, ttlSeconds: Number(ttl), type, data: data.trim() }
}
