/** A request that has reached an Ingress controller. */
import type { AskedRequest } from '../http/asked.ts'
import { carryOut } from '../http/forward.ts'
import type { Progress, Proxy } from '../http/forward.ts'
import { statusPage } from '../http/pages.ts'
import type { ExchangeOutcome } from '../model.ts'
import type { NetworkState } from '../state.ts'
import type { RunningController } from './controllers.ts'
import { route } from './route.ts'

/** How often ingress-nginx tries another endpoint where one refuses or does not answer. */
const MAX_TRIES = 3
const PROGRAM = 'nginx'

export interface ProxyContext {
  readonly state: NetworkState
  readonly controller: RunningController
  readonly asked: AskedRequest
}

/** 404, 502, 503, 504 and redirects are the controller's own (I7, I9, I17): 504 after waiting, 502 for other failures. */
const proxyOf = ({ facts, source }: RunningController): Proxy => ({
  controller: facts.controller,
  program: PROGRAM,
  source,
  maxTries: MAX_TRIES,
  statusOf: (verdict) => (verdict === 'timed-out' ? 504 : 502),
  statusWithout: () => 503,
  page: ({ status, location, headers }) => ({
    status,
    headers: { 'content-type': 'text/html', ...headers, ...(location === undefined ? {} : { location }) },
    body: statusPage(status, PROGRAM),
  }),
})

/** What the client gets through the controller, one outcome per endpoint that it may choose. */
export function proxyRequest({ state, controller, asked }: ProxyContext, progress: Progress): readonly ExchangeOutcome[] {
  const { hostHeader, target: path, method, headers, scheme } = asked
  const client = progress.client === undefined ? {} : { client: progress.client }
  const decision = route(state, controller.facts, { host: hostHeader, path, method, headers, scheme, ...client })
  return carryOut({ state, proxy: proxyOf(controller), asked }, progress, decision)
}
