/** What an HTTP client gets to see: the name, the connection, the Ingress rules, and the container's answer. */
import { connect } from './connect.ts'
import { readRequest } from './http/asked.ts'
import type { AskedRequest } from './http/asked.ts'
import { endpointOf, listenerHopOf, serve } from './http/serve.ts'
import { controllerAt, controllerForHost, runningControllers } from './ingress/controllers.ts'
import type { RunningController } from './ingress/controllers.ts'
import { proxyRequest } from './ingress/proxy.ts'
import type {
  ConnectOutcome,
  Exchange,
  ExchangeOutcome,
  Hop,
  LinkHop,
  NamespacedName,
  RequestQuestion,
  RouteHop,
  Snapshot,
  Source,
} from './model.ts'
import { indexSnapshot, keyOfObject, nameOf } from './state.ts'
import type { NetworkState } from './state.ts'
import { withSystemObjects } from './system-objects.ts'

/**
 * Answers a question about one HTTP request. Probabilities of the outcomes add up to 1. What is no URL of HTTP is
 * `unresolved`, with an empty walk. Ingress paths with patterns beyond the usual need `loadPatternEngine` first.
 */
export function request(snapshot: Snapshot, question: RequestQuestion): Exchange {
  const state = indexSnapshot(withSystemObjects(snapshot))
  const asked = readRequest(question)
  if (asked === undefined) return { question, outcomes: [{ probability: 1, verdict: 'unresolved', walk: { hops: [] } }] }
  const outcomes =
    question.connectTo === 'ingress'
      ? requestIngress(state, question.from, asked)
      : connect(state.snapshot, {
          from: question.from,
          to: { host: asked.host },
          port: asked.port,
          ...(question.library === undefined ? {} : { library: question.library }),
        }).outcomes.flatMap((outcome) => continueAt(state, asked, outcome))
  return { question, outcomes }
}

/** From the end of the client's connection on. */
function continueAt(state: NetworkState, asked: AskedRequest, outcome: ConnectOutcome): readonly ExchangeOutcome[] {
  const { verdict, probability, walk } = outcome
  if (verdict !== 'connected') return [{ probability, verdict, walk }]
  const controller = controllerAt(state, listenerHopOf(outcome))
  if (controller !== undefined) return proxyRequest({ state, controller, asked }, { hops: walk.hops, probability })
  const { hop, container, ...served } = serve(state, outcome, asked)
  const endpoint = endpointOf(outcome)
  const service = serviceOf(walk.hops)
  const backend =
    endpoint === undefined
      ? {}
      : {
          backend: {
            ...(service === undefined ? {} : { service }),
            endpoint,
            ...(container === undefined ? {} : { container }),
          },
        }
  return [{ probability, verdict, ...served, ...backend, walk: { hops: hop === undefined ? walk.hops : [...walk.hops, hop] } }]
}

function serviceOf(hops: readonly Hop[]): NamespacedName | undefined {
  const service = hops.findLast((hop) => hop.kind === 'service')?.service
  return service === undefined ? undefined : { namespace: service.namespace ?? 'default', name: service.name }
}

/** Straight to the Ingress controller. Each of its Pods is as likely to be reached. */
function requestIngress(state: NetworkState, from: Source, asked: AskedRequest): readonly ExchangeOutcome[] {
  const facts = controllerForHost(state, asked.hostHeader)
  const running = facts === undefined ? [] : runningControllers(state, facts)
  if (running.length === 0) {
    const hop = noController(asked, facts?.controller ?? '')
    return [{ probability: 1, verdict: 'refused', walk: { hops: [hop] } }]
  }
  return running.flatMap((controller) =>
    waysToController(state, from, { controller, asked }).flatMap((outcome) => {
      const probability = outcome.probability / running.length
      if (outcome.verdict !== 'connected') return [{ probability, verdict: outcome.verdict, walk: outcome.walk }]
      return proxyRequest({ state, controller, asked }, { hops: outcome.walk.hops, probability })
    }),
  )
}

const noController = ({ hostHeader, target }: AskedRequest, controller: string): RouteHop => ({
  kind: 'route',
  controller,
  decision: 'no-controller',
  requestedHost: hostHeader,
  requestedPath: target,
  nearMisses: [],
  semantics: ['I1'],
  stops: true,
})

interface Entry {
  readonly controller: RunningController
  readonly asked: AskedRequest
}

/** Pods connect over the Pod network, so that policies count; for others, what lies before the controller is not modelled. */
function waysToController(state: NetworkState, from: Source, { controller, asked }: Entry): readonly ConnectOutcome[] {
  const port = asked.scheme === 'https' ? 443 : 80
  if ('pod' in from && controller.pod !== undefined)
    return connect(state.snapshot, { from, to: { pod: nameOf(controller.pod) }, port }).outcomes
  const to = controller.pod === undefined ? nameOfSource(controller.source) : keyOfObject(controller.pod)
  const link: LinkHop = {
    kind: 'link',
    from: nameOfSource(from),
    to,
    how: 'outside-to-node',
    masqueraded: true,
    semantics: ['I1'],
    stops: false,
  }
  return [{ verdict: 'connected', probability: 1, walk: { hops: [link] } }]
}

const nameOfSource = (source: Source): string =>
  'pod' in source ? `${source.pod.namespace}/${source.pod.name}` : 'node' in source ? source.node : source.outside
