/** Requests that reach the API server over the cluster's own network: it is asked itself, in the name of whoever the token shows. */
import type { ExchangeOutcome, HttpResponse } from '../../network/model.ts'
import type { SentRequest } from '../nodes/conversation.ts'

type Ask = (request: Request) => Promise<Response>

const PROGRAM = 'kube-apiserver'
const API_PORT = 6443

/** What streams without end is cut off, as by a client that has seen enough. */
const MAX_BODY_BYTES = 4 * 1024 * 1024

const reachesApiServer = ({ response, walk }: ExchangeOutcome): boolean =>
  response !== undefined && walk.hops.some((hop) => hop.kind === 'listener' && hop.program === PROGRAM)

const readStart = async (response: Response): Promise<string> => {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (;;) {
    const { done = true, value } = (await reader?.read()) ?? {}
    if (done || value === undefined) return text
    text += decoder.decode(value, { stream: true })
    if (text.length > MAX_BODY_BYTES) {
      await reader?.cancel()
      return text
    }
  }
}

/** A watch never ends by itself: a client inside gets what there is at first. */
const withoutWatch = (url: URL): URL => {
  if (url.searchParams.has('watch')) url.searchParams.set('timeoutSeconds', '1')
  return url
}

const toRequest = (question: SentRequest): Request => {
  const { method = 'GET', headers = {}, body } = question
  const target = withoutWatch(new URL(question.url))
  const sent = Object.entries(headers).filter(([name]) => name !== 'content-length' && name !== 'connection')
  return new Request(`https://127.0.0.1:${API_PORT}${target.pathname}${target.search}`, {
    method,
    headers: sent.map(([name, value]): [string, string] => [name, value]),
    ...(body === undefined || body.length === 0 || method === 'GET' || method === 'HEAD' ? {} : { body: new Uint8Array(body) }),
  })
}

const toAnswer = async (response: Response): Promise<HttpResponse> => ({
  status: response.status,
  headers: Object.fromEntries(response.headers),
  body: await readStart(response),
})

/** What came about, with the API server's real answer where a request came to it. */
export const answerAsApiServer = async (outcome: ExchangeOutcome, question: SentRequest, ask: Ask): Promise<ExchangeOutcome> =>
  reachesApiServer(outcome) ? { ...outcome, response: await toAnswer(await ask(toRequest(question))) } : outcome
