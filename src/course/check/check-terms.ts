/** What the author's contract asks of words: what the glossary names is called so wherever the course speaks of it. */
import type { Language } from '../../grading/words.ts'
import type { ContentProblem } from '../problem.ts'
import type { Term } from '../read-glossary.ts'

const LANGUAGES = ['en', 'ko'] as const

/** `Pod(파드)` may be called so, or by either of its words. */
const formsOf = ({ term, also }: Term['texts'][Language]): readonly string[] => {
  const match = /^(.*?)\s*\(([^)]+)\)$/u.exec(term)
  return [term, ...(match === null ? [] : [match[1] ?? '', match[2] ?? '']), ...also]
}

const isForm = (shown: string, form: string, language: Language): boolean => {
  const [one, other] = [shown, form].map((text) => text.replaceAll('`', '').toLowerCase())
  return one === other || (language === 'en' && one === `${other}s`)
}

const LINK = /\[([^\]]+)\]\(term:([\w-]+)\)/gu

/** A text that may name terms, by line. */
export interface NamingText {
  readonly file: string
  readonly text: string
  /** The language of all of it; absent where lines tell by themselves, as Korean does. */
  readonly language?: Language
}

/** What others call their pages is theirs. */
const PAGE = /\[[^\]]+\]\(https?:[^)]+\)/gu

const checkLine = (line: string, language: Language, terms: readonly Term[]): readonly string[] => {
  const own = line.replace(PAGE, ' ')
  const byId = new Map(terms.map((term) => [term.id, term]))
  const links = [...line.matchAll(LINK)].flatMap(([, shown = '', id = '']) => {
    const texts = byId.get(id)?.texts[language]
    if (texts === undefined || formsOf(texts).some((form) => isForm(shown, form, language))) return []
    return [`the glossary does not call ${id} ${shown}, but ${formsOf(texts).join(', ')}`]
  })
  const others = terms.flatMap(({ texts: { [language]: text } }) =>
    text.not.filter((other) => own.includes(other)).map((other) => `the course says ${text.term}, not ${other}`),
  )
  return [...links, ...others]
}

const HANGUL = /\p{Script=Hangul}/u

/** Links to terms that show another word than the glossary, and words that the glossary rules out. */
export const checkTerms = ({ file, text, language }: NamingText, terms: readonly Term[]): readonly ContentProblem[] =>
  text.split(/\r?\n/u).flatMap((line, index) =>
    checkLine(line, language ?? (HANGUL.test(line) ? 'ko' : 'en'), terms).map((message) => ({
      file,
      line: index + 1,
      column: 1,
      message,
    })),
  )

/** The glossary's own texts keep to its terms, too. */
export const checkGlossary = (terms: readonly Term[], file: string): readonly ContentProblem[] =>
  terms.flatMap(({ line, texts }) =>
    LANGUAGES.flatMap((language) =>
      checkLine(texts[language].text, language, terms).map((message) => ({ file, line, column: 1, message })),
    ),
  )
