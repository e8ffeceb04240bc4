/** The reference: the fields of a result, and the semantics with their tests. */
import { isJsonObject, isList } from '../../../src/kubernetes/json.ts'
import type { Area, Line } from '../../../src/node/semantics.ts'
import { escapeHtml } from '../escape.ts'
import { createPage, type Page } from '../page.ts'
import type { Site } from '../site.ts'
import { WORDS, type Language } from '../words.ts'

const table = (label: string, head: readonly string[], rows: readonly string[]): string =>
  `<div class="table" role="group" tabindex="0" aria-label="${escapeHtml(label)}"><table><thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join('')}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table></div>\n`

interface Field {
  readonly path: string
  readonly type: string
  readonly isOptional: boolean
}

/** The schema behind a `$ref`, and everything that `allOf` brings together, as one. */
const resolveSchema = (root: unknown, value: unknown): Readonly<Record<string, unknown>> => {
  if (!isJsonObject(value)) return {}
  const { $ref, allOf } = value
  if (typeof $ref === 'string' && isJsonObject(root) && isJsonObject(root['definitions']))
    return resolveSchema(root, root['definitions'][$ref.split('/').at(-1) ?? ''])
  if (!isList(allOf)) return value
  const parts = allOf.map((part) => resolveSchema(root, part))
  const properties: Readonly<Record<string, unknown>> = Object.assign({}, ...parts.map((part) => part['properties'])) as Record<
    string,
    unknown
  >
  return { type: 'object', properties, required: parts.flatMap(({ required }) => (isList(required) ? required : [])) }
}

const typeOf = ({ type, enum: values, const: value }: Readonly<Record<string, unknown>>): string => {
  if (value !== undefined) return JSON.stringify(value)
  if (isList(values)) return values.map((one) => JSON.stringify(one)).join(' | ')
  return isList(type) ? type.map(String).join(' | ') : typeof type === 'string' ? type : ''
}

/** Every field below a schema, outer ones first: `checks[].causes[].code`. */
const fieldsOf = (root: unknown, value: unknown, path: string): readonly Field[] => {
  const { properties, required } = resolveSchema(root, value)
  if (!isJsonObject(properties)) return []
  return Object.entries(properties).flatMap(([name, own]): readonly Field[] => {
    const schema = resolveSchema(root, own)
    const here = path === '' ? name : `${path}.${name}`
    const field: Field = { path: here, type: typeOf(schema), isOptional: !(isList(required) && required.includes(name)) }
    return [field, ...fieldsOf(root, schema, here), ...fieldsOf(root, schema['items'], `${here}[]`)]
  })
}

const resultPage = (site: Site, language: Language): Page => {
  const words = WORDS[language]
  const rows = fieldsOf(site.schema, site.schema, '').map(
    ({ path, type, isOptional }) =>
      `<tr><td><code>${escapeHtml(path)}</code></td><td><code>${escapeHtml(type)}</code>${isOptional ? ` (${words.optional})` : ''}</td></tr>`,
  )
  const html = table(words.result, [words.field, words.type], rows)
  return createPage({
    kind: 'reference',
    language,
    name: 'reference/result.html',
    title: words.result,
    summary: words.resultIntro,
    html,
  })
}

const semanticsName = (index: number): string => `reference/semantics-${index + 1}.html`

const rowOf = (site: Site, line: Line, language: Language): string => {
  const words = WORDS[language]
  const marks = line.marks.map((mark) => ` <em class="note">${words[mark]}</em>`).join('')
  const tests = (site.tests.get(line.code) ?? []).map(
    (file) =>
      `<code>${escapeHtml(file.replace(/^test\/(?:cases|unit)\//u, '').replace(/\/expected\.txt$|\.test\.ts$/u, ''))}</code>`,
  )
  return `<tr><th scope="row" id="${line.code}">${line.code}</th><td>${escapeHtml(line[language])}${marks}</td><td class="files">${tests.join(' ')}</td></tr>`
}

const semanticsPage = (site: Site, area: Area, index: number, language: Language): Page => {
  const words = WORDS[language]
  const title = area.title[language]
  const html = table(
    title,
    [words.line, words.holds, words.tests],
    area.lines.map((line) => rowOf(site, line, language)),
  )
  const found = area.lines.map((line) => ({ anchor: line.code, title: line.code, text: line[language] }))
  return createPage({
    kind: 'reference',
    language,
    name: semanticsName(index),
    title,
    summary: words.semanticsIntro,
    html,
    found,
  })
}

const indexPage = (site: Site, language: Language): Page => {
  const words = WORDS[language]
  const areas = site.semantics.areas.map(
    ({ title }, index) => `<li><a href="semantics-${index + 1}.html">${escapeHtml(title[language])}</a></li>\n`,
  )
  const html = `<h2 id="result"><a class="heading" href="#result">${words.result}</a></h2>\n<p><a href="result.html">${words.resultIntro}</a></p>\n<h2 id="semantics"><a class="heading" href="#semantics">${words.semantics}</a></h2>\n<p>${words.semanticsIntro}</p>\n<ul>${areas.join('')}</ul>\n`
  return createPage({
    kind: 'reference',
    language,
    name: 'reference/index.html',
    title: words.reference,
    summary: words.referenceIntro,
    html,
  })
}

export const referencePages = (site: Site, language: Language): readonly Page[] => [
  indexPage(site, language),
  resultPage(site, language),
  ...site.semantics.areas.map((area, index) => semanticsPage(site, area, index, language)),
]
