/** The kubelet's probes, asked of the simulated programs over the network model. @see kubernetes pkg/kubelet/prober, v1.34 */
import type { Container, HTTPGetAction, Pod, Probe } from '../../kubernetes/generated/types.ts'
import { connect } from '../../network/connect.ts'
import type { ExchangeOutcome, RequestQuestion, Snapshot } from '../../network/model.ts'
import { request } from '../../network/request.ts'
import type { ContainerRecord, ProbeState } from './container-record.ts'

/** Of the kubelets of this cluster. */
const VERSION = '1.34'

export type ProbeKind = 'startup' | 'readiness' | 'liveness'

export interface ProbeResult {
  /** Undefined where it could not be asked: that says nothing about the container. */
  readonly passed: boolean | undefined
  readonly message: string
  /** Present where a server answered in HTTP. */
  readonly asked?: { readonly question: RequestQuestion; readonly outcome: ExchangeOutcome }
}

/** Where a container's own server is asked. */
interface Place {
  readonly container: Container
  readonly ip: string
}

interface Target {
  readonly pod: Pod
  readonly record: ContainerRecord
  readonly ip: string
}

const portOf = ({ ports = [] }: Container, port: number | string): number =>
  typeof port === 'number' ? port : (ports.find(({ name }) => name === port)?.containerPort ?? (Number(port) || 0))

/** What a probe or a hook asks. */
export function urlOf({ container, ip }: Place, { host = ip, port, path = '/', scheme = 'HTTP' }: HTTPGetAction): string {
  const name = host.includes(':') ? `[${host}]` : host
  return `${scheme.toLowerCase()}://${name}:${portOf(container, port)}${path.startsWith('/') ? path : `/${path}`}`
}

/** What a kubelet says in a request, in the order of Go's clients; an action's own headers take the place of these. @see pkg/probe/http/request.go */
export const headersOf = (
  { httpHeaders = [] }: HTTPGetAction,
  what: 'probe' | 'lifecycle',
): Readonly<Record<string, string>> => ({
  'user-agent': `kube-${what}/${VERSION}`,
  accept: '*/*',
  ...Object.fromEntries(httpHeaders.map(({ name, value }) => [name.toLowerCase(), value])),
  connection: 'close',
})

/** `host:port`, with the port that is usual for its scheme, too. */
const addressIn = (url: string): string => /^\w+:\/\/([^/]+)/u.exec(url)?.[1] ?? ''

/** Why a port cannot be asked for: no port of the container has the name. */
const unknownPort = ({ ports = [] }: Container, port: number | string): ProbeResult | undefined =>
  typeof port === 'number' || ports.some(({ name }) => name === port)
    ? undefined
    : { passed: undefined, message: `strconv.Atoi: parsing "${port}": invalid syntax` }

function probeHttp(snapshot: Snapshot, target: Target, action: NonNullable<Probe['httpGet']>): ProbeResult {
  const url = urlOf({ container: target.record.container, ip: target.ip }, action)
  const question = { from: { node: target.pod.spec?.nodeName ?? '' }, url, headers: headersOf(action, 'probe') }
  const [outcome] = request(snapshot, question).outcomes
  if (outcome?.verdict !== 'connected')
    return { passed: false, message: `Get "${url}": ${dialError(outcome?.verdict, addressIn(url))}` }
  if (outcome.response !== undefined) return { ...judgeAnswer(outcome, url), asked: { question, outcome } }
  const isHttp = (): boolean => speaksHttp(snapshot, target, url.replace(/^https:/u, 'http:'))
  const why = outcome.noResponse === 'not-tls' && isHttp() ? 'http: server gave HTTP response to HTTPS client' : 'EOF'
  return { passed: false, message: `Get "${url}": ${why}` }
}

/** What a probe concludes from an answer; `late` where none came in its time. */
export function judgeAnswer(answer: ExchangeOutcome | 'late', url: string): ProbeResult {
  const failed = (why: string): ProbeResult => ({ passed: false, message: `Get "${url}": ${why}` })
  if (answer === 'late') return failed('context deadline exceeded (Client.Timeout exceeded while awaiting headers)')
  if (answer.response === undefined) return failed('EOF')
  const { status } = answer.response
  return { passed: status >= 200 && status < 400, message: `HTTP probe failed with statuscode: ${status}` }
}

/** A server that is sent TLS and knows HTTP alone says so in HTTP. */
const speaksHttp = (snapshot: Snapshot, { pod }: Target, url: string): boolean =>
  request(snapshot, { from: { node: pod.spec?.nodeName ?? '' }, url }).outcomes[0]?.response !== undefined

const dialError = (verdict: string | undefined, address: string): string =>
  verdict === 'refused'
    ? `dial tcp ${address}: connect: connection refused`
    : verdict === 'unresolved'
      ? `dial tcp: lookup ${address.split(':', 1).join('')}: no such host`
      : `dial tcp ${address}: i/o timeout`

function probeTcp(
  snapshot: Snapshot,
  target: Target,
  action: { readonly host?: string; readonly port: number | string },
): ProbeResult {
  const port = portOf(target.record.container, action.port)
  const host = action.host ?? target.ip
  const [outcome] = connect(snapshot, { from: { node: target.pod.spec?.nodeName ?? '' }, to: { host }, port }).outcomes
  return { passed: outcome?.verdict === 'connected', message: dialError(outcome?.verdict, `${host}:${port}`) }
}

/** Undefined for `exec`, which takes a shell. */
export function probeNetwork(snapshot: Snapshot, target: Target, probe: Probe): ProbeResult | undefined {
  const unknown = unknownPort(target.record.container, (probe.httpGet ?? probe.tcpSocket)?.port ?? 0)
  if (unknown !== undefined) return unknown
  if (probe.httpGet !== undefined) return probeHttp(snapshot, target, probe.httpGet)
  if (probe.tcpSocket !== undefined) return probeTcp(snapshot, target, probe.tcpSocket)
  if (probe.grpc !== undefined) return probeTcp(snapshot, target, { port: probe.grpc.port })
  return undefined
}

export const probeOf = ({ container }: ContainerRecord, kind: ProbeKind): Probe | undefined => container[`${kind}Probe`]

export const periodMs = ({ periodSeconds }: Probe): number => Math.max(1, periodSeconds ?? 10) * 1000

/** The state after one more result. A verdict changes once its threshold is reached. */
export function countResult(state: ProbeState, passed: boolean, probe: Probe, nowMs: number): ProbeState {
  const successes = passed ? state.successes + 1 : 0
  const failures = passed ? 0 : state.failures + 1
  const isDecided = passed ? successes >= (probe.successThreshold ?? 1) : failures >= (probe.failureThreshold ?? 3)
  return { successes, failures, nextAtMs: nowMs + periodMs(probe), passed: isDecided ? passed : state.passed }
}

export const firstProbe = ({ initialDelaySeconds = 0 }: Probe, startedAtMs: number): ProbeState => ({
  successes: 0,
  failures: 0,
  nextAtMs: startedAtMs + initialDelaySeconds * 1000,
  passed: undefined,
})
