/** What pages of sections and of exercises show alike: the parts of a text, hints that open, commands. */
import type { ContentProblem } from '../../../src/course/problem.ts'
import type { Section } from '../content/load-course.ts'
import { escapeHtml } from '../escape.ts'
import { renderFence } from '../markdown/fences.ts'
import { HINTS, readText, renderParts, type ReadText, type RenderedPart } from '../markdown/markdown.ts'
import { createMemo } from '../memo.ts'
import type { Site } from '../site.ts'
import { WORDS, type Language } from '../words.ts'

interface MadeParts {
  readonly parts: readonly RenderedPart[]
  readonly problems: readonly ContentProblem[]
}

const memo = createMemo<MadeParts>()

const texts = createMemo<ReadText>()

/** The sections of a text, as a page shows them. */
export const partsOf = (
  site: Site,
  section: Section,
  language: Language,
  page: { name: string; prefix: string },
): readonly RenderedPart[] => {
  const { body, file, before } = section.texts[language]
  const { parts, problems } = memo(
    {
      owner: section.snapshots,
      slot: JSON.stringify([section.id, language, page]),
      of: JSON.stringify([body, file, before, site.linked]),
    },
    () => {
      const found: ContentProblem[] = []
      const text = texts({ owner: section.texts, slot: language, of: body }, () => readText(body))
      const made = renderParts(text, {
        file,
        before,
        language,
        prefix: page.prefix,
        resolve: site.resolver(page.name),
        note: (problem) => found.push(problem),
        snapshots: section.snapshots,
      })
      return { parts: made, problems: found }
    },
  )
  problems.forEach(site.note)
  return parts
}

/** Hints open one by one. */
const renderHints = (part: RenderedPart, { id, source }: Section, word: string): string =>
  part.headingHtml +
  part.items
    .map(
      (html, index) =>
        `<details data-hint="${index + 1}" data-task="${id}"${source.variant === undefined ? '' : ` data-variant="${source.variant}"`}><summary>${word} ${index + 1}</summary>${html}</details>\n`,
    )
    .join('')

/** The debrief tells the solution: it is folded. */
const renderDebrief = ({ id, heading, html }: RenderedPart): string =>
  `<details id="${id}"><summary>${escapeHtml(heading)}</summary>${html}</details>\n`

export const renderPart = (part: RenderedPart, section: Section, language: Language): string => {
  if (part.id === HINTS) return renderHints(part, section, WORDS[language].hint)
  if (part.id === 'debrief') return renderDebrief(part)
  return part.headingHtml + part.html
}

/** Lines for a terminal. */
export const commands = (lines: readonly string[], language: Language): string =>
  renderFence('console', lines.map((line) => `$ ${line}\n`).join(''), language)
