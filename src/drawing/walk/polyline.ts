/** Places on a line of several pieces, by their distance from its beginning. */
import type { Point } from '../surface/sheet.ts'

interface Piece {
  readonly from: Point
  readonly to: Point
  /** Distance of its beginning from the line's. */
  readonly start: number
  readonly length: number
}

const piecesOf = (points: readonly Point[]): readonly Piece[] => {
  let start = 0
  return points.slice(1).map((to, index) => {
    const from = points[index] ?? to
    const length = Math.hypot(to.x - from.x, to.y - from.y)
    const piece = { from, to, start, length }
    start += length
    return piece
  })
}

export const lengthOf = (points: readonly Point[]): number => piecesOf(points).reduce((sum, { length }) => sum + length, 0)

const pointOn = ({ from, to, start, length }: Piece, at: number): Point => {
  const share = length === 0 ? 0 : (at - start) / length
  return { x: Math.round(from.x + (to.x - from.x) * share), y: Math.round(from.y + (to.y - from.y) * share) }
}

/** The first place of all that are nearest to the target, not before `from`. */
export const alongWay = (points: readonly Point[], target: Point, from: number): number => {
  let best = { distance: Infinity, at: from }
  for (const piece of piecesOf(points)) {
    const { start, length, from: begin, to } = piece
    if (length === 0 || start + length < from) continue
    const share = ((target.x - begin.x) * (to.x - begin.x) + (target.y - begin.y) * (to.y - begin.y)) / length
    const at = Math.min(start + length, Math.max(start, from, start + share))
    const point = pointOn(piece, at)
    const distance = Math.hypot(point.x - target.x, point.y - target.y)
    if (distance < best.distance) best = { distance, at }
  }
  return best.at
}

/** The piece of a line between two distances from its beginning; one point where they are the same. */
export const pieceOf = (points: readonly Point[], begin: number, end: number): readonly Point[] => {
  const pieces = piecesOf(points)
  const at = (distance: number): Point => {
    const piece = pieces.find(({ start, length }) => distance <= start + length) ?? pieces.at(-1)
    return piece === undefined ? { x: 0, y: 0 } : pointOn(piece, distance)
  }
  if (begin >= end) return [at(end)]
  const corners = pieces.filter(({ start }) => start > begin && start < end).map(({ from }) => from)
  return [at(begin), ...corners, at(end)]
}
