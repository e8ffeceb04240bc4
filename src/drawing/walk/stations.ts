/** What a lane shows of each step: interfaces as points, decisions as numbered stations with their words. */
import { explainStep, nameEnds } from '../../grading/explain/detail.ts'
import { words, type Words } from '../../grading/words.ts'
import type { Walk } from '../../network/model.ts'
import type { Addresses, DetailStep } from '../../network/path/detail-step.ts'
import type { DrawContext } from '../context.ts'
import type { Line } from '../surface/block.ts'
import { hopOf } from './visits.ts'

export interface Station {
  readonly step: DetailStep
  /** Present where something is decided or changed. */
  readonly isNumbered: boolean
  /** At the Pod's side of the kernel, or at the network's; between them where absent. */
  readonly pin?: 'pod' | 'network'
  readonly lines: readonly Line[]
  /** The packet ends here. */
  readonly stops: boolean
  /** Nothing that the packet comes by: it stands beside the way. */
  readonly isBeside?: true
}

/** Both ends on one line, or on two where they are long. */
const LONGEST_PAIR = 34

export const linesOfEnds = (addresses: Addresses, sign = ''): readonly Line[] => {
  const text = nameEnds(addresses)
  if (text.length + sign.length <= LONGEST_PAIR) return [{ text: `${sign}${text}`, style: 'm' }]
  const [source = '', destination = ''] = text.split(' → ')
  return [
    { text: `${sign}${source}`, style: 'm' },
    { text: `→ ${destination}`, style: 'm' },
  ]
}

const TITLES: Readonly<Partial<Record<DetailStep['does'], Words>>> = {
  'translate-destination': words('destination rewritten (DNAT)', '목적지를 바꿈 (DNAT)'),
  'translate-source': words('source rewritten (SNAT)', '출발지를 바꿈 (SNAT)'),
  encapsulate: words('wrapped in UDP', 'UDP로 감쌈'),
  decapsulate: words('unwrapped', '포장을 풂'),
  route: words('route', '경로'),
  policy: words('NetworkPolicy', 'NetworkPolicy'),
  bridge: words('bridge', '브리지'),
}

const STOPS: readonly DetailStep['does'][] = ['reject', 'drop', 'lost', 'refuse']

export const stopsAt = (step: DetailStep): boolean =>
  STOPS.includes(step.does) || (step.does === 'policy' && step.decision === 'denied')

/** Service and way that a translation belongs to, e.g. `Service shop/db · node port`. */
const VIA: Readonly<Record<string, Words>> = {
  'cluster-ip': words('cluster IP', '클러스터 IP'),
  'node-port': words('node port', '노드 포트'),
  'load-balancer': words('load balancer', '로드 밸런서'),
  'external-ip': words('external IP', '외부 IP'),
}

interface Material {
  readonly context: DrawContext
  readonly walk: Walk
  /** The answer's steps, whose translations are shown where they are undone. */
  readonly reply: readonly DetailStep[]
}

export const stationOf = (material: Material, step: DetailStep, isFirst: boolean): Station | undefined => {
  const base = { step, isNumbered: true, stops: stopsAt(step) }
  const { say } = material.context
  const title = (extra = ''): Line => ({ text: `${say(TITLES[step.does] ?? explainStep(step, false).what)}${extra}` })
  switch (step.does) {
    case 'receive':
    case 'transmit':
      return deviceOf(step, isFirst)
    case 'bridge':
      return { ...base, isNumbered: false, pin: 'pod', lines: [deviceLine(step, say(words('bridge', '브리지')))] }
    case 'route':
      return { ...base, lines: [title(), ...routeLines(step)] }
    case 'translate-destination':
      return { ...base, lines: [title(), ...serviceLines(material, step), ...changed(step), ...undone(material, step)] }
    case 'translate-source':
      return { ...base, lines: [title(), ...changed(step), ...undone(material, step)] }
    case 'policy':
      return policyStation(material, step, base)
    case 'encapsulate':
    case 'decapsulate': {
      const { device } = step
      return { ...base, pin: 'network', lines: [title(), ...(device === undefined ? [] : [deviceLine(step, device.link)])] }
    }
    case 'reject':
    case 'drop':
    case 'lost':
      return {
        ...base,
        lines: [
          ...serviceLines(material, step),
          { text: say(explainStep(step, false).what), mark: 'no' },
          ...reasons(material, step),
        ],
      }
    case 'untracked':
      return { ...base, lines: [title()] }
    default:
      return undefined
  }
}

