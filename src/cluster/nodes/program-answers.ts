/** Answers that depend on more than a path: the process behind a listener is asked what it says to a request. */
import type { ExchangeOutcome, RequestQuestion } from '../../network/model.ts'
import { arrivalOf, instanceOf } from './access-log.ts'
import type { RunCommand } from './commands-inside.ts'
import type { HttpCall } from './conversation.ts'
import type { Kubelet } from './kubelet.ts'
import { toRequestLine } from './request-line.ts'
import { createServerProcess } from './server-process.ts'
import type { ShellWorld } from './shell/session.ts'

interface Arriving {
  readonly kubelet: Kubelet
  readonly world: ShellWorld
  readonly runCommand: RunCommand
  /** The request's content: bytes as letters below 256. */
  readonly sent: string
  readonly nowMs: number
}

/** The outcome, with the answer of the program that it came to where that has one of its own. */
export async function answerAsProgram(
  question: RequestQuestion,
  outcome: ExchangeOutcome,
  { kubelet, world, runCommand, sent, nowMs }: Arriving,
): Promise<ExchangeOutcome> {
  const pod = outcome.backend?.endpoint.pod
  if (outcome.response === undefined || pod === undefined) return outcome
  const instance = instanceOf(kubelet, pod, outcome.backend?.container)
  if (instance === undefined) return outcome
  const { method = 'GET', headers = {} } = question
  const { host } = toRequestLine(question)
  const call: HttpCall = { method, host, headers, ...arrivalOf(outcome), body: sent, nowMs, served: outcome.response }
  const response = await instance.respond(call, createServerProcess(instance, { world, runCommand }))
  if (response === undefined) return outcome
  if (response !== 'hangs-up') return { ...outcome, response: method === 'HEAD' ? { ...response, body: '' } : response }
  const { response: _none, ...hungUp } = outcome
  return { ...hungUp, noResponse: 'not-http' }
}
