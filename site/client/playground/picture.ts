/** A picture of the engine's as elements: its SVG is parsed as such, its table made cell by cell. */
import type { Picture } from '../../../src/drawing/drawing.ts'
import { make } from '../dom.ts'

/** Text in cells, below a caption and a head. */
export const tableOf = ({ caption, head, rows }: Picture['table']): HTMLTableElement => {
  const table = document.createElement('table')
  table.append(
    make('caption', {}, caption),
    make('thead', {}, make('tr', {}, ...head.map((cell) => make('th', { scope: 'col' }, cell)))),
    make('tbody', {}, ...rows.map((row) => make('tr', {}, ...row.map((cell) => make('td', {}, cell))))),
  )
  return table
}

export interface ShownPicture {
  readonly figure: HTMLElement
  /** Scrolls where the picture is wider than the page. */
  readonly sheet: HTMLElement
  /** As large as the picture: what lies over it is put in here. */
  readonly layers: HTMLElement
  readonly svg: Element
  readonly caption: HTMLElement
  readonly table: HTMLTableElement
}

/** The drawing in its frame, and the same as a table below it. */
export const showPicture = ({ svg: text, title, description, table: data }: Picture): ShownPicture => {
  const svg = document.importNode(new DOMParser().parseFromString(text, 'image/svg+xml').documentElement, true)
  const layers = make('div', { class: 'layers' })
  layers.append(svg)
  const sheet = make('div', { class: 'sheet', role: 'group', tabindex: '0', 'aria-label': title }, layers)
  const table = tableOf(data)
  const framed = make('div', { class: 'table', role: 'group', tabindex: '0', 'aria-label': data.caption }, table)
  const caption = make('figcaption', {}, description, framed)
  return { figure: make('figure', { class: 'drawing' }, sheet, caption), sheet, layers, svg, caption, table }
}
