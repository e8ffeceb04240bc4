/** A packet's way as a picture of machines: nodes with their Pods, what each does to the packet, and what is on the network. */
import { explainStep } from '../../grading/explain/detail.ts'
import { verdictWords } from '../../grading/explain/verdict.ts'
import { words, type Words } from '../../grading/words.ts'
import { nameEnd } from '../../network/address.ts'
import type { Addresses, DetailStep, Outer } from '../../network/path/detail-step.ts'
import { addressesOfNode } from '../../network/state.ts'
import type { DrawContext, Drawn } from '../context.ts'
import type { WalkDrawing } from '../drawing.ts'
import { card, column, lines, type Block, type Line } from '../surface/block.ts'
import type { Point, Sheet } from '../surface/sheet.ts'
import { askWalk, type AskedWalk } from './ask.ts'
import { endsOf } from './ends.ts'
import { lanesOf } from './lanes.ts'
import { layOut, type FilledLane, type Plan } from './lay-out.ts'
import type { Transfer } from './place-transfers.ts'
import { besideOf } from './beside.ts'
import { stationOf, stopsAt } from './stations.ts'
import { stopsOf, UNDOES } from './stops.ts'
import { visitsOf, type Visit } from './visits.ts'
import { besideWay, wayOf } from './way.ts'

export const drawWalk = (context: DrawContext, drawing: WalkDrawing): Drawn => {
  const asked = askWalk(context, drawing)
  const { detail, outcome } = asked
  const reply = drawing.reply ? detail.reply : []
  const visits = visitsOf(context.state, detail.steps)
  const lanes = lanesOf(visits)
  let isFirst = true
  const filled = lanes.map((lane): FilledLane => {
    const stations = lane.steps.flatMap((step) => {
      const station = stationOf({ context, walk: outcome.walk, reply }, step, isFirst)
      if (station !== undefined) isFirst = false
      return station ?? []
    })
    return { ...lane, stations: [...stations.slice(0, 1), ...besideOf(context, outcome.walk, lane), ...stations.slice(1)] }
  })
  const plan = layOut({
    lanes: filled,
    ends: endsOf(context, outcome, visits),
    transfers: transfersOf(filled, detail.steps),
    titleOf: (machine) => titleOf(context, machine),
  })
  const numbers = numbersOf(filled)
  const ways = { numbers, way: wayOf(plan), back: reply.length > 0 ? backOf(plan) : [] }
  return {
    title: asked.title,
    description: describe(context, asked, visits),
    table: tableOf(context, { asked, reply, numbers }),
    picture: {
      width: plan.width,
      height: plan.height,
      draw: (sheet) => drawPlan(sheet, plan, ways),
    },
    stops: stopsOf({ plan, visits, steps: detail.steps.filter(isTold), reply: reply.filter(isTold), ...ways }),
  }
}

/** Nodes have a frame; who is outside has none. */
const titleOf = ({ state, say }: DrawContext, machine: string): Block | undefined => {
  const node = state.nodes.get(machine)
  if (node === undefined) return undefined
  return lines([
    { text: say(words(`Node ${machine}`, `노드 ${machine}`)), style: 'h' },
    { text: addressesOfNode(node).join(', '), style: 'm', isMuted: true },
  ])
}

/** Lanes of different machines that follow each other are joined over the network. */
const transfersOf = (lanes: readonly FilledLane[], steps: readonly DetailStep[]): readonly Transfer[] =>
  lanes.slice(1).flatMap((lane, index): readonly Transfer[] => {
    const before = lanes[index]
    if (before === undefined || before.machine === lane.machine) return []
    const step = before.steps.at(-1) ?? lane.steps[0] ?? steps.find(({ place }) => place === before.end)
    const packet = step?.after
    const chip = packet === undefined ? requestChip(steps) : chipOf(packet, outerOf(step))
    return [{ from: index, to: index + 1, chip }]
  })

/** Where the packets themselves are not known, what is asked for. */
const requestChip = (steps: readonly DetailStep[]): Block => {
  const asked = steps.find((step) => step.does === 'choose-rule')
  return card(lines([{ text: asked === undefined ? '…' : `${asked.host}${asked.path}`, style: 'm' }], 260), {
    style: 'k',
    padding: 8,
  })
}

const outerOf = (step: DetailStep | undefined): Outer | undefined =>
  step !== undefined && 'outer' in step ? step.outer : undefined

const endLines = ({ sourceIp, destinationIp, destinationPort }: Addresses): readonly Line[] => [
  { text: `src ${sourceIp}`, style: 'm' },
  { text: `dst ${nameEnd(destinationIp, destinationPort)}`, style: 'm' },
]

/** The packet as it lies on the network, perhaps inside another. */
const chipOf = (packet: Addresses, outer: Outer | undefined): Block => {
  const inner = card(lines(endLines(packet), 400), { style: 'k', padding: 8 })
  if (outer === undefined) return inner
  const head = lines([{ text: `UDP · VNI ${outer.vni}`, style: 'm', isMuted: true }, ...endLines(outer)], 400)
  return card(column([head, inner], { gap: 6 }), { style: 'k', padding: 8 })
}

type Numbers = ReadonlyMap<DetailStep, number>

const numbersOf = (lanes: readonly FilledLane[]): Numbers => {
  const numbered = lanes.flatMap(({ stations }) => stations.filter(({ isNumbered }) => isNumbered))
  return new Map(numbered.map(({ step }, index) => [step, index + 1]))
}

interface Ways {
  readonly numbers: Numbers
  readonly way: readonly Point[]
  /** Of the answer; empty where there is none. */
  readonly back: readonly Point[]
}

