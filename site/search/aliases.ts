/** Words that readers may look for and that the course does not use: what its glossary has beside or instead of its own. */
import { tokenize } from './tokenize.ts'

/** A term of the glossary in one language. */
export interface NamedTerm {
  /** `Ingress(인그레스)`. */
  readonly term: string
  /** Words for the same thing that the course does not use. */
  readonly not: readonly string[]
}

/** For a word that is looked for, the word that the course has for it. */
export type Aliases = Readonly<Record<string, string>>

const NAMED_TWICE = /^([^()]+)\(([^()]+)\)$/u

/** Spelled as one word, as many would type it. */
const together = (text: string): readonly string[] => {
  const tokens = tokenize(text.replaceAll(' ', ''))
  return tokens.length === 1 ? tokens : []
}

/** Terms of several words have none: which of the words was meant cannot be told. */
export const aliasesOf = (terms: readonly NamedTerm[]): Aliases =>
  Object.fromEntries(
    terms.flatMap(({ term, not }) => {
      const [, name = term, spoken] = NAMED_TWICE.exec(term) ?? []
      const [own, ...more] = tokenize(name)
      if (own === undefined || more.length > 0) return []
      const others = [...(spoken === undefined ? [] : [spoken]), ...not].flatMap(together)
      return others.filter((other) => other !== own).map((other) => [other, own] as const)
    }),
  )

/** What the index is asked: every word of the question, or what the course calls it. */
export const queryOf = (question: string, aliases: Aliases): Query => ({
  combineWith: 'AND',
  queries: tokenize(question).map((word) => {
    const own = aliases[word]
    return own === undefined ? word : { combineWith: 'OR', queries: [word, own] }
  }),
})

type Query = string | { readonly combineWith: 'AND' | 'OR'; queries: Query[] }
