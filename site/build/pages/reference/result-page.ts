/** The fields of a result, as its schema has them. */
import type { ResultField, ResultPart } from '../../../../src/node/result-reference.ts'
import { escapeHtml } from '../../escape.ts'
import type { Page } from '../../page.ts'
import type { Site } from '../../site.ts'
import { WORDS, type Language } from '../../words.ts'
import { heading, referencePage, termTable } from './parts.ts'

const typeHtml = ({ types, isEnumerated, part }: ResultField): string => {
  const link = part === undefined ? [] : [`<a href="#${part}">${part}</a>`]
  const own = part === undefined || types.includes('array') ? types : types.filter((type) => type !== 'object')
  const shown = own.map((type) => (isEnumerated ? `<code>${escapeHtml(type)}</code>` : escapeHtml(type)))
  return [...link, ...shown].join(isEnumerated ? ' ' : ', ')
}

const partHtml = ({ name, extends: base, fields }: ResultPart, title: string, language: Language): string => {
  const words = WORDS[language]
  const also = base === undefined ? '' : `<p>${words.alsoFields} <a href="#${base}">${base}</a>.</p>\n`
  const rows = fields.map((field) => {
    const note = field.isOptional ? ` <span class="note">${words.optional}</span>` : ''
    return [`<code>${escapeHtml(field.path)}</code>${note}`, typeHtml(field), escapeHtml(field.text?.[language] ?? '')]
  })
  return heading(name, title) + also + termTable(title, [words.field, words.type, words.meaning], rows)
}

export const resultPage = (site: Site, language: Language): Page => {
  const words = WORDS[language]
  const titleOf = ({ name }: ResultPart): string => (name === 'result' ? words.wholeResult : name)
  return referencePage({
    language,
    name: 'reference/result.html',
    title: words.result,
    summary: words.resultIntro,
    html: site.result.map((part) => partHtml(part, titleOf(part), language)).join(''),
    contents: site.result.map((part) => ({ id: part.name, heading: titleOf(part) })),
    found: site.result.map((part) => ({
      anchor: part.name,
      title: `${words.result}: ${titleOf(part)}`,
      text: part.fields.map(({ path, text }) => `${path} ${text?.[language] ?? ''}`).join(' '),
    })),
  })
}
