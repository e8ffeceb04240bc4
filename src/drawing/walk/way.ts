/** The line of a way, and the one beside it for the answer. */
import type { Point } from '../surface/sheet.ts'
import { TURN, type PlacedLane, type Plan } from './lay-out.ts'

/** A packet that goes on from a Pod passes behind its lower edge. */
const THROUGH = 5

/** The points of the way through all lanes from that one on, up to where it ends. */
export const wayOf = (plan: Plan, firstLane = 0): readonly Point[] => {
  const points: Point[] = []
  for (const [index, placed] of plan.lanes.entries()) if (index >= firstLane) points.push(...pointsOfLane(plan, placed, index))
  return points.filter((point, index) => {
    const last = points[index - 1]
    return last?.x !== point.x || last.y !== point.y
  })
}

const pointsOfLane = (plan: Plan, { lane, x, stations }: PlacedLane, index: number): readonly Point[] => {
  const end = plan.ends.find(({ end: one }) => one.place === lane.end)
  const isShared = end !== undefined && plan.lanes.filter((one) => one.lane.end === lane.end).length > 1
  const top = end === undefined ? plan.laneTop - TURN / 2 : end.y + end.height - (isShared ? THROUGH : 0)
  const arriving = plan.transfers.find(({ to }) => to === index)
  const leaving = plan.transfers.find(({ from }) => from === index)
  const turn = plan.laneBottom + TURN
  const stop = stations.find(({ station }) => station.stops)
  const isLast = index === plan.lanes.length - 1
  if (lane.direction === 'down') {
    const low = leaving?.y ?? (isLast ? (stop?.y ?? plan.laneBottom) : turn)
    return [
      { x, y: top },
      { x, y: low },
    ]
  }
  const low = arriving?.y ?? turn
  return [
    { x, y: low },
    { x, y: isLast && stop !== undefined ? stop.y : top },
  ]
}

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
