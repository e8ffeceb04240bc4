/** What the author's contract asks of a translation: nothing is left out, and nothing is left in the other language. */
import { isWords, type Language, type Words } from '../../grading/words.ts'
import { isJsonObject, isList } from '../../kubernetes/json.ts'
import { readManifests } from '../../kubernetes/yaml/read-manifests.ts'
import { contentProblem, type ContentProblem } from '../problem.ts'
import { pathOf, type TaskSource } from '../reading.ts'
import { findTextBlocks, type TextBlock } from '../text-blocks.ts'

const HANGUL = /\p{Script=Hangul}/u

/** What stands for itself in every language: code, and where a link leads. */
const WORDLESS = /`[^`]*`|\]\([^)]*\)|\{#[\w-]+\}|https?:\S+/gu

const ENGLISH = new Set('a an and are as at by for from in is it no not of on or that the this to with you your'.split(' '))

/** Three lower-case words make a sentence or a part of one, or two of which one only English has; names alone make none. */
const isEnglish = (text: string): boolean => {
  const found = text.match(/(?<![\w./-])[a-z]+(?![\w/-])/gu) ?? []
  return found.length >= 3 || (found.length === 2 && found.some((word) => ENGLISH.has(word)))
}

/** Why a text is not one of its language; undefined where it may be. */
export const strayLanguage = (text: string, language: Language): string | undefined => {
  const said = text.replace(WORDLESS, ' ')
  if (language === 'en') return HANGUL.test(said) ? 'Korean stands in the English text' : undefined
  return !HANGUL.test(said) && isEnglish(said) ? 'the text is not translated' : undefined
}

const problemAt = (file: string, line: number, message: string): ContentProblem => ({ file, line, column: 1, message })

/** Both texts say as much: as many paragraphs, items and rows, in the same order. */
const checkBlocks = (
  source: TaskSource,
  english: readonly TextBlock[],
  korean: readonly TextBlock[],
): readonly ContentProblem[] => {
  const index = english.findIndex(({ kind }, place) => korean[place]?.kind !== kind)
  const [ours, theirs] = index < 0 ? [undefined, korean[english.length]] : [english[index], korean[index]]
  if (ours === undefined && theirs === undefined) return []
  const message =
    ours === undefined
      ? `en.md has no ${theirs?.kind ?? ''} here`
      : `the ${ours.kind} of en.md:${ours.line} is missing; found instead: ${theirs?.kind ?? 'the end'}`
  return [problemAt(pathOf(source, 'ko.md'), theirs?.line ?? korean.at(-1)?.line ?? 1, message)]
}

/** The prose of a section, or of a variant. */
export const checkProseTranslation = (source: TaskSource): readonly ContentProblem[] => {
  const [english, korean] = [findTextBlocks(source.files['en.md'] ?? ''), findTextBlocks(source.files['ko.md'] ?? '')]
  const strays = (language: Language, blocks: readonly TextBlock[]): readonly ContentProblem[] =>
    blocks.flatMap(({ line, text }) => {
      const message = strayLanguage(text, language)
      return message === undefined ? [] : [problemAt(pathOf(source, `${language}.md`), line, message)]
    })
  return [...checkBlocks(source, english, korean), ...strays('en', english), ...strays('ko', korean)]
}

/** Every text in all languages below a value, with its field path. */
const wordsBelow = (value: unknown, path: string): readonly (readonly [path: string, words: Words])[] => {
  if (isWords(value)) return [[path, value]]
  if (isList(value)) return value.flatMap((item, index) => wordsBelow(item, `${path}[${index}]`))
  if (!isJsonObject(value)) return []
  return Object.entries(value).flatMap(([key, item]) => wordsBelow(item, path === '' ? key : `${path}.${key}`))
}

/** The texts of a YAML file: of questions, checks and whatever else has en and ko. */
export const checkWordsTranslation = (text: string, file: string): readonly ContentProblem[] =>
  readManifests(text, file).documents.flatMap((document) =>
    wordsBelow(document.value, '').flatMap(([path, words]) =>
      (['en', 'ko'] as const).flatMap((language) => {
        const message = strayLanguage(words[language], language)
        const field = `${path}.${language}`
        return message === undefined ? [] : [contentProblem(document.position(field), message, field)]
      }),
    ),
  )
