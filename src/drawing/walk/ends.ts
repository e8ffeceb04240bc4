/** The boxes at the ends of lanes: Pods, processes of nodes, and who is outside, with what happens in them. */
import { explainStep } from '../../grading/explain/detail.ts'
import { words } from '../../grading/words.ts'
import type { ListenerHop, Walk } from '../../network/model.ts'
import { nameEnd } from '../../network/address.ts'
import type { DetailStep } from '../../network/path/detail-step.ts'
import { addressesOfPod, keyOf, podAt } from '../../network/state.ts'
import type { DrawContext } from '../context.ts'
import type { Line } from '../surface/block.ts'
import { stopsAt } from './stations.ts'
import { hopOf, type Visit } from './visits.ts'
import type { WalkOutcome } from './ask.ts'
import { verdictWords } from '../../grading/explain/verdict.ts'

export interface End {
  readonly place: string
  readonly machine: string
  /** `ghost`: the packet does not come there. */
  readonly tone: 'plain' | 'stopped' | 'ghost'
  readonly isOutside: boolean
  readonly lines: readonly Line[]
}

/** One box for each place, whatever comes to it how often. */
export const endsOf = (context: DrawContext, outcome: WalkOutcome, visits: readonly Visit[]): readonly End[] => {
  const { walk } = outcome
  const places = [...new Set(visits.filter(({ kind }) => kind === 'end').map(({ place }) => place))]
  const ends = places.map((place, index): End => {
    const own = visits.filter((visit) => visit.kind === 'end' && visit.place === place)
    const steps = own.flatMap((visit) => visit.steps)
    return {
      place,
      machine: own[0]?.machine ?? place,
      tone: steps.some(stopsAt) ? 'stopped' : 'plain',
      isOutside: !context.state.pods.has(place) && !context.state.nodes.has(place),
      lines: [
        ...headOf(context, place),
        ...steps.flatMap((step) => linesOf(context, walk, step)),
        ...(index === 0 && outcome.verdict !== 'unresolved' ? [verdictLine(context, outcome)] : []),
      ],
    }
  })
  const ghost = ghostOf(context, visits)
  return ghost === undefined || places.includes(ghost.place) ? ends : [...ends, ghost]
}

/** What the client sees in the end. */
const verdictLine = ({ say }: DrawContext, outcome: WalkOutcome): Line => {
  const { verdict } = outcome
  const status = 'response' in outcome ? outcome.response.status : undefined
  const isGood = verdict === 'connected' && (status ?? 200) < 400
  const text = verdict === 'connected' && status !== undefined ? `HTTP ${status}` : say(verdictWords(verdict))
  return { text, mark: isGood ? 'yes' : 'no' }
}

const headOf = ({ state, say }: DrawContext, place: string): readonly Line[] => {
  const pod = state.pods.get(place)
  if (pod !== undefined)
    return [
      { text: `Pod ${place}`, style: 'h' },
      ...addressesOfPod(pod).map((text): Line => ({ text, style: 'm' })),
      ...(pod.spec?.hostNetwork === true
        ? [{ text: say(words('on the network of its node', '노드의 네트워크를 씀')), style: 'n' } as const]
        : []),
    ]
  if (state.nodes.has(place)) return [{ text: say(words('process of the node', '노드의 프로세스')), style: 'h' }]
  return [
    { text: say(words('outside the cluster', '클러스터 밖')), style: 'h' },
    { text: place, style: 'm' },
  ]
}

const linesOf = (context: DrawContext, walk: Walk, step: DetailStep): readonly Line[] => {
  const { say } = context
  switch (step.does) {
    case 'look-up':
      return [
        { text: `DNS ${step.name}`, style: 'm' },
        step.found.length === 0
          ? { text: say(words('name not found', '이름을 찾을 수 없음')), mark: 'no' }
          : { text: `→ ${step.found.join(', ')}`, style: 'm' },
      ]
    case 'accept':
    case 'refuse':
      return listenerLines(context, walk, step)
    case 'choose-rule':
      return ruleLines(context, walk, step)
    case 'respond':
      return [{ text: `HTTP ${step.status}`, style: 'm' }]
    case 'lost':
      return [{ text: say(explainStep(step, false).what), mark: 'no' }]
    default:
      return []
  }
}

const listenerLines = ({ say }: DrawContext, walk: Walk, step: DetailStep): readonly Line[] => {
  const hop = hopOf(walk.hops, step)
  const listener = hop?.kind === 'listener' ? hop : undefined
  const source = step.after?.sourceIp
  const port = step.after?.destinationPort ?? 0
  if (step.does === 'refuse')
    return [
      { text: say(words(`nothing listens on ${port}`, `${port} 포트에서 수신하는 프로그램 없음`)), mark: 'no' },
      ...heard(say, listener),
    ]
  const program = listener?.program
  return [
    {
      text:
        program === undefined
          ? say(words(`port ${port}: accepted`, `포트 ${port}: 수락`))
          : say(words(`${program} listens on ${port}`, `${program}: 포트 ${port}`)),
      mark: 'yes',
    },
    ...(source === undefined ? [] : [{ text: say(words(`sees ${source}`, `보이는 출발지 ${source}`)), style: 'n' } as const]),
  ]
}

const heard = (say: DrawContext['say'], hop: ListenerHop | undefined): readonly Line[] =>
  hop === undefined || hop.listening.length === 0
    ? []
    : [{ text: say(words(`it listens on ${hop.listening.join(', ')}`, `수신 포트 ${hop.listening.join(', ')}`)), style: 'n' }]

/** What is asked for, the rule that takes it, and the Service that it names. */
const ruleLines = ({ say }: DrawContext, walk: Walk, step: DetailStep): readonly Line[] => {
  const hop = hopOf(walk.hops, step)
  if (hop?.kind !== 'route') return []
  const { requestedHost, requestedPath, service, rule } = hop
  return [
    { text: `${requestedHost}${requestedPath}`, style: 'm' },
    ...(rule === undefined ? [] : [{ text: `${rule.object.name}: ${rule.path}`, style: 'm', isMuted: true } as const]),
    ...(service === undefined ? [] : [{ text: `Service ${service.name}`, style: 'n' } as const]),
    ...(hop.stops ? [{ text: say(words('no backend', '백엔드 없음')), mark: 'no' } as const] : []),
  ]
}

/** Where the packet was going when it ended. */
const ghostOf = (context: DrawContext, visits: readonly Visit[]): End | undefined => {
  const last = visits.at(-1)?.steps.findLast(stopsAt)
  if (last?.after === undefined || last.does === 'refuse') return undefined
  const pod = podAt(context.state, last.after.destinationIp)
  if (pod === undefined) return undefined
  const place = keyOf(pod.metadata.namespace, pod.metadata.name)
  return {
    place,
    machine: pod.spec?.nodeName ?? '',
    tone: 'ghost',
    isOutside: false,
    lines: [
      ...headOf(context, place),
      {
        text: context.say(
          words(
            `${nameEnd('', last.after.destinationPort)} is not reached`,
            `${nameEnd('', last.after.destinationPort)}에 닿지 못함`,
          ),
        ),
        style: 'n',
      },
    ],
  }
}
