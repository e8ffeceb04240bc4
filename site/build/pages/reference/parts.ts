/** Pieces that the pages of the reference share. */
import { escapeHtml } from '../../escape.ts'
import { createPage, type Page } from '../../page.ts'
import { WORDS } from '../../words.ts'

/** A table that scrolls by itself; cells of `rows` are HTML. */
export const table = (label: string, head: readonly string[], rows: readonly string[], kind = 'table'): string =>
  `<div class="${kind}" role="group" tabindex="0" aria-label="${escapeHtml(label)}"><table><thead><tr>${head.map((cell) => `<th scope="col">${cell}</th>`).join('')}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table></div>\n`

export const heading = (id: string, html: string): string =>
  `<h2 id="${id}"><a class="heading" href="#${id}">${html}</a></h2>\n`

/** Terms and what they are: on a phone, the cells of a row stand one below the other. */
export const termTable = (label: string, head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const cells = rows.map(
    ([term = '', ...rest]) => `<tr><th scope="row">${term}</th>${rest.map((cell) => `<td>${cell}</td>`).join('')}</tr>`,
  )
  return table(label, head, cells, 'table terms-of')
}

/** A page of the reference, with the way back to the list of them. */
export const referencePage = (page: Omit<Parameters<typeof createPage>[0], 'kind'>): Page =>
  createPage({ ...page, kind: 'reference', up: { name: 'reference/index.html', title: WORDS[page.language].reference } })
