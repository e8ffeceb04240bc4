/** What a Markdown text of the course says, piece by piece: the paragraphs, items and rows between its fenced blocks. */

export interface TextBlock {
  readonly kind: 'heading' | 'paragraph' | 'item' | 'row'
  /** Where it begins, from 1. */
  readonly line: number
  readonly text: string
}

const FENCE = /^\s*(```+|~~~+)/u
const FRONT = '---'

const kindOf = (line: string): TextBlock['kind'] | undefined => {
  if (/^#{1,6} /u.test(line)) return 'heading'
  if (/^\s*(?:[-*]|\d+\.) /u.test(line)) return 'item'
  return line.startsWith('|') ? 'row' : undefined
}

/** In their order; the front matter and fenced blocks are left out. */
export const findTextBlocks = (markdown: string): readonly TextBlock[] => {
  const blocks: { kind: TextBlock['kind']; line: number; text: string }[] = []
  const lines = markdown.split(/\r?\n/u)
  const from = lines[0] === FRONT ? lines.indexOf(FRONT, 1) + 1 : 0
  let fence: string | undefined
  let open: { text: string } | undefined
  for (const [index, line] of lines.entries()) {
    if (index < from) continue
    const mark = FENCE.exec(line)?.[1]
    if (fence !== undefined) {
      if (line.trim() === fence) fence = undefined
      continue
    }
    if (mark !== undefined || line.trim() === '') {
      fence = mark
      open = undefined
      continue
    }
    const kind = kindOf(line)
    if (kind === undefined && open !== undefined) {
      open.text += `\n${line}`
      continue
    }
    const block = { kind: kind ?? 'paragraph', line: index + 1, text: line }
    blocks.push(block)
    // What follows a heading or a row on the next line is a block of its own.
    open = kind === 'heading' || kind === 'row' ? undefined : block
  }
  return blocks
}
