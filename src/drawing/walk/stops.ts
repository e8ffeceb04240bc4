/** Where each told step of a walk stands on the packet's way, so that it can be watched one step after the other. */
import type { DetailStep } from '../../network/path/detail-step.ts'
import type { Stop } from '../drawing.ts'
import type { Point } from '../surface/sheet.ts'
import type { Plan } from './lay-out.ts'
import { alongWay, lengthOf, pieceOf } from './polyline.ts'
import type { Visit } from './visits.ts'

/** What an answer's step undoes of the question's. */
export const UNDOES: Readonly<Partial<Record<DetailStep['does'], DetailStep['does']>>> = {
  'restore-source': 'translate-destination',
  'restore-destination': 'translate-source',
}

interface Told {
  readonly steps: readonly DetailStep[]
  readonly way: readonly Point[]
  readonly isReply: boolean
  /** How many rows of the table stand before. */
  readonly before: number
}

interface Walked {
  readonly plan: Plan
  readonly visits: readonly Visit[]
  /** Told steps, in the order of the table. */
  readonly steps: readonly DetailStep[]
  readonly reply: readonly DetailStep[]
  readonly way: readonly Point[]
  readonly back: readonly Point[]
}

export const stopsOf = ({ plan, visits, steps, reply, way, back }: Walked): readonly Stop[] => {
  const find = (step: DetailStep): Point | undefined => stationAt(plan, (one) => one === step) ?? endAt(plan, visits, step)
  const findBack = (step: DetailStep): Point | undefined =>
    stationAt(plan, (one) => one.place === step.place && isSamePlace(one, step)) ?? boxAt(plan, step.place)
  return [
    ...follow({ steps, way, isReply: false, before: 0 }, find),
    ...follow({ steps: reply, way: back, isReply: true, before: steps.length }, findBack),
  ]
}

/** Each step is at the point of the way that is nearest to it, and never before the step before; the last is where the way ends. */
const follow = ({ steps, way, isReply, before }: Told, find: (step: DetailStep) => Point | undefined): readonly Stop[] => {
  let at = 0
  return steps.map((step, index) => {
    const place = find(step)
    if (way.length < 2) return { row: before + index, path: place === undefined ? [] : [place], isReply }
    const isLast = index === steps.length - 1
    const reached = isLast ? lengthOf(way) : place === undefined ? at : alongWay(way, place, at)
    const path = pieceOf(way, index === 0 ? reached : at, reached)
    at = reached
    return { row: before + index, path, isReply }
  })
}

const stationAt = ({ lanes }: Plan, isIt: (step: DetailStep) => boolean): Point | undefined => {
  for (const { x, stations } of lanes)
    for (const { station, y } of stations) if (station.isBeside !== true && isIt(station.step)) return { x, y }
  return undefined
}

/** What undoes something is where that was done, and an interface is where it was passed before. */
const isSamePlace = (one: DetailStep, step: DetailStep): boolean => {
  const undone = UNDOES[step.does]
  if (undone !== undefined) return one.does === undone
  return step.device !== undefined && one.device?.name === step.device.name
}

const endAt = (plan: Plan, visits: readonly Visit[], step: DetailStep): Point | undefined => {
  const visit = visits.find(({ kind, steps }) => kind === 'end' && steps.includes(step))
  return visit === undefined ? undefined : boxAt(plan, visit.place)
}

/** The middle of a box's lower edge, at which ways begin and end. */
const boxAt = ({ ends }: Plan, place: string): Point | undefined => {
  const found = ends.find(({ end }) => end.place === place)
  return found === undefined ? undefined : { x: found.x + found.width / 2, y: found.y + found.height }
}
