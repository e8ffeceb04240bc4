/** The kinds of checks: what each demands, what it takes, an example, and the exercises that have it. */
import type { CheckField, CheckReference, SharedPart } from '../../../../src/node/check-reference.ts'
import { escapeHtml } from '../../escape.ts'
import { renderFence } from '../../markdown/fences.ts'
import type { Page } from '../../page.ts'
import type { Site } from '../../site.ts'
import { WORDS, type Language } from '../../words.ts'
import { heading, referencePage, termTable } from './parts.ts'

const partAnchor = (part: string): string => `part-${part}`

const fieldRow = ({ name, type, required, part, ...texts }: CheckField, language: Language): readonly string[] => {
  const { mayBeLeftOut } = WORDS[language]
  const shown = part === undefined ? escapeHtml(type) : `<a href="#${partAnchor(part)}">${escapeHtml(type)}</a>`
  const note = required === true ? '' : ` <span class="note">${mayBeLeftOut}</span>`
  return [`<code>${escapeHtml(name)}</code>${note}`, shown, escapeHtml(texts[language])]
}

const fieldTable = (label: string, fields: readonly CheckField[], language: Language): string => {
  const words = WORDS[language]
  return termTable(
    label,
    [words.field, words.type, words.meaning],
    fields.map((field) => fieldRow(field, language)),
  )
}

/** The exercises whose tasks have a check of the kind. */
const usesHtml = (site: Site, kind: string, language: Language): string => {
  const links = site.course.sections
    .filter(({ task }) => task?.checks.some(({ spec }) => spec.kind === kind))
    .map(({ id, texts }) => `<a href="../exercises/${id}.html">${id} ${escapeHtml(texts[language].title)}</a>`)
  return links.length === 0 ? '' : `<p>${WORDS[language].usedIn}: ${links.join(', ')}</p>\n`
}

const kindHtml = (site: Site, check: CheckReference, language: Language): string =>
  `${heading(check.kind, `<code>${check.kind}</code>`)}<p>${escapeHtml(check[language])}</p>\n${renderFence('yaml', check.example, language)}${fieldTable(check.kind, check.fields, language)}${usesHtml(site, check.kind, language)}`

const partHtml = (name: string, { title, fields }: SharedPart, language: Language): string =>
  heading(partAnchor(name), escapeHtml(title[language])) + fieldTable(title[language], fields, language)

export const checksPage = (site: Site, language: Language): Page => {
  const words = WORDS[language]
  const { kinds, parts } = site.checks
  const shared = Object.entries(parts)
  return referencePage({
    language,
    name: 'reference/checks.html',
    title: words.checkKinds,
    summary: words.checkKindsIntro,
    html:
      kinds.map((check) => kindHtml(site, check, language)).join('') +
      shared.map(([name, part]) => partHtml(name, part, language)).join(''),
    contents: [
      ...kinds.map(({ kind }) => ({ id: kind, heading: kind })),
      ...shared.map(([name, { title }]) => ({ id: partAnchor(name), heading: title[language] })),
    ],
    found: kinds.map((check) => ({
      anchor: check.kind,
      title: `${words.checkKind}: ${check.kind}`,
      text: [check[language], ...check.fields.map((field) => `${field.name} ${field[language]}`)].join(' '),
    })),
  })
}
