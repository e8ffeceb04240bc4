/** Names of questions that become others, and their answers, which become what was asked for. @see coredns plugin/rewrite, 1.12.1 */
import type { DnsAnswer, DnsRecord } from '../../model.ts'
import type { AnswerRewrite, NameRewrite } from './model.ts'
import { matchExpression } from './expressions.ts'

type Rename = (name: string) => string

/** The expression's groups in the place of their numbers. */
const filled = (to: string, groups: readonly string[]): string =>
  to.replaceAll(/\{(\d+)\}/gu, (whole, number: string) => groups[Number(number)] ?? whole)

/** Undefined where the rule is not for this name. */
const renamed = ({ match, from, to }: NameRewrite, name: string): string | undefined => {
  switch (match) {
    case 'exact':
      return name === from ? to : undefined
    case 'prefix':
      return name.startsWith(from) ? `${to}${name.slice(from.length)}` : undefined
    case 'suffix':
      return name.endsWith(from) ? `${name.slice(0, -from.length)}${to}` : undefined
    case 'substring':
      return name.includes(from) ? name.replaceAll(from, to) : undefined
    case 'regex': {
      const found = matchExpression(from, name)
      return found === undefined ? undefined : filled(to, found.groups)
    }
  }
}

/** How `answer auto` undoes a rule. */
const undone = ({ match, from, to }: NameRewrite, asked: string, wanted: string): Rename => {
  if (match === 'prefix') return (name) => (name.startsWith(to) ? `${from}${name.slice(to.length)}` : name)
  if (match === 'suffix') return (name) => (name.endsWith(to) ? `${name.slice(0, -to.length)}${from}` : name)
  return (name) => (name === wanted ? asked : name)
}

const byExpression =
  ({ from, to }: AnswerRewrite): Rename =>
  (name) => {
    const found = matchExpression(from, name)
    return found === undefined ? name : filled(to, found.groups)
  }

/** Types whose data end with a name. */
const NAMED: ReadonlySet<string> = new Set(['CNAME', 'SRV', 'PTR', 'NS', 'MX'])

const inData = ({ type, data }: DnsRecord, rename: Rename): string => (NAMED.has(type) ? data.replace(/\S+$/u, rename) : data)

interface Change {
  readonly names: Rename
  readonly values: Rename
}

const same: Rename = (name) => name

const changesOf = (rule: NameRewrite, asked: string, wanted: string): readonly Change[] => {
  const auto = undone(rule, asked, wanted)
  return [
    ...(rule.answersAuto ? [{ names: auto, values: auto }] : []),
    ...rule.answers.map((one) => ({
      names: one.of === 'name' ? byExpression(one) : same,
      values: one.of === 'value' ? byExpression(one) : same,
    })),
  ]
}

/** `restore`: the answer to the name that was looked for, as the client sees it. */
export function rewriteQuestion(
  rules: readonly NameRewrite[],
  asked: string,
): { readonly name: string; readonly restore: (answer: DnsAnswer) => DnsAnswer } {
  let name = asked
  const changes: Change[] = []
  for (const rule of rules) {
    const next = renamed(rule, name)
    if (next === undefined) continue
    changes.push(...changesOf(rule, name, next))
    name = next
    if (!rule.goesOn) break
  }
  const restored = (records: readonly DnsRecord[]): readonly DnsRecord[] =>
    records.map((record) =>
      changes.reduceRight<DnsRecord>(
        (one, { names, values }) => ({ ...one, name: names(one.name), data: inData(one, values) }),
        record,
      ),
    )
  const restore = (answer: DnsAnswer): DnsAnswer => ({
    ...answer,
    answer: restored(answer.answer),
    authority: restored(answer.authority),
    additional: restored(answer.additional),
  })
  return { name, restore: changes.length === 0 ? (answer) => answer : restore }
}
