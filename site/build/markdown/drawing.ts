/** Drawings of the course, ```drawing with a YAML mapping: made by the model when the site is built, each with a table that says the same. */
import type { ContentProblem } from '../../../src/course/problem.ts'
import { draw, type DrawResult } from '../../../src/drawing/draw.ts'
import type { Picture } from '../../../src/drawing/drawing.ts'
import { readDrawing } from '../../../src/drawing/read-drawing.ts'
import type { Snapshot } from '../../../src/network/model.ts'
import { escapeHtml } from '../escape.ts'
import { createMemo } from '../memo.ts'
import { WORDS, type Language } from '../words.ts'

export interface DrawingSource {
  /** The YAML between the fences. */
  readonly text: string
  readonly language: Language
  /** Where the fence begins. */
  readonly file: string
  readonly line: number
  /** Clusters that may be drawn, by the path of their manifests. */
  readonly snapshots: ReadonlyMap<string, Snapshot>
  readonly note: (problem: ContentProblem) => void
}

const renderTable = ({ caption, head, rows }: Picture['table']): string => {
  const cells = (tag: 'th' | 'td', row: readonly string[]): string =>
    row.map((cell) => `<${tag}${tag === 'th' ? ' scope="col"' : ''}>${escapeHtml(cell)}</${tag}>`).join('')
  const body = rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('')
  return `<table><caption>${escapeHtml(caption)}</caption><thead><tr>${cells('th', head)}</tr></thead><tbody>${body}</tbody></table>`
}

/** The figure's HTML; empty where it has problems, which are noted. */
export const renderDrawing = ({ text, language, file, line, snapshots, note }: DrawingSource): string => {
  const { drawing, problems } = readDrawing(text, { file, line: line + 1, column: 1 })
  for (const problem of problems) note(problem)
  if (drawing === undefined) return ''
  const snapshot = snapshots.get(drawing.state)
  if (snapshot === undefined) {
    note({ file, line, column: 1, message: `${drawing.state} is no state of this section` })
    return ''
  }
  const { problems: missing, picture } = memo(
    { owner: snapshot, slot: JSON.stringify([text, language]), of: JSON.stringify([file, line]) },
    () => draw(drawing, snapshot, { language }),
  )
  for (const problem of missing) note(problem)
  return picture === undefined ? '' : renderFigure(picture, language)
}

/** Sections are shown on their own page and on the printed one. */
const memo = createMemo<DrawResult>()

const renderFigure = ({ svg, title, table }: Picture, language: Language): string =>
  [
    `<figure class="drawing"><div class="sheet" role="group" tabindex="0" aria-label="${escapeHtml(title)}">${svg}</div>`,
    `<figcaption>${escapeHtml(title)}<details><summary>${WORDS[language].asTable}</summary>`,
    `<div class="table" role="group" tabindex="0" aria-label="${escapeHtml(`${WORDS[language].table}: ${title}`)}">${renderTable(table)}</div>`,
    '</details></figcaption></figure>\n',
  ].join('')
