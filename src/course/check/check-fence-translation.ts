/** What the author's contract asks of blocks in both languages: they are the same but for the comments of YAML, which are translated. */
import { Lexer } from 'yaml'
import { findFences, readInfo, type Fence } from '../fences.ts'
import type { ContentProblem } from '../problem.ts'
import { pathOf, type TaskSource } from '../reading.ts'

interface Comment {
  /** Within the text, from 1. */
  readonly line: number
  readonly text: string
}

interface SplitYaml {
  /** The text with an empty comment in the place of each. */
  readonly code: string
  readonly comments: readonly Comment[]
}

const splitComments = (text: string): SplitYaml => {
  const comments: Comment[] = []
  let code = ''
  for (const token of new Lexer().lex(text)) {
    const isComment = token.startsWith('#')
    if (isComment) comments.push({ line: code.split('\n').length, text: token.slice(1).trim() })
    code += isComment ? '#' : token
  }
  return { code, comments }
}

const HANGUL = /\p{Script=Hangul}/u
const CODE = /`[^`]*`/gu
/** A name alone, such as that of a field, is the same in both languages. */
const MOST_WORDS = 1

const isEnglish = (comment: string): boolean => {
  const said = comment.replace(CODE, ' ')
  return !HANGUL.test(said) && (said.match(/[A-Za-z]+(?:['-][A-Za-z]+)*/gu)?.length ?? 0) > MOST_WORDS
}

const isSame = (ours: Fence, theirs: Fence): boolean => {
  if (ours.info !== theirs.info) return false
  if (readInfo(ours.info).language !== 'yaml') return ours.text === theirs.text
  return splitComments(ours.text).code === splitComments(theirs.text).code
}

/** The comments of one block that are in the other language. */
const strayComments = ({ info, text, line }: Fence, file: string, language: 'en' | 'ko'): readonly ContentProblem[] => {
  if (readInfo(info).language !== 'yaml') return []
  const isStray = language === 'en' ? (comment: string) => HANGUL.test(comment) : isEnglish
  const message = language === 'en' ? 'Korean stands in the English block' : 'the comment is not translated'
  return splitComments(text)
    .comments.filter((comment) => isStray(comment.text))
    .map((comment) => ({ file, line: line + comment.line, column: 1, message }))
}

/** The blocks of a section, or of a variant, one beside the other. */
export const checkFenceTranslation = (source: TaskSource): readonly ContentProblem[] => {
  const [english, korean] = [pathOf(source, 'en.md'), pathOf(source, 'ko.md')]
  const ours = findFences(source.files['en.md'] ?? '')
  const theirs = findFences(source.files['ko.md'] ?? '')
  const problems = ours.flatMap((fence, index): readonly ContentProblem[] => {
    const other = theirs[index]
    if (other !== undefined && isSame(fence, other))
      return [...strayComments(fence, english, 'en'), ...strayComments(other, korean, 'ko')]
    const message = `the block of en.md:${fence.line} (${fence.info}) has to stand here as it is`
    return [{ file: korean, line: other?.line ?? 1, column: 1, message }]
  })
  const extra = theirs[ours.length]
  return extra === undefined
    ? problems
    : [...problems, { file: korean, line: extra.line, column: 1, message: 'a block that en.md does not have' }]
}
