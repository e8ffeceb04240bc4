/** How questions and both their answers are told. */
import type { AnswerShare } from '../../network/summarize.ts'
import type { ShortAnswer } from '../../network/depends-on.ts'
import type { ModelQuestion } from '../../network/switches.ts'
import { nameConnection, nameSource, verdictWords } from '../explain/verdict.ts'
import { same, words, type Words } from '../words.ts'
import type { ProbePlace, Seen, SeenOutcome, Unobserved, UnobservedReason } from './observation.ts'

/** `default/visitor → default/poc:80`; of names `default/visitor: db.shop`. */
export const nameAsked = (asked: ModelQuestion): string => {
  switch (asked.kind) {
    case 'connection':
      return nameConnection(asked.question)
    case 'request':
      return `${nameSource(asked.question.from)} → ${asked.question.url}`
    case 'name':
      return `${nameSource(asked.question.from)}: ${asked.question.name}`
  }
}

const NO_RESPONSE = words('connected, no HTTP', '연결됨, HTTP 아님')

const OUTCOMES: Readonly<Partial<Record<SeenOutcome, Words>>> = {
  'timed-out': verdictWords('timed-out'),
  refused: verdictWords('refused'),
  'not-found': words('not found', '찾을 수 없음'),
}

const lookupWords = (outcome: SeenOutcome, found: readonly string[]): Words =>
  found.length > 0 ? same(found.toSorted().join(', ')) : (OUTCOMES[outcome] ?? same(outcome))

export const seenWords = (seen: Seen): Words => {
  if (seen.kind === 'name') return lookupWords(seen.outcome, seen.found)
  if (seen.kind === 'connection' || seen.verdict !== 'connected') return verdictWords(seen.verdict)
  return seen.response === undefined ? NO_RESPONSE : same(String(seen.response.status))
}

const shareWords = ({ verdict, status }: AnswerShare): Words =>
  status === undefined ? verdictWords(verdict) : same(String(status))

const join = (all: readonly Words[]): Words => words(all.map(({ en }) => en).join(' / '), all.map(({ ko }) => ko).join(' / '))

/** Several answers are possible where chance decides. */
export const predictedWords = (answer: ShortAnswer): Words =>
  'shares' in answer ? join(answer.shares.map(shareWords)) : lookupWords(answer.outcome, answer.addresses)

/** What was seen, each answer once. */
export const samplesWords = (samples: readonly Seen[]): Words => {
  const all = samples.map(seenWords)
  return join(all.filter(({ en }, index) => all.findIndex((other) => other.en === en) === index))
}

const PLACES: Readonly<Record<ProbePlace['kind'], Words>> = {
  'own-pod': words('in the Pod itself', 'Pod 안에서'),
  'ephemeral-container': words('in an ephemeral container of the Pod', 'Pod의 임시 컨테이너에서'),
  'probe-pod': words('in a Pod made for it', '이를 위해 만든 Pod에서'),
  here: words('from this machine', '이 컴퓨터에서'),
}

export const placeWords = ({ kind }: ProbePlace, tool?: string): Words => {
  const { en, ko } = PLACES[kind]
  return tool === undefined ? { en, ko } : words(`${en}, ${tool}`, `${ko}, ${tool}`)
}

const UNOBSERVED: Readonly<Record<UnobservedReason, Words>> = {
  'no-place': words('there is no Pod to ask from', '물어볼 Pod가 없음'),
  'no-tool': words('no program there can ask this', '이를 물어볼 프로그램이 없음'),
  unreadable: words('what the program printed is not understood', '프로그램의 출력을 이해할 수 없음'),
  'no-reply': words('no reply, which proves nothing of datagrams', '응답 없음. 데이터그램에서는 아무것도 증명하지 않음'),
  'no-address': words('what is asked for has no address', '묻는 대상에 주소가 없음'),
  'out-of-bounds': words('the bounds on number or time were reached', '횟수나 시간의 한도에 도달함'),
  'no-way-from-here': words('this machine has no way to the nodes', '이 컴퓨터에서 노드로 가는 길이 없음'),
}

export const unobservedWords = ({ reason, detail }: Unobserved): Words => {
  const { en, ko } = UNOBSERVED[reason]
  return detail === '' ? { en, ko } : words(`${en} (${detail})`, `${ko} (${detail})`)
}