/** As `ip route` prints it, broken before the next node. */
const routeLines = ({ route: { destination, via, device } }: Extract<DetailStep, { does: 'route' }>): readonly Line[] =>
  via === undefined
    ? [{ text: `${destination} dev ${device}`, style: 'm' }]
    : [
        { text: destination, style: 'm' },
        { text: `via ${via} dev ${device}`, style: 'm' },
      ]

const deviceLine = ({ device }: DetailStep, kind: string): Line => ({
  text: `${device?.name ?? ''} · ${kind}`,
  style: 'm',
  isMuted: true,
})

const deviceOf = (step: DetailStep, isFirst: boolean): Station | undefined => {
  const { device, after } = step
  if (device === undefined) return undefined
  const pin = device.link === 'veth' ? 'pod' : 'network'
  const name: Line = { text: device.name, style: 'm', isMuted: true }
  const ends = isFirst && after !== undefined && pin === 'pod' ? linesOfEnds(after) : []
  return { step, isNumbered: false, pin, lines: [name, ...ends], stops: false }
}

const changed = ({ after }: DetailStep): readonly Line[] => (after === undefined ? [] : linesOfEnds(after))

/** The answer gets the other address back at the same place. */
const undone = ({ reply }: Material, { does, place }: DetailStep): readonly Line[] => {
  const wanted = does === 'translate-source' ? 'restore-destination' : 'restore-source'
  const step = reply.find((one) => one.does === wanted && one.place === place)
  return step?.after === undefined ? [] : linesOfEnds(step.after, '↩ ')
}

const serviceLines = ({ context, walk }: Material, step: DetailStep): readonly Line[] => {
  const hop = hopOf(walk.hops, step)
  if (hop?.kind !== 'service') return []
  const { service, via, candidates, decision } = hop
  const kind = VIA[via]
  const parts = [
    `Service ${service.namespace ?? ''}/${service.name}`,
    ...(kind === undefined ? [] : [context.say(kind)]),
    ...(decision === 'translated' && candidates > 1
      ? [context.say(words(`one of ${candidates} endpoints`, `엔드포인트 ${candidates}개 중 하나`))]
      : []),
  ]
  return [{ text: parts.join(' · '), style: 'n', isMuted: true }]
}

const reasons = ({ context, walk }: Material, step: DetailStep): readonly Line[] => {
  const hop = hopOf(walk.hops, step)
  if (hop?.kind !== 'service') return []
  const { say } = context
  return hop.decision === 'no-local-endpoints'
    ? [{ text: say(words('no endpoint on this node', '이 노드에 엔드포인트 없음')), style: 'n' }]
    : hop.decision === 'no-endpoints'
      ? [{ text: say(words('the Service has no endpoint', 'Service에 엔드포인트가 없음')), style: 'n' }]
      : hop.decision === 'source-not-allowed'
        ? [{ text: say(words('the source is not allowed', '허용되지 않은 출발지')), style: 'n' }]
        : []
}

/** Policies that do not select the Pod say nothing, and are not drawn. */
const policyStation = (
  { context, walk }: Material,
  step: Extract<DetailStep, { does: 'policy' }>,
  base: Pick<Station, 'step' | 'isNumbered' | 'stops'>,
): Station | undefined => {
  if (step.decision !== 'allowed' && step.decision !== 'denied') return undefined
  const isDenied = step.decision === 'denied'
  const hop = hopOf(walk.hops, step)
  const names = hop?.kind !== 'policy' ? [] : isDenied ? hop.isolatedBy : step.by.map(({ object }) => object)
  const direction = step.direction
  return {
    ...base,
    lines: [
      {
        text: context.say(
          isDenied
            ? words(`${direction} of ${step.pod.name}: denied`, `${step.pod.name}의 ${direction}: 거부`)
            : words(`${direction} of ${step.pod.name}: allowed`, `${step.pod.name}의 ${direction}: 허용`),
        ),
        mark: isDenied ? 'no' : 'yes',
      },
      ...[...new Set(names.map(({ name }) => name))].map((name): Line => ({ text: name, style: 'm' })),
    ],
  }
}
