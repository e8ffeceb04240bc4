/** What the network model has to get right, an area a page, each line with the tests that hold it. */
import type { Area, Line } from '../../../../src/node/semantics.ts'
import { escapeHtml } from '../../escape.ts'
import type { Page } from '../../page.ts'
import type { Site } from '../../site.ts'
import type { Language } from '../../words.ts'
import { referencePage, table } from './parts.ts'
import { REFERENCE_WORDS } from './words.ts'

/** Within the folder of the reference. */
export const semanticsName = (index: number): string => `semantics-${index + 1}.html`

const rowOf = (site: Site, line: Line, language: Language): string => {
  const words = REFERENCE_WORDS[language]
  const marks = line.marks.length === 0 ? '' : ` <em class="note">${line.marks.map((mark) => words[mark]).join(' · ')}</em>`
  const tests = (site.tests.get(line.code) ?? []).map(
    (file) =>
      `<code>${escapeHtml(file.replace(/^test\/(?:cases|unit)\//u, '').replace(/\/expected\.txt$|\.test\.ts$/u, ''))}</code>`,
  )
  return `<tr><th scope="row" id="${line.code}">${line.code}</th><td class="holds">${escapeHtml(line[language])}${marks}</td><td class="files">${tests.join(' ')}</td></tr>`
}

const semanticsPage = (site: Site, area: Area, index: number, language: Language): Page => {
  const words = REFERENCE_WORDS[language]
  const title = area.title[language]
  return referencePage({
    language,
    name: `reference/${semanticsName(index)}`,
    title,
    summary: words.semanticsIntro,
    html: table(
      title,
      [words.line, words.holds, words.tests],
      area.lines.map((line) => rowOf(site, line, language)),
      'table lines',
    ),
    found: area.lines.map((line) => ({ anchor: line.code, title: line.code, text: line[language] })),
  })
}

export const semanticsPages = (site: Site, language: Language): readonly Page[] =>
  site.semantics.areas.map((area, index) => semanticsPage(site, area, index, language))
