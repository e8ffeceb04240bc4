/** What pages of sections and of exercises show alike: the parts of a text, hints that open, commands. */
import type { Section } from '../content/load-course.ts'
import { escapeHtml } from '../escape.ts'
import { renderFence } from '../markdown/fences.ts'
import { renderParts, type RenderedPart } from '../markdown/markdown.ts'
import type { Site } from '../site.ts'
import { WORDS, type Language } from '../words.ts'

/** The sections of a text, as a page shows them. */
export const partsOf = (
  site: Site,
  section: Section,
  language: Language,
  page: { name: string; prefix: string },
): readonly RenderedPart[] => {
  const { body, file, before } = section.texts[language]
  return renderParts(body, {
    file,
    before,
    language,
    prefix: page.prefix,
    resolve: site.resolver(page.name),
    note: site.note,
    snapshots: section.snapshots,
  })
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
  if (part.id === 'hints') return renderHints(part, section, WORDS[language].hint)
  if (part.id === 'debrief') return renderDebrief(part)
  return part.headingHtml + part.html
}

/** Lines for a terminal. */
export const commands = (lines: readonly string[], language: Language): string =>
  renderFence('console', lines.map((line) => `$ ${line}\n`).join(''), language)
