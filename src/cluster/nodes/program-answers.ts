/** Answers that depend on more than a path: the process behind a listener is asked what it says to a request. */
import type { Exchange, ExchangeOutcome } from '../../network/model.ts'
import { arrivalOf, instanceOf } from './access-log.ts'
import type { HttpCall } from './conversation.ts'
import type { Kubelet } from './kubelet.ts'

type Sent = Pick<HttpCall, 'body' | 'nowMs'>

const answered = (outcome: ExchangeOutcome, { question }: Exchange, kubelet: Kubelet, sent: Sent): ExchangeOutcome => {
  const pod = outcome.backend?.endpoint.pod
  if (outcome.response === undefined || pod === undefined) return outcome
  const { target, client, port } = arrivalOf(outcome)
  const { method = 'GET', headers = {} } = question
  const call: HttpCall = { method, target, headers, client, port, ...sent }
  const response = instanceOf(kubelet, pod, outcome.backend?.container)?.respond(call)
  if (response === undefined) return outcome
  return { ...outcome, response: method === 'HEAD' ? { ...response, body: '' } : response }
}

export const answerAsPrograms = (exchange: Exchange, kubelet: Kubelet, sent: Sent): Exchange => ({
  ...exchange,
  outcomes: exchange.outcomes.map((outcome) => answered(outcome, exchange, kubelet, sent)),
})
