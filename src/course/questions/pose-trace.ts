/** Questions whose keys are computed: what is asked, what may be answered, and what is right in the question's cluster. */
import { isOwnObject } from '../../grading/ends/own-objects.ts'
import { explainLookup, explainWalk, type WalkRow } from '../../grading/explain/walk.ts'
import { verdictWords } from '../../grading/explain/verdict.ts'
import { same, words, type Words } from '../../grading/words.ts'
import { isPod } from '../../kubernetes/guards.ts'
import type { Hop, Snapshot, Verdict } from '../../network/model.ts'
import { resolve } from '../../network/resolve.ts'
import { isPodUp } from '../../network/state.ts'
import { findSource, UnknownEnd, waysOf, type Way } from './ask-model.ts'
import { nameOf, sourceOptions, type JudgedOption } from './source-options.ts'
import type { Ask, Form, Traced, WhoConnectsQuestion } from './question.ts'
import { isWayText, textsOf } from './texts.ts'

/** What is asked, without the words that the author gave. */
export interface Posed {
  readonly form: Form
  readonly prompt: Words
  /** In the order in which they are shown; for an `order` in the right one. */
  readonly options: readonly JudgedOption[]
  /** Texts that are right; of a `text` only. */
  readonly accept: readonly string[]
  readonly walk: readonly WalkRow[]
}

const VERDICTS: readonly Verdict[] = ['connected', 'refused', 'timed-out', 'unresolved', 'unreachable']

/** Where a packet may end. The words name the stage, not the object, so that they give nothing away. */
const STAGES = {
  resolve: words('at the look-up of the name', '이름을 찾는 단계'),
  route: words("at the Ingress controller's or Gateway's rules", 'Ingress 컨트롤러나 Gateway의 규칙'),
  service: words('at the translation of the Service address', 'Service 주소를 바꾸는 단계'),
  egress: words("at the policies for what the client's Pod sends", '클라이언트 Pod가 보내는 것에 대한 정책'),
  link: words('on the way: no route leads there', '가는 길: 그곳으로 가는 경로가 없음'),
  ingress: words("at the policies for what the server's Pod receives", '서버 Pod가 받는 것에 대한 정책'),
  listener: words('at the server: no process listens there', '서버: 그 포트에서 수신하는 프로세스가 없음'),
  nowhere: words('nowhere: it arrives', '멈추지 않음: 도착함'),
} satisfies Readonly<Record<string, Words>>

type Stage = keyof typeof STAGES

const stageOf = (hop: Hop | undefined): Stage => {
  if (hop === undefined || hop.kind === 'reply') return 'nowhere'
  return hop.kind === 'policy' ? hop.direction : hop.kind
}

const stopOf = ({ walk }: Way): Stage => stageOf(walk.hops.find(({ stops }) => stops))

type Options = (snapshot: Snapshot, question: Traced, ways: readonly Way[]) => readonly JudgedOption[]

const OPTIONS: Readonly<Record<'verdict' | 'stops-at' | 'answered-by' | 'source-address', Options>> = {
  verdict: (_, __, ways) =>
    VERDICTS.map((verdict) => ({ text: verdictWords(verdict), correct: ways.some((way) => way.verdict === verdict) })),
  'stops-at': (_, __, ways) =>
    (Object.keys(STAGES) as Stage[]).map((stage) => ({
      text: STAGES[stage],
      correct: ways.some((way) => stopOf(way) === stage),
    })),
  'answered-by': (snapshot, _, ways) => {
    const names = new Set(
      ways.flatMap(({ answeredBy }) => (answeredBy === undefined ? [] : [nameOf({ metadata: answeredBy })])),
    )
    return snapshot.objects
      .filter((object) => isPod(object) && isPodUp(object) && (!isOwnObject(object) || names.has(nameOf(object))))
      .map((pod) => ({ text: same(`\`${nameOf(pod)}\``), correct: names.has(nameOf(pod)) }))
  },
  'source-address': sourceOptions,
}

const ASKED: Readonly<Record<Ask, Words>> = {
  verdict: words('What does the client see?', '클라이언트는 무엇을 보게 될까요?'),
  'stops-at': words('Where does the packet stop?', '패킷은 어디에서 멈출까요?'),
  'answered-by': words('Which Pods may answer?', '어느 Pod가 응답할 수 있을까요?'),
  'source-address': words('Which source address does the server see?', '서버에는 어떤 출발지 주소가 보일까요?'),
  lookups: words('In which order are these names asked for?', '이 이름들을 어떤 순서로 물을까요?'),
  outcome: words('What does the look-up end with?', '이름 찾기는 무엇으로 끝날까요?'),
  address: words('Which address is answered?', '어떤 주소로 응답할까요?'),
  'srv-port': words('Which port does its SRV record tell?', 'SRV 레코드는 어떤 포트를 알려 줄까요?'),
  status: words('Which HTTP status is answered?', '어떤 HTTP 상태 코드로 응답할까요?'),
  path: words('Which path does the server read?', '서버는 어떤 경로를 읽을까요?'),
  destination: words(
    'To which address and port is the packet sent when it arrives?',
    '도착하는 패킷의 목적지 주소와 포트는 무엇일까요?',
  ),
  'source-namespace': words(
    'In which namespace is the Pod whose address the server sees?',
    '서버에 주소가 보이는 Pod는 어느 네임스페이스에 있을까요?',
  ),
  answering: words('How many Pods may answer?', '응답할 수 있는 Pod는 몇 개일까요?'),
  share: words('What percentage of all connections does it answer?', '모든 연결의 몇 퍼센트에 응답할까요?'),
}