const REPLY_AT = 7

/** The lane on which the last connection of the walk begins: a proxy makes one of its own. A Pod that meets itself makes none. */
const lastLegOf = ({ lanes }: Plan): number =>
  Math.max(
    0,
    lanes.findLastIndex(({ lane: { end, direction } }, index) => {
      const before = lanes[index - 1]?.lane
      return direction === 'down' && end !== undefined && end === before?.end && before.direction === 'up'
    }),
  )

const backOf = (plan: Plan): readonly Point[] => besideWay(wayOf(plan, lastLegOf(plan)), REPLY_AT).toReversed()

const drawPlan = (sheet: Sheet, plan: Plan, { numbers, way, back }: Ways): void => {
  const { frameBottom } = plan
  for (const { frame } of plan.machines) {
    if (frame === undefined) continue
    sheet.rect({ x: frame.x, y: frame.top, width: frame.width, height: frameBottom - frame.top }, 'f', 8)
    frame.title.draw(sheet, { x: frame.x + 16, y: frame.top + 14, width: frame.width - 32, height: frame.title.height })
  }
  for (const end of plan.ends) end.content.draw(sheet, end)
  if (way.length > 1) {
    const hasReply = back.length > 0
    sheet.line(way, 'w', { arrow: !plan.lanes.some(({ stations }) => stations.some(({ station }) => station.stops)) })
    if (hasReply) sheet.line(back, 'r', { arrow: true })
    for (const { to } of plan.transfers) {
      const x = plan.lanes[to]?.x ?? 0
      sheet.head({ x, y: frameBottom }, 'w')
    }
    sheet.travel(way, 'w', 0)
    if (hasReply) sheet.travel(back, 'r', 2.3)
  }
  for (const { chip, chipX, y } of plan.transfers)
    chip.draw(sheet, { x: chipX, y: y - chip.height / 2, width: chip.width, height: chip.height })
  for (const { x, stations } of plan.lanes)
    for (const { station, content, top, y } of stations) {
      content.draw(sheet, { x: x + 20, y: top, width: content.width, height: content.height })
      const number = numbers.get(station.step)
      if (station.isBeside === true) continue
      if (number === undefined) sheet.mark({ x, y }, 'dot')
      else sheet.station({ x, y }, number)
    }
}

/** One sentence for the way, one for how it ends. */
const describe = ({ state, say }: DrawContext, { outcome, outcomes }: AskedWalk, visits: readonly Visit[]): string => {
  const places = visits
    .filter(({ kind, place }) => kind === 'end' || state.nodes.has(place))
    .map(({ kind, place }) => (kind === 'node' ? say(words(`node ${place}`, `노드 ${place}`)) : place))
  const way = say(words(`The packet's way: ${places.join(', ')}.`, `패킷의 길: ${places.join(', ')}.`))
  const verdict = say(verdictWords(outcome.verdict))
  const stop = visits.flatMap(({ steps }) => steps).findLast(stopsAt)
  const why = stop === undefined ? '' : ` (${stop.place}: ${say(explainStep(stop, false).what)})`
  const seen = outcome.verdict === 'connected' ? sourceSeen(visits) : undefined
  const end = say(words(`It ends: ${verdict}${why}.`, `결과: ${verdict}${why}.`))
  const source = seen === undefined ? '' : say(words(` The server sees ${seen}.`, ` 서버에 보이는 출발지는 ${seen}입니다.`))
  const others =
    outcomes.length > 1
      ? say(
          words(
            ` This is one of ${outcomes.length} ways that it may take.`,
            ` 갈 수 있는 길 ${outcomes.length}가지 가운데 하나입니다.`,
          ),
        )
      : ''
  return `${way} ${end}${source}${others}`
}

/** The sender's address where the packet is accepted. */
const sourceSeen = (visits: readonly Visit[]): string | undefined =>
  visits.flatMap(({ steps }) => steps).findLast(({ does }) => does === 'accept')?.after?.sourceIp

interface TableInput {
  readonly asked: AskedWalk
  readonly reply: readonly DetailStep[]
  readonly numbers: Numbers
}

const HEAD: readonly Words[] = [
  words('No.', '번호'),
  words('Where', '곳'),
  words('Interface or hook', '인터페이스·훅'),
  words('What happens', '일어나는 일'),
  words('Addresses', '주소'),
]

/** All steps but those at which nothing is decided; the answer's behind the question's. */
const tableOf = ({ say }: DrawContext, { asked, reply, numbers }: TableInput): Drawn['table'] => {
  const { steps } = asked.detail
  const rowOf = (step: DetailStep, number: string, isFirst: boolean): readonly string[] => {
    const { place, at, what, addresses } = explainStep(step, isFirst)
    return [number, place, at, say(what), addresses]
  }
  const undone = (step: DetailStep): string => {
    const translated = steps.find((one) => one.place === step.place && UNDOES[step.does] === one.does)
    return `↩${(translated === undefined ? undefined : numbers.get(translated)) ?? ''}`
  }
  return {
    caption: asked.title,
    head: HEAD.map(say),
    rows: [
      ...steps.filter(isTold).map((step, index) => rowOf(step, String(numbers.get(step) ?? ''), index === 0)),
      ...reply.filter(isTold).map((step, index) => rowOf(step, undone(step), index === 0)),
    ],
  }
}

/** Hooks that have nothing for the packet, and policies that are not about it, say nothing. */
const isTold = (step: DetailStep): boolean => {
  if (step.does === 'policy') return step.decision === 'allowed' || step.decision === 'denied'
  return step.does !== 'pass' && (step.does !== 'answer-passes' || step.despite.length > 0)
}
