/** Asks the model what a drawing of a walk is about. */
import { nameConnection, nameSource } from '../../grading/explain/verdict.ts'
import { connect } from '../../network/connect.ts'
import type { ConnectQuestion, ExchangeOutcome, ConnectOutcome, Source } from '../../network/model.ts'
import { expandWalk } from '../../network/path/expand-walk.ts'
import type { DetailedWalk } from '../../network/path/detail-step.ts'
import { request } from '../../network/request.ts'
import { familyFor, readSource } from '../../grading/ends/read-ends.ts'
import { findFrom, findNode, findPod, findService, findWorkloadPod, MissingPart, type DrawContext } from '../context.ts'
import type { WalkDrawing } from '../drawing.ts'

export type WalkOutcome = ConnectOutcome | ExchangeOutcome

export interface AskedWalk {
  readonly from: Source
  /** `shop/web → service shop/db:5432`. */
  readonly title: string
  /** The likeliest outcome; the first of several. */
  readonly outcome: WalkOutcome
  /** All of them. */
  readonly outcomes: readonly WalkOutcome[]
  readonly detail: DetailedWalk
}

/** From outside, a request goes to what serves the host, as `grade trace` asks. */
export const askWalk = (context: DrawContext, drawing: WalkDrawing): AskedWalk => {
  const from = fromOf(context, drawing)
  const { title, outcomes } = answersTo(context, drawing, from)
  const outcome = outcomes.toSorted((one, other) => other.probability - one.probability)[0]
  if (outcome === undefined) throw new MissingPart('to', 'the model has no answer to this: ask for another end')
  const { walk, verdict } = outcome
  return { from, title, outcome, outcomes, detail: expandWalk(context.snapshot, { from, walk, verdict }) }
}

interface Answers {
  readonly title: string
  readonly outcomes: readonly WalkOutcome[]
}

const answersTo = (context: DrawContext, drawing: WalkDrawing, from: Source): Answers => {
  const { snapshot } = context
  const { to } = drawing
  switch (to.kind) {
    case 'request': {
      const connectTo = 'outside' in from ? { connectTo: 'ingress' as const } : {}
      return {
        title: `${nameSource(from)} → ${to.url}`,
        outcomes: request(snapshot, { from, url: to.url, ...connectTo }).outcomes,
      }
    }
    case 'connection': {
      const question: ConnectQuestion = { from, to: destinationOf(context, to.to), port: to.port }
      return { title: nameConnection(question), outcomes: connect(snapshot, question).outcomes }
    }
    case 'name':
      return { title: to.name, outcomes: [] }
  }
}

/** An address outside without a number has the family that the other end is asked in. */
const fromOf = (context: DrawContext, { from, to }: WalkDrawing): Source => {
  if (!('outside' in from)) return findFrom(context, from)
  const bare = readSource('outside')
  const isBare = bare !== undefined && 'outside' in bare && bare.outside === from.outside
  const chosen = isBare ? readSource('outside', familyFor(context.snapshot, to)) : from
  return chosen !== undefined && 'outside' in chosen ? chosen : from
}

type NamedDestination = Extract<WalkDrawing['to'], { kind: 'connection' }>['to']

const destinationOf = (context: DrawContext, to: NamedDestination): ConnectQuestion['to'] => {
  if ('host' in to) return to
  if ('node' in to) return { node: findNode(context, 'to', to.node) }
  if ('workload' in to) return { pod: findWorkloadPod(context, 'to', to) }
  if ('pod' in to) findPod(context, 'to', to.pod)
  else findService(context, to.service, 'to')
  return to
}
