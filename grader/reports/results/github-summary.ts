/** The summary of a step in GitHub Actions: Markdown that is cut before it is too large, since a larger one is dropped as a whole. */
import { escapeXml } from '../../../src/drawing/surface/sheet.ts'
import { resultListWords } from '../messages/results.ts'
import { overviewOf, type Book, type ResultFormat } from './book.ts'
import { detailsOf, tableLines, titleOf } from './markdown.ts'
import { tellOverview } from './overview.ts'

/** 1 MiB, less some for what is said of the rest. */
const LIMIT = 1024 * 1024 - 4096
/** The table may take most of it; details take what is left. */
const TABLE_LIMIT = LIMIT * 0.6

function* write(book: Book): Generator<string> {
  const { results, language } = book
  const words = resultListWords(language)
  let size = 0
  const fits = (text: string, limit: number): boolean => {
    const bytes = Buffer.byteLength(text)
    if (size + bytes > limit) return false
    size += bytes
    return true
  }
  const head = `## ${words.title}\n\n${tellOverview(overviewOf(results), language)}\n\n`
  if (fits(head, LIMIT)) yield head
  yield* within(tableLines(book), TABLE_LIMIT, fits, words.cut)
  yield* within(details(book), LIMIT, fits, words.cut)
}

function* details({ results }: Book): Generator<string> {
  for (const result of results) {
    if (result.status === 'pass') continue
    const [, ...lines] = detailsOf(result)
    yield `\n<details><summary>${escapeXml(titleOf(result))}</summary>\n${lines.join('\n')}\n\n</details>\n`
  }
}

/** As many pieces as fit, and how many are left. */
function* within(
  pieces: Iterable<string>,
  limit: number,
  fits: (text: string, limit: number) => boolean,
  cut: (left: number) => string,
): Generator<string> {
  let left = 0
  for (const piece of pieces) {
    if (left > 0 || !fits(piece, limit)) left++
    else yield piece
  }
  if (left > 0) yield `\n${cut(left)}\n`
}

export const githubSummary: ResultFormat = { about: 'class', write }
