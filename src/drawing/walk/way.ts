/** The line of a way, and the one beside it for the answer. */
import type { Point } from '../surface/sheet.ts'

/** The same way at a distance to its right, seen in its direction; its pieces are horizontal or vertical. */
export const besideWay = (points: readonly Point[], distance: number): readonly Point[] =>
  points.map((point, index) => {
    const before = normalOf(points[index - 1], point)
    const after = normalOf(point, points[index + 1])
    const [one, other] = [before ?? after, after ?? before]
    if (one === undefined || other === undefined) return point
    const isStraight = one.x === other.x && one.y === other.y
    return {
      x: point.x + distance * (isStraight ? one.x : one.x + other.x),
      y: point.y + distance * (isStraight ? one.y : one.y + other.y),
    }
  })

const normalOf = (from: Point | undefined, to: Point | undefined): Point | undefined => {
  if (from === undefined || to === undefined) return undefined
  return { x: -Math.sign(to.y - from.y), y: Math.sign(to.x - from.x) }
}
