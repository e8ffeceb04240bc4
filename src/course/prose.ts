/** The prose of a section: front matter, then sections with anchors, `## Task {#task}`. */
import type { ContentProblem } from './problem.ts'

interface ProseSection {
  readonly id: string
  readonly heading: string
  readonly markdown: string
}

export interface Prose {
  readonly title: string
  readonly summary: string
  readonly sections: readonly ProseSection[]
  /** The items of the section `hints`, in their order. */
  readonly hints: readonly string[]
}

/** Tells of something wrong on a line. */
type Note = (line: number, message: string) => void

interface FrontMatter {
  readonly fields: ReadonlyMap<string, string>
  /** Lines before the text begins. */
  readonly lines: number
}

const FRONT = '---'
/** The mark of a line that opens or closes a code block, and what stands behind it. */
const FENCE = /^\s*(`{3,}|~{3,})(.*)$/u

const unquote = (text: string): string => {
  const match = /^(['"])(.*)\1$/u.exec(text)
  return match?.[2] ?? text
}

const splitFrontMatter = (lines: readonly string[], note: Note): FrontMatter => {
  const fields = new Map<string, string>()
  if (lines[0] !== FRONT) return { fields, lines: 0 }
  const end = lines.indexOf(FRONT, 1)
  if (end < 0) {
    note(1, 'the front matter has no end: a line of --- is missing')
    return { fields, lines: 0 }
  }
  for (const [index, line] of lines.slice(1, end).entries()) {
    const [, name, value = ''] = /^(\w+):(.*)$/u.exec(line) ?? []
    if (line.trim() === '') continue
    if (name === undefined) note(index + 2, 'the front matter needs lines such as title: text')
    else if (fields.has(name)) note(index + 2, `${name} stands twice`)
    else fields.set(name, unquote(value.trim()))
  }
  return { fields, lines: end + 1 }
}

export interface ParsedProse {
  readonly prose: Prose
  readonly problems: readonly ContentProblem[]
}

export const parseProse = (text: string, file: string): ParsedProse => {
  const lines = text.split(/\r?\n/u)
  const problems: ContentProblem[] = []
  const note: Note = (line, message) => void problems.push({ file, line, column: 1, message })
  const front = splitFrontMatter(lines, note)
  const [title = '', summary = ''] = ['title', 'summary'].map((name) => front.fields.get(name))
  if (title === '') note(1, 'the front matter needs a title')
  const sections = splitSections(lines, front.lines, note)
  const hints = sections.find(({ id }) => id === 'hints')?.markdown ?? ''
  return { prose: { title, summary, sections, hints: splitHints(hints) }, problems }
}

interface Fence {
  readonly mark: string
  readonly line: number
}

/** The code block that is open after a line; it ends with as many marks as it began with, or more, and nothing behind them. */
const fenceAfter = (fence: Fence | undefined, text: string, line: number): Fence | undefined => {
  const [, mark, rest = ''] = FENCE.exec(text) ?? []
  if (mark === undefined) return fence
  if (fence === undefined) return { mark, line }
  return mark.startsWith(fence.mark) && rest.trim() === '' ? undefined : fence
}

const splitSections = (lines: readonly string[], from: number, note: Note): readonly ProseSection[] => {
  const sections: { id: string; heading: string; lines: string[] }[] = []
  let fence: Fence | undefined
  for (const [index, line] of lines.entries()) {
    if (index < from) continue
    fence = fenceAfter(fence, line, index + 1)
    if (fence !== undefined || !line.startsWith('## ')) {
      sections.at(-1)?.lines.push(line)
      continue
    }
    const heading = /^## (.*?)\s*\{#([\w-]+)\}\s*$/u.exec(line)
    if (heading === null) note(index + 1, 'the heading needs an anchor, such as {#task}')
    sections.push({
      heading: heading?.[1] ?? line.slice(3).trim(),
      id: heading?.[2] ?? `section-${sections.length + 1}`,
      lines: [],
    })
  }
  if (fence !== undefined) note(fence.line, `this code block has no end: a line of ${fence.mark} is missing`)
  return sections.map(({ id, heading, lines: own }) => ({ id, heading, markdown: own.join('\n').trim() }))
}

const splitHints = (markdown: string): readonly string[] =>
  markdown
    .split(/^\d+\. /mu)
    .map((hint) => hint.trim())
    .filter((hint) => hint !== '')
