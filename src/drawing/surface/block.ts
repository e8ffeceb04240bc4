/** Pieces that know their size and can be put beside and below each other, so that nothing overlaps. */
import { TYPES, textWidth, wrapText, type TextStyle } from './measure.ts'
import { baselineOf, type Box, type BoxStyle, type Mark, type Sheet } from './sheet.ts'

/** A piece of a drawing; it may be given more room than it needs. */
export interface Block {
  readonly width: number
  readonly height: number
  readonly draw: (sheet: Sheet, box: Box) => void
}

/** One line of text, broken where it is wider than it may be. */
export interface Line {
  readonly text: string
  readonly style?: TextStyle
  readonly isMuted?: boolean
  readonly mark?: Mark
}

const MARK_WIDTH = 20

/** Lines below each other. */
export const lines = (given: readonly (Line | string)[], maxWidth = 320): Block => {
  const all = given
    .map((line): Line => (typeof line === 'string' ? { text: line } : line))
    .flatMap(({ text, style = 't', isMuted = false, mark }) => {
      const indent = mark === undefined ? 0 : MARK_WIDTH
      return wrapText(text, style, maxWidth - indent).map((part, index) => ({
        text: part,
        style,
        isMuted,
        indent,
        mark: index === 0 ? mark : undefined,
      }))
    })
  const height = all.reduce((sum, { style }) => sum + TYPES[style].leading, 0)
  return {
    width: Math.max(0, ...all.map(({ text, style, indent }) => textWidth(text, style) + indent)),
    height,
    draw: (sheet, { x, y }) => {
      let top = y
      for (const { text, style, isMuted, indent, mark } of all) {
        const { leading } = TYPES[style]
        if (mark !== undefined) sheet.mark({ x: x + 6, y: top + leading / 2 }, mark)
        if (text !== '') sheet.text({ x: x + indent, y: baselineOf(top, style) }, text, style, { isMuted })
        top += leading
      }
    },
  }
}

export const space = (width: number, height: number): Block => ({ width, height, draw: () => undefined })

interface Arrangement {
  readonly gap?: number
  /** All get the height (in a row) or the width (in a column) of the largest. */
  readonly isStretched?: boolean
  readonly align?: 'start' | 'middle'
}

const sumOf = (sizes: readonly number[], gap: number): number =>
  sizes.reduce((sum, size) => sum + size, 0) + gap * Math.max(0, sizes.length - 1)

/** Beside each other. */
export const row = (blocks: readonly Block[], { gap = 16, isStretched = true, align = 'start' }: Arrangement = {}): Block => ({
  width: sumOf(
    blocks.map(({ width }) => width),
    gap,
  ),
  height: Math.max(0, ...blocks.map(({ height }) => height)),
  draw: (sheet, box) => {
    let { x } = box
    for (const block of blocks) {
      const y = align === 'middle' ? box.y + (box.height - block.height) / 2 : box.y
      block.draw(sheet, { x, y, width: block.width, height: isStretched ? box.height : block.height })
      x += block.width + gap
    }
  },
})

/** Below each other. */
export const column = (
  blocks: readonly Block[],
  { gap = 12, isStretched = true, align = 'start' }: Arrangement = {},
): Block => ({
  width: Math.max(0, ...blocks.map(({ width }) => width)),
  height: sumOf(
    blocks.map(({ height }) => height),
    gap,
  ),
  draw: (sheet, box) => {
    let { y } = box
    for (const block of blocks) {
      const x = align === 'middle' ? box.x + (box.width - block.width) / 2 : box.x
      block.draw(sheet, { x, y, width: isStretched ? box.width : block.width, height: block.height })
      y += block.height + gap
    }
  },
})

interface CardOptions {
  readonly style?: BoxStyle
  readonly padding?: number
  /** Where it was drawn is kept under this name. */
  readonly id?: string
  readonly minWidth?: number
}

/** A rectangle around a piece. */
export const card = (content: Block, { style = 'c', padding = 12, id, minWidth = 0 }: CardOptions = {}): Block => ({
  width: Math.max(minWidth, content.width + 2 * padding),
  height: content.height + 2 * padding,
  draw: (sheet, box) => {
    sheet.rect(box, style)
    if (id !== undefined) sheet.keep(id, box)
    content.draw(sheet, {
      x: box.x + padding,
      y: box.y + padding,
      width: box.width - 2 * padding,
      height: box.height - 2 * padding,
    })
  },
})

/** The same piece, at least so large. */
export const atLeast = (
  block: Block,
  { width = 0, height = 0 }: { readonly width?: number; readonly height?: number },
): Block => ({
  ...block,
  width: Math.max(block.width, width),
  height: Math.max(block.height, height),
})

/** Cells in rows and columns of equal width; a column is as wide as its widest cell. */
export const grid = (
  rows: readonly (readonly Block[])[],
  {
    columnGap = 20,
    rowGap = 10,
    isStretched = false,
  }: { readonly columnGap?: number; readonly rowGap?: number; readonly isStretched?: boolean } = {},
): Block => {
  const count = Math.max(0, ...rows.map((cells) => cells.length))
  const widths = Array.from({ length: count }, (_, index) => Math.max(0, ...rows.map((cells) => cells[index]?.width ?? 0)))
  return column(
    rows.map((cells) => {
      const height = Math.max(0, ...cells.map((cell) => cell.height))
      return row(
        cells.map((cell, index): Block => ({
          width: widths[index] ?? 0,
          height,
          draw: (sheet, box) =>
            isStretched
              ? cell.draw(sheet, box)
              : cell.draw(sheet, { x: box.x, y: box.y + (height - cell.height) / 2, width: cell.width, height: cell.height }),
        })),
        { gap: columnGap },
      )
    }),
    { gap: rowGap, isStretched: false },
  )
}
