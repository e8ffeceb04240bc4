/** A picture of the engine's as elements: its SVG is parsed as such, its table made cell by cell. */
import type { Picture } from '../../../src/drawing/drawing.ts'
import { make } from '../dom.ts'

const tableOf = ({ caption, head, rows }: Picture['table']): HTMLElement =>
  make(
    'table',
    {},
    make('caption', {}, caption),
    make('thead', {}, make('tr', {}, ...head.map((cell) => make('th', { scope: 'col' }, cell)))),
    make('tbody', {}, ...rows.map((row) => make('tr', {}, ...row.map((cell) => make('td', {}, cell))))),
  )

/** The drawing in its frame, and the same as a table below it. */
export const showPicture = ({ svg, title, description, table }: Picture): HTMLElement => {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement
  const sheet = make('div', { class: 'sheet', role: 'group', tabindex: '0', 'aria-label': title })
  sheet.append(document.importNode(parsed, true))
  const framed = make('div', { class: 'table', role: 'group', tabindex: '0', 'aria-label': table.caption }, tableOf(table))
  return make('figure', { class: 'drawing' }, sheet, make('figcaption', {}, description, framed))
}
