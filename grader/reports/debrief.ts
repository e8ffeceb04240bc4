/** What there is to learn from a task that was solved, for the terminal. */
import { paint, type Style } from './layout.ts'
import { renderProse } from './prose.ts'

export interface Debrief {
  readonly heading: string
  readonly markdown: string
}

const MARGIN = '  '

/** Paragraphs are broken to the terminal's width; ends with an empty line. */
export const renderDebrief = ({ heading, markdown }: Debrief, style: Style): string =>
  [paint(style, 'bold', heading), '', ...renderProse(markdown, style.width - 2 * MARGIN.length), '']
    .map((line) => `${MARGIN}${line}`.trimEnd())
    .join('\n')
