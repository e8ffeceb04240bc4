/** Two sets that overlap, with their members, and the part that is meant filled and marked. */
import { linesOfSome } from '../names.ts'
import { lines, type Block } from '../surface/block.ts'
import type { Box, Sheet } from '../surface/sheet.ts'

export interface VennSet {
  readonly name: string
  readonly members: readonly string[]
}

const PAD = 12
const TITLE_WIDTH = 190

/** `and`: what is in both is meant; `or`: what is in either. */
export const vennOf = ([one, other]: readonly [VennSet, VennSet], how: 'and' | 'or'): Block => {
  const isInOther = (name: string): boolean => other.members.includes(name)
  const parts = [
    one.members.filter((name) => !isInOther(name)),
    one.members.filter(isInOther),
    other.members.filter((name) => !one.members.includes(name)),
  ]
  const blocks = parts.map((members, index) => {
    const isMeant = how === 'or' || index === 1
    const content = linesOfSome(members, isMeant ? { style: 'm', mark: 'yes' } : { style: 'm', isMuted: true, mark: 'no' })
    return lines(content.length === 0 ? [{ text: '∅', style: 'm', isMuted: true }] : content, 200)
  })
  const firstTitle = lines([{ text: one.name }], TITLE_WIDTH)
  const lastTitle = lines([{ text: other.name }], TITLE_WIDTH)
  const [left, middle, right] = blocks.map(({ width }) => Math.max(70, width) + 2 * PAD)
  const widths = [left ?? 0, middle ?? 0, right ?? 0] as const
  // Each title stands over the part that is its set's alone, and may reach into half of the common part.
  const first = Math.max(widths[0], firstTitle.width + 2 * PAD - widths[1] / 2)
  const last = Math.max(widths[2], lastTitle.width + 2 * PAD - widths[1] / 2)
  const titleHeight = Math.max(firstTitle.height, lastTitle.height)
  const inner = Math.max(...blocks.map(({ height }) => height))
  const height = titleHeight + 8 + inner + 2 * PAD
  return {
    width: first + widths[1] + last,
    height,
    draw: (sheet, { x, y }) => {
      const top = y + titleHeight + 8
      const box = (from: number, width: number): Box => ({ x: from, y: top, width, height: inner + 2 * PAD })
      const whole = { one: box(x, first + widths[1]), other: box(x + first, widths[1] + last) }
      drawSets(sheet, { ...whole, common: box(x + first, widths[1]) }, how)
      firstTitle.draw(sheet, { x: x + PAD, y: y + titleHeight - firstTitle.height, width: 0, height: 0 })
      const secondX = x + first + widths[1] + last - PAD - lastTitle.width
      lastTitle.draw(sheet, { x: secondX, y: y + titleHeight - lastTitle.height, width: 0, height: 0 })
      const starts = [x, x + first, x + first + widths[1]]
      for (const [index, block] of blocks.entries())
        block.draw(sheet, { x: (starts[index] ?? x) + PAD, y: top + PAD, width: block.width, height: block.height })
    },
  }
}

interface SetBoxes {
  readonly one: Box
  readonly other: Box
  readonly common: Box
}

/** What is meant is filled; both sets keep their own edge. */
const drawSets = (sheet: Sheet, { one, other, common }: SetBoxes, how: 'and' | 'or'): void => {
  if (how === 'and') sheet.rect(common, 'j', 0)
  else {
    sheet.rect(one, 'j', 10)
    sheet.rect(other, 'j', 10)
  }
  sheet.rect(one, 'b', 10)
  sheet.rect(other, 'b', 10)
}
