/** The course's Markdown for the terminal: what is marked on a page is plain words here, broken to the width. */
import { alignColumns, wrap } from './layout.ts'
import { displayWidth } from '../terminal/display-width.ts'

/** Stands for a piece of code while the marks around it are taken away: a sign of nobody's. */
const HELD = '\uE000'

/** Words without marks: emphasis and links to other pages are their words, an address stands behind its link. */
const unmark = (text: string): string =>
  text
    .replace(/\[([^\]]*)\]\(([^)]*)\)/gu, (_, words: string, target: string) =>
      /^https?:/u.test(target) ? `${words} (${target})` : words,
    )
    .replace(/\*\*(.+?)\*\*/gu, '$1')
    .replace(/(?<![\w*])\*([^*\s](?:[^*]*[^*\s])?)\*(?![\w*])/gu, '$1')

/** One text without the marks of Markdown; what is code keeps each of its signs. */
export const plain = (text: string): string => {
  const pieces: string[] = []
  const held = text.replace(/`([^`]+)`/gu, (_, code: string) => {
    pieces.push(code)
    return HELD
  })
  return unmark(held).replaceAll(HELD, () => pieces.shift() ?? '')
}

/** Lines that stand as they are, or words that flow behind what the first of their lines begins with. */
type Block = { readonly lines: readonly string[] } | { readonly lead: string; readonly words: readonly string[] }

const FENCE = /^\s*(?:```|~~~)/u
const ITEM = /^(\s*)([-*]|\d+\.) +(.*)$/u
const ROW = /^\s*\|(.*)\|\s*$/u
const RULE = /^[\s|:-]+$/u
const HEADING = /^#+ +/u

const CODE_INDENT = '    '

/** As many lines as belong together from the first on, and what they are. */
const takeBlock = (lines: readonly string[]): { readonly block: Block; readonly taken: number } => {
  const [first = ''] = lines
  if (FENCE.test(first)) {
    const end = lines.findIndex((line, index) => index > 0 && FENCE.test(line))
    const inside = lines.slice(1, end < 0 ? undefined : end)
    return { block: { lines: inside.map((line) => `${CODE_INDENT}${line}`) }, taken: inside.length + 2 }
  }
  const until = (isOther: (line: string) => boolean): number => {
    const end = lines.findIndex((line, index) => index > 0 && (line.trim() === '' || isOther(line)))
    return end < 0 ? lines.length : end
  }
  if (ROW.test(first)) {
    const rows = lines.slice(
      0,
      until((line) => !ROW.test(line)),
    )
    const cells = rows.flatMap((row) =>
      RULE.test(row) ? [] : [(ROW.exec(row)?.[1] ?? '').split('|').map((cell) => plain(cell.trim()))],
    )
    return { block: { lines: alignColumns(cells) }, taken: rows.length }
  }
  const taken = until((line) => FENCE.test(line) || ITEM.test(line) || ROW.test(line))
  const [, indent = '', mark = '', text = first.replace(HEADING, '')] = ITEM.exec(first) ?? []
  const words = [text, ...lines.slice(1, taken)].map((line) => line.trim())
  return { block: { lead: mark === '' ? '' : `${indent}${mark} `, words }, taken }
}

const setBlock = (block: Block, width: number): readonly string[] => {
  if ('lines' in block) return block.lines
  const { lead, words } = block
  const hang = ' '.repeat(displayWidth(lead))
  const [first = '', ...rest] = wrap(plain(words.join(' ')), width - hang.length)
  return [`${lead}${first}`, ...rest.map((line) => `${hang}${line}`)]
}

/** Lines of at most that many columns, except where code, tables and long words are wider. Empty lines stay between paragraphs. */
export const renderProse = (markdown: string, width: number): readonly string[] => {
  const rendered: string[] = []
  let rest: readonly string[] = markdown.trim() === '' ? [] : markdown.trim().split(/\r?\n/u)
  while (rest.length > 0) {
    if (rest[0]?.trim() === '') {
      if (rendered.at(-1) !== '') rendered.push('')
      rest = rest.slice(1)
      continue
    }
    const { block, taken } = takeBlock(rest)
    rendered.push(...setBlock(block, width))
    rest = rest.slice(taken)
  }
  return rendered
}