const promptOf = ({ prompt, ends, ask, to }: Traced): Words => {
  if (prompt !== undefined) return prompt
  const verb = { connection: ['opens', '접속'], request: ['requests', '요청'], name: ['looks up', '이름 찾기'] }[to.kind]
  return words(
    `\`${ends.from}\` ${verb[0] ?? ''} \`${ends.to}\`. ${ASKED[ask].en}`,
    `${verb[1] ?? ''}: \`${ends.from}\` → \`${ends.to}\`. ${ASKED[ask].ko}`,
  )
}

const OUTCOMES = ['NOERROR', 'NODATA', 'NXDOMAIN', 'SERVFAIL', 'timed-out'] as const

const NOTHING = { options: [], accept: [], walk: [] } as const

/** Of `0 100 80 web.shop.svc.cluster.local.` the third. */
const portOf = (srv: string): string => srv.split(' ')[2] ?? ''

const poseLookup = (snapshot: Snapshot, question: Traced, name: string): Posed => {
  const from = findSource(snapshot, question.from)
  const prompt = promptOf(question)
  if (question.ask === 'srv-port') {
    const ports = new Set(resolve(snapshot, { from, name, type: 'SRV' }).records.map(({ data }) => portOf(data)))
    if (ports.size === 0) throw new UnknownEnd(`${name} has no SRV record in this state`)
    return { ...NOTHING, form: 'text', prompt, accept: [...ports] }
  }
  const { steps, outcome, addresses } = resolve(snapshot, { from, name })
  if (question.ask === 'address') {
    if (addresses.length === 0) throw new UnknownEnd(`${name} leads to no address in this state`)
    return { ...NOTHING, form: 'text', prompt, accept: addresses }
  }
  if (question.ask === 'outcome') {
    const ends = outcome === 'NOERROR' || OUTCOMES.some((one) => one === outcome) ? OUTCOMES : [...OUTCOMES, outcome]
    return {
      ...NOTHING,
      form: 'one',
      prompt,
      options: ends.map((end) => ({ text: explainLookup(end), correct: end === outcome })),
    }
  }
  if (steps.length < 2) throw new UnknownEnd(`${name} is asked for once only: there is no order`)
  return {
    ...NOTHING,
    form: 'order',
    prompt,
    options: steps.map(({ query }) => ({ text: same(`\`${query}\``), correct: true })),
  }
}

/** The way that explains most: where some fail and others do not, one that fails. */
const tellingWay = (ways: readonly Way[]): Way | undefined => ways.find(({ verdict }) => verdict !== 'connected') ?? ways[0]

/** Throws UnknownEnd where the state does not have what is asked about, or nothing could be answered. */
export const poseTrace = (snapshot: Snapshot, question: Traced): Posed => {
  const { ask, to } = question
  if (to.kind === 'name') return poseLookup(snapshot, question, to.name)
  const ways = waysOf(snapshot, question.from, to)
  const told = tellingWay(ways)
  const walk = told === undefined ? [] : explainWalk(told.walk)
  const prompt = promptOf(question)
  if (ask === 'lookups' || ask === 'outcome' || ask === 'address' || ask === 'srv-port')
    throw new UnknownEnd(`${ask} is asked of a name`)
  if (isWayText(ask)) return { form: 'text', prompt, options: [], accept: textsOf(snapshot, { ...question, ask }, ways), walk }
  const options = OPTIONS[ask](snapshot, question, ways)
  const right = options.filter(({ correct }) => correct).length
  if (right === 0) throw new UnknownEnd(`nothing is right: in this state ${ask} has no answer`)
  return { form: ask === 'answered-by' || right > 1 ? 'many' : 'one', prompt, options, accept: [], walk }
}

/** Which clients connect, whichever endpoint is chosen. */
export const poseWhoConnects = (snapshot: Snapshot, { clients, to, ends, prompt }: WhoConnectsQuestion): Posed => {
  if (to.kind === 'name') throw new UnknownEnd('a name alone is not connected to')
  const options = clients.map(({ text, from }) => ({
    text: same(`\`${text}\``),
    correct: waysOf(snapshot, from, to).every(({ verdict }) => verdict === 'connected'),
  }))
  return {
    form: 'many',
    prompt:
      prompt ??
      words(`Which of these clients connect to \`${ends.to}\`?`, `\`${ends.to}\`에 접속할 수 있는 클라이언트를 모두 고르세요.`),
    options,
    accept: [],
    walk: [],
  }
}
