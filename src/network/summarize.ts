/** An answer in short: how often what happens, and which endpoints fail. "1 of 3 endpoints refuses" is an answer. */
import type { ConnectOutcome, EndpointChoice, ExchangeOutcome, Hop, Verdict } from './model.ts'

/** What the client may see, and how often: 0 < share <= 1. */
export interface AnswerShare {
  /** What the client sees. */
  readonly verdict: Verdict
  /** Present where a server answered a request. */
  readonly status?: number
  /** How often, of all clients. */
  readonly share: number
}

/** What clients get who are given this endpoint. */
export interface EndpointSummary {
  /** Absent where the walk ended before one was chosen. */
  readonly endpoint?: EndpointChoice
  /** Of being chosen, 0 < probability <= 1. */
  readonly probability: number
  /** What a client that gets this endpoint sees; the shares add up to 1. */
  readonly answers: readonly AnswerShare[]
  /** The hop that decided the first answer that is not good, or else the first answer. */
  readonly decidedBy?: Hop
  /** True where some client that gets this endpoint does not get what it asked for. */
  readonly fails: boolean
}

/** An answer in short. */
export interface Summary {
  /** Most likely first; they add up to 1. */
  readonly shares: readonly AnswerShare[]
  /** One for each endpoint that may be chosen. */
  readonly endpoints: readonly EndpointSummary[]
  /** How many of the endpoints fail. */
  readonly failing: number
  /** True where it depends on chance whether the client gets what it asked for. */
  readonly flaky: boolean
}

type Outcome = ConnectOutcome | ExchangeOutcome

/** Connections are good when they come about, requests when they are answered below 400. */
export const isGoodAnswer = ({ verdict, status }: Pick<AnswerShare, 'verdict' | 'status'>): boolean =>
  verdict === 'connected' && (status === undefined || status < 400)

/** Adds outcomes up: how often what is seen, and by which endpoint. */
export const summarizeOutcomes = (outcomes: readonly Outcome[]): Summary => {
  const groups = new Map<string, Outcome[]>()
  for (const outcome of outcomes) {
    const key = keyOfEndpoint(outcome)
    groups.set(key, [...(groups.get(key) ?? []), outcome])
  }
  const endpoints = [...groups.values()].map(summarizeEndpoint)
  const failing = endpoints.filter(({ fails }) => fails).length
  const good = outcomes.filter((outcome) => isGoodAnswer(answerOf(outcome))).length
  return { shares: sharesOf(outcomes), endpoints, failing, flaky: good > 0 && good < outcomes.length }
}

/** The shares of the answers that outcomes give, most likely first; they add up to 1. */
const sharesOf = (outcomes: readonly Outcome[]): readonly AnswerShare[] => {
  const whole = outcomes.reduce((sum, { probability }) => sum + probability, 0)
  const shares = new Map<string, AnswerShare>()
  for (const outcome of outcomes) {
    const answer = answerOf(outcome)
    const key = `${answer.verdict} ${answer.status ?? ''}`
    shares.set(key, { ...answer, share: (shares.get(key)?.share ?? 0) + outcome.probability / whole })
  }
  return [...shares.values()].toSorted((one, other) => other.share - one.share)
}

const answerOf = (outcome: Outcome): Pick<AnswerShare, 'verdict' | 'status'> => {
  const status = 'response' in outcome ? outcome.response.status : undefined
  return { verdict: outcome.verdict, ...(status === undefined ? {} : { status }) }
}

const endpointOf = (outcome: Outcome): EndpointChoice | undefined =>
  'endpoint' in outcome
    ? outcome.endpoint
    : 'backend' in outcome
      ? outcome.backend.endpoint
      : outcome.walk.hops.flatMap((hop) => (hop.kind === 'service' && hop.endpoint !== undefined ? [hop.endpoint] : [])).at(-1)

const keyOfEndpoint = (outcome: Outcome): string => {
  const endpoint = endpointOf(outcome)
  return endpoint === undefined ? '' : `${endpoint.ip} ${endpoint.port}`
}

const summarizeEndpoint = (outcomes: readonly Outcome[]): EndpointSummary => {
  const [first] = outcomes
  const decisive = outcomes.find((outcome) => !isGoodAnswer(answerOf(outcome))) ?? first
  const endpoint = first === undefined ? undefined : endpointOf(first)
  const hops = decisive?.walk.hops ?? []
  const decidedBy = hops.findLast(({ stops }) => stops) ?? hops.at(-1)
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    probability: outcomes.reduce((sum, { probability }) => sum + probability, 0),
    answers: sharesOf(outcomes),
    ...(decidedBy === undefined ? {} : { decidedBy }),
    fails: outcomes.some((outcome) => !isGoodAnswer(answerOf(outcome))),
  }
}
