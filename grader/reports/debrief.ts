/** What there is to learn from a task that was solved, for the terminal. */
import { paint, wrap, type Style } from './layout.ts'

export interface Debrief {
  readonly heading: string
  readonly markdown: string
}

/** Blocks whose lines stand as they are: code, lists, tables. */
const IS_SET = /^(?:```|~~~|[-*|] ?|\d+\. )/u

const MARGIN = '  '

/** Paragraphs are broken to the terminal's width; ends with an empty line. */
export const renderDebrief = ({ heading, markdown }: Debrief, style: Style): string => {
  const blocks = markdown
    .split(/\n{2,}/u)
    .map((block) =>
      IS_SET.test(block) ? block.split('\n') : wrap(block.replaceAll('\n', ' '), style.width - 2 * MARGIN.length),
    )
  const lines = blocks.flatMap((block, index) => [...(index === 0 ? [] : ['']), ...block])
  return [paint(style, 'bold', heading), '', ...lines, ''].map((line) => `${MARGIN}${line}`.trimEnd()).join('\n')
}
