/** Where machines, lanes and stations of a walk are put. Lanes go from a Pod down to the network, or up from it. */
import { atLeast, card, lines, type Block } from '../surface/block.ts'
import { MARGIN } from '../surface/sheet.ts'
import type { End } from './ends.ts'
import type { Lane } from './lanes.ts'
import { placeTransfers, type PlacedTransfer, type Transfer } from './place-transfers.ts'
import type { Station } from './stations.ts'

/** A lane with what it shows. */
export interface FilledLane extends Lane {
  readonly stations: readonly Station[]
}

export interface PlacedStation {
  readonly station: Station
  readonly content: Block
  /** The middle of the station's first line. */
  readonly y: number
  /** The top of its text. */
  readonly top: number
}

export interface PlacedLane {
  readonly lane: FilledLane
  /** Of the way. */
  readonly x: number
  readonly stations: readonly PlacedStation[]
}

export interface PlacedEnd {
  readonly end: End
  readonly content: Block
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface PlacedMachine {
  readonly name: string
  /** Absent outside: nothing is drawn around who is there. */
  readonly frame?: { readonly x: number; readonly top: number; readonly width: number; readonly title: Block }
}

export interface Plan {
  readonly width: number
  readonly height: number
  readonly machines: readonly PlacedMachine[]
  readonly ends: readonly PlacedEnd[]
  /** By number of the lane. */
  readonly lanes: readonly PlacedLane[]
  readonly transfers: readonly PlacedTransfer[]
  readonly frameBottom: number
  /** Where lanes begin and end inside machines. */
  readonly laneTop: number
  readonly laneBottom: number
}

/** The margin of drawings: a plan's places count from the sheet's edge, its size does not. */
const EDGE = MARGIN
const PADDING = 16
const LINE_AT = 14
const TEXT_AT = 34
const TEXT_WIDTH = 250
const STATION_GAP = 16
const LANE_GAP = 20
const MACHINE_GAP = 32
/** Room for the way to turn, above and below lanes. */
export const TURN = 14
const ROW = 19

/** An end with the lanes below it, or lanes without one. */
interface Unit {
  readonly machine: string
  readonly end?: End
  readonly lanes: number[]
}

const unitsOf = (lanes: readonly FilledLane[], ends: readonly End[]): readonly Unit[] => {
  const units: Unit[] = []
  const endAt = (place: string | undefined): End | undefined => ends.find((end) => end.place === place)
  for (const [index, { machine, end }] of lanes.entries()) {
    const last = units.at(-1)
    const open = units.find((unit) => unit.end !== undefined && unit.end.place === end)
    if (open !== undefined) open.lanes.push(index)
    else if (end === undefined && last?.machine === machine && last.end === undefined) last.lanes.push(index)
    else {
      const found = endAt(end)
      units.push({ machine, ...(found === undefined ? {} : { end: found }), lanes: [index] })
    }
  }
  const shown = new Set(units.map(({ end }) => end?.place))
  const others = ends.filter(({ place }) => !shown.has(place))
  return others.reduce(placeOther, units)
}

/** Where nothing comes to: above the lane on which the packet ended, if that is on its machine. */
const placeOther = (units: readonly Unit[], end: End): readonly Unit[] => {
  const open = units.findLast((unit) => unit.machine === end.machine && unit.end === undefined)
  if (open === undefined || end.tone !== 'ghost') return [...units, { machine: end.machine, end, lanes: [] }]
  return units.map((unit) => (unit === open ? { ...unit, end } : unit))
}

const contentOf = (station: Station): Block => {
  const text = lines(station.lines, TEXT_WIDTH)
  if (station.isBeside === true) return card(text, { style: 'g', padding: 8 })
  return station.stops ? card(text, { style: 'x', padding: 8 }) : text
}

interface Sized {
  readonly lane: FilledLane
  readonly contents: readonly Block[]
  readonly width: number
  readonly height: number
}

const sizeOf = (lane: FilledLane): Sized => {
  const contents = lane.stations.map(contentOf)
  return {
    lane,
    contents,
    width: TEXT_AT + Math.max(0, ...contents.map(({ width }) => width)),
    height: contents.reduce((sum, { height }) => sum + height, 0) + STATION_GAP * Math.max(0, contents.length - 1),
  }
}

/** Stations at the Pod's side stand above, those at the network's below, and the others follow the one that the packet comes from. */
const placeStations = ({ lane, contents }: Sized, top: number, bottom: number): readonly PlacedStation[] => {
  const order = lane.stations.map((station, index) => ({ station, content: contents[index] ?? lines([]) }))
  const downwards = lane.direction === 'down' ? order : order.toReversed()
  const above = downwards.findIndex(({ station }) => station.pin !== 'pod')
  const head = above === -1 ? downwards : downwards.slice(0, above)
  const rest = above === -1 ? [] : downwards.slice(above)
  const below = rest.findIndex(({ station }) => station.pin === 'network')
  const [middle, tail] = below === -1 ? [rest, []] : [rest.slice(0, below), rest.slice(below)]
  const heightOf = (items: typeof order): number => items.reduce((sum, { content }) => sum + content.height + STATION_GAP, 0)
  const stack = (items: typeof order, from: number): readonly PlacedStation[] => {
    let y = from
    return items.map(({ station, content }) => {
      const pad = station.stops ? 8 : 0
      const placed = { station, content, top: y, y: y + pad + ROW / 2 }
      y += content.height + STATION_GAP
      return placed
    })
  }
  const tailTop = bottom - heightOf(tail) + STATION_GAP
  const middleTop = lane.direction === 'down' ? top + heightOf(head) : tailTop - heightOf(middle)
  return [...stack(head, top), ...stack(middle, middleTop), ...stack(tail, tailTop)]
}

interface SizedUnit extends Unit {
  readonly content?: Block
  readonly width: number
  /** Of each lane, from the unit's left. */
  readonly offsets: readonly number[]
}

const sizeUnit = (unit: Unit, sized: readonly Sized[]): SizedUnit => {
  const { end } = unit
  const style = end?.tone === 'stopped' ? 'x' : end?.tone === 'ghost' ? 'g' : end?.isOutside === true ? 'c' : 'p'
  const content = end === undefined ? undefined : card(lines(end.lines, TEXT_WIDTH), { style, padding: 10 })
  let width = 0
  const offsets = unit.lanes.map((index) => {
    const at = width
    width += (sized[index]?.width ?? 0) + LANE_GAP
    return at
  })
  return {
    ...unit,
    ...(content === undefined ? {} : { content }),
    width: Math.max(content?.width ?? 0, width - LANE_GAP),
    offsets,
  }
}

interface SizedMachine {
  readonly name: string
  readonly title?: Block
  readonly units: readonly SizedUnit[]
  readonly width: number
}

const sizeMachines = (units: readonly SizedUnit[], titleOf: (machine: string) => Block | undefined): readonly SizedMachine[] =>
  [...new Set(units.map(({ machine }) => machine))].map((name) => {
    const own = units.filter(({ machine }) => machine === name)
    const title = titleOf(name)
    const inner = own.reduce((sum, { width }) => sum + width, 0) + LANE_GAP * (own.length - 1)
    const width = title === undefined ? inner : Math.max(inner, title.width) + 2 * PADDING
    const spare = title === undefined ? 0 : Math.max(0, title.width - inner)
    const stretched = own.map((unit, index) => (index === own.length - 1 ? { ...unit, width: unit.width + spare } : unit))
    return { name, units: stretched, width, ...(title === undefined ? {} : { title }) }
  })

/** Between two lanes that the packet crosses the network between, there is room for what is shown of it. */
const ROOM = 28

interface Places {
  readonly machineX: readonly number[]
  readonly unitX: ReadonlyMap<SizedUnit, number>
  readonly laneX: ReadonlyMap<number, number>
  readonly width: number
}

const placeMachines = (machines: readonly SizedMachine[], transfers: readonly Transfer[]): Places => {
  const laneX = new Map<number, number>()
  const unitX = new Map<SizedUnit, number>()
  let x = EDGE
  const machineX = machines.map((machine) => {
    const offsets = new Map<number, number>()
    let at = machine.title === undefined ? 0 : PADDING
    const units: (readonly [SizedUnit, number])[] = []
    for (const unit of machine.units) {
      units.push([unit, at])
      for (const [place, lane] of unit.lanes.entries()) offsets.set(lane, at + (unit.offsets[place] ?? 0) + LINE_AT)
      at += unit.width + LANE_GAP
    }
    for (const { from, to, chip } of transfers) {
      const [here, there] = offsets.has(from) ? [from, to] : [to, from]
      const [offset, other] = [offsets.get(here), laneX.get(there)]
      if (offset !== undefined && other !== undefined) x = Math.max(x, other + chip.width + 2 * ROOM - offset)
    }
    for (const [unit, offset] of units) unitX.set(unit, x + offset)
    for (const [lane, offset] of offsets) laneX.set(lane, x + offset)
    const left = x
    x += machine.width + MACHINE_GAP
    return left
  })
  return { machineX, unitX, laneX, width: x - MACHINE_GAP - EDGE }
}

export interface PlanInput {
  readonly lanes: readonly FilledLane[]
  readonly ends: readonly End[]
  readonly transfers: readonly Transfer[]
  readonly titleOf: (machine: string) => Block | undefined
}

export const layOut = ({ lanes, ends, transfers, titleOf }: PlanInput): Plan => {
  const sized = lanes.map(sizeOf)
  const units = unitsOf(lanes, ends).map((unit) => sizeUnit(unit, sized))
  const machines = sizeMachines(units, titleOf)
  const { machineX, unitX, laneX, width } = placeMachines(machines, transfers)
  const titleHeight = Math.max(0, ...machines.map(({ title }) => title?.height ?? 0))
  const withEnds = units.filter(({ end }) => end?.isOutside !== true)
  const endHeight = Math.max(0, ...withEnds.map(({ content }) => content?.height ?? 0))
  const endTop = EDGE + (titleHeight === 0 ? 0 : PADDING + titleHeight + 10)
  const laneTop = endTop + endHeight + (endHeight === 0 ? 0 : TURN + 6)
  const tallest = Math.max(0, ...sized.map(({ height }) => height))
  const outsideHeight = Math.max(0, ...units.map(({ end, content }) => (end?.isOutside === true ? (content?.height ?? 0) : 0)))
  const laneBottom = Math.max(laneTop + tallest, EDGE + outsideHeight - PADDING)
  const frameBottom = laneBottom + PADDING + (tallest === 0 ? 0 : 12)
  const placedTransfers = placeTransfers(transfers, laneX, frameBottom + 24)
  const low = placedTransfers.reduce((lowest, { y, chip }) => Math.max(lowest, y + chip.height / 2), frameBottom)
  return {
    width,
    height: low - EDGE,
    machines: machines.map(({ name, title, width: own, units: inside }, index) => {
      const x = machineX[index] ?? 0
      const top = inside.some(({ end }) => end !== undefined) ? EDGE : EDGE + endHeight
      return { name, ...(title === undefined ? {} : { frame: { x, top, width: own, title } }) }
    }),
    ends: machines
      .flatMap((machine) => machine.units)
      .flatMap((unit) => placeEnd(unit, unitX.get(unit) ?? 0, { endTop, endHeight, frameBottom })),
    lanes: sized.map((one, index) => ({
      lane: one.lane,
      x: laneX.get(index) ?? 0,
      stations: placeStations(one, laneTop, laneBottom),
    })),
    transfers: placedTransfers,
    frameBottom,
    laneTop,
    laneBottom,
  }
}

interface EndRow {
  readonly endTop: number
  readonly endHeight: number
  readonly frameBottom: number
}

/** Who is outside stands at the network's edge. */
const placeEnd = ({ end, content, width }: SizedUnit, x: number, row: EndRow): readonly PlacedEnd[] => {
  if (end === undefined || content === undefined) return []
  const block = atLeast(content, end.isOutside ? {} : { width, height: row.endHeight })
  const y = end.isOutside ? row.frameBottom - block.height : row.endTop
  return [{ end, content: block, x, y, width: block.width, height: block.height }]
}
