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

interface FrontMatter {
  readonly fields: Readonly<Record<string, string>>
  /** Lines before the text begins. */
  readonly lines: number
}

const FENCE = '---'

const unquote = (text: string): string => {
  const match = /^(['"])(.*)\1$/u.exec(text)
  return match?.[2] ?? text
}

const splitFrontMatter = (lines: readonly string[]): FrontMatter => {
  const end = lines[0] === FENCE ? lines.indexOf(FENCE, 1) : -1
  if (end < 0) return { fields: {}, lines: 0 }
  const fields = lines.slice(1, end).flatMap((line) => {
    const colon = line.indexOf(':')
    return colon < 0 ? [] : [[line.slice(0, colon).trim(), unquote(line.slice(colon + 1).trim())] as const]
  })
  return { fields: Object.fromEntries(fields), lines: end + 1 }
}

export interface ParsedProse {
  readonly prose: Prose
  readonly problems: readonly ContentProblem[]
}

export const parseProse = (text: string, file: string): ParsedProse => {
  const lines = text.split(/\r?\n/u)
  const front = splitFrontMatter(lines)
  const { title = '', summary = '' } = front.fields
  const problems: ContentProblem[] = []
  if (title === '') problems.push({ file, line: 1, column: 1, message: 'the front matter needs a title' })
  const sections = splitSections(lines, front.lines, (line, message) => problems.push({ file, line, column: 1, message }))
  const hints = sections.find(({ id }) => id === 'hints')?.markdown ?? ''
  return { prose: { title, summary, sections, hints: splitHints(hints) }, problems }
}

const splitSections = (
  lines: readonly string[],
  from: number,
  note: (line: number, message: string) => void,
): readonly ProseSection[] => {
  const sections: { id: string; heading: string; lines: string[] }[] = []
  let fenced = false
  for (const [index, line] of lines.entries()) {
    if (index < from) continue
    if (/^\s*(?:```|~~~)/u.test(line)) fenced = !fenced
    if (fenced || !line.startsWith('## ')) {
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
  return sections.map(({ id, heading, lines: own }) => ({ id, heading, markdown: own.join('\n').trim() }))
}

const splitHints = (markdown: string): readonly string[] =>
  markdown
    .split(/^\d+\. /mu)
    .map((hint) => hint.trim())
    .filter((hint) => hint !== '')
