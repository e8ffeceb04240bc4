/** The plugin `rewrite`, as far as it is about names. @see coredns plugin/rewrite, 1.12.1 */
import { CorefileError, type Directive } from './directives.ts'
import { isExpression } from './expressions.ts'
import type { AnswerRewrite, NameRewrite } from './model.ts'

const refuse = (message: string): CorefileError => new CorefileError(`plugin/rewrite: ${message}`)

/** Kinds of rules; those that are about something else than names do not change which records are found. */
const FIELDS: ReadonlySet<string> = new Set(['name', 'type', 'class', 'edns0', 'ttl', 'cname', 'rcode'])

const MATCHES: readonly NameRewrite['match'][] = ['exact', 'prefix', 'suffix', 'substring', 'regex']

export const absolute = (name: string): string => (name.endsWith('.') ? name : `${name}.`).toLowerCase()

const checkedExpression = (text: string, what: string): string => {
  if (!isExpression(text)) throw refuse(`invalid regex matching pattern${what}: ${text}`)
  return text
}

/** `answer auto`, `answer name FROM TO`, `answer value FROM TO`, one behind the other. */
const readAnswers = (words: readonly string[], match: string): Pick<NameRewrite, 'answersAuto' | 'answers'> => {
  const rest = [...words]
  const answers: AnswerRewrite[] = []
  let answersAuto = false
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word !== 'answer') throw refuse(`invalid syntax for answer rule for ${match} rule`)
    const of = rest.shift() ?? ''
    if (of === 'auto') answersAuto = true
    else if (of === 'name' || of === 'value') {
      const [from = '', to = ''] = rest.splice(0, 2)
      answers.push({ of, from: checkedExpression(from, ' for answer rule'), to: absolute(to) })
    } else throw refuse(`invalid type ${JSON.stringify(of)} for answer rule for ${match} rule`)
  }
  return { answersAuto, answers }
}

const isMatch = (word: string): word is NameRewrite['match'] => MATCHES.some((one) => one === word)

function readName(words: readonly string[], goesOn: boolean): NameRewrite {
  if (words.length < 2) throw refuse('too few arguments for a name rule')
  const [kind = '', second = '', third, ...rest] = words
  if (words.length === 2)
    return { match: 'exact', from: absolute(kind), to: absolute(second), goesOn, answersAuto: true, answers: [] }
  const match = kind.toLowerCase()
  if (!isMatch(match))
    throw refuse(`name rule supports only exact, prefix, suffix, substring, and regex name matching, received: ${kind}`)
  const isWhole = match === 'exact' || match === 'suffix'
  const isPart = match === 'prefix' || match === 'substring'
  const { answersAuto, answers } = readAnswers(rest, match)
  return {
    match,
    from: match === 'regex' ? checkedExpression(second, '') : isWhole ? absolute(second) : second.toLowerCase(),
    to: isPart ? (third ?? '').toLowerCase() : absolute(third ?? ''),
    goesOn,
    answersAuto: answersAuto || match === 'exact',
    answers,
  }
}

/** A rule about a name, or about something else: `type AAAA A`. */
export type Rule = { readonly name: NameRewrite } | { readonly field: string; readonly words: readonly string[] }

/** A rule in one row, or with its words in rows of their own. */
export function readRewrite({ words, rows }: Directive): Rule {
  const all = [...words, ...rows.flatMap((row) => row.words)]
  const [first] = all
  const goesOn = first === 'continue'
  const [field, ...rest] = goesOn || first === 'stop' ? all.slice(1) : all
  if (field === undefined) throw refuse('no rule type specified for rewrite')
  if (!FIELDS.has(field)) throw refuse(`invalid rule type ${JSON.stringify(field)}`)
  return field === 'name' ? { name: readName(rest, goesOn) } : { field, words: rest }
}
