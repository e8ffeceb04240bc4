/** Answers that depend on more than a path: the process behind a listener is asked what it says to a request. */
import type { ExchangeOutcome, RequestQuestion } from '../../network/model.ts'
import { arrivalOf, instanceOf } from './access-log.ts'
import type { ContainerInstance } from './container-instance.ts'
import type { HttpCall } from './conversation.ts'
import type { Kubelet } from './kubelet.ts'
import { toRequestLine } from './request-line.ts'
import type { Responded, ServerProcess } from './programs/program.ts'

interface Arriving {
  readonly kubelet: Kubelet
  readonly processOf: (instance: ContainerInstance) => ServerProcess
  /** The request's content: bytes as letters below 256. */
  readonly sent: string
  readonly nowMs: number
}

/** The outcome, with the answer of the program that it came to where that has one of its own; at once, unless that has to wait. */
export function answerAsProgram(
  question: RequestQuestion,
  outcome: ExchangeOutcome,
  { kubelet, processOf, sent, nowMs }: Arriving,
): ExchangeOutcome | Promise<ExchangeOutcome> {
  const pod = outcome.backend?.endpoint.pod
  if (outcome.response === undefined || pod === undefined || outcome.isPlainAtTls === true) return outcome
  const instance = instanceOf(kubelet, pod, outcome.backend?.container)
  if (instance === undefined) return outcome
  const { method = 'GET', headers = {} } = question
  const call: HttpCall = {
    method,
    headers,
    host: toRequestLine(question).host,
    ...arrivalOf(outcome),
    body: sent,
    nowMs,
    served: outcome.response,
  }
  const responded = instance.respond(call, processOf(instance))
  const conclude = (response: Responded): ExchangeOutcome => withAnswer(outcome, method, response)
  return responded instanceof Promise ? responded.then(conclude) : conclude(responded)
}

const withAnswer = (outcome: ExchangeOutcome, method: string, response: Responded): ExchangeOutcome => {
  if (response === undefined) return outcome
  if (response !== 'hangs-up') return { ...outcome, response: method === 'HEAD' ? { ...response, body: '' } : response }
  const { response: _none, ...hungUp } = outcome
  return { ...hungUp, noResponse: 'not-http' }
}
