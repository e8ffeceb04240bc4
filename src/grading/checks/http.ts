/**
 * `http: { from, url, to?: { node }, through?: ingress, status?, backend?, path?, body?, header? }`: the page comes, from the
 * server that is asked for. Without `status`, any below 400 will do.
 */
import { isNode, isService } from '../../kubernetes/guards.ts'
import type { ExchangeOutcome, HttpResponse, NamespacedName, RequestQuestion, Snapshot } from '../../network/model.ts'
import { request } from '../../network/request.ts'
import { addressesOfNode, indexSnapshot, keyOf } from '../../network/state.ts'
import type { CheckOutcome, Failed, Finding } from '../failure.ts'
import { nameSource, verdictWords } from '../explain/verdict.ts'
import { same, words, type Words } from '../words.ts'
import type { Check } from './check.ts'
import { findClients } from './clients.ts'
import { missingObject } from './find-object.ts'
import type { NetworkQuestions } from './questions.ts'
import { child, labels, namespacedName, onlyFields, readFrom, requiredText, text, wholeNumber } from './read-spec.ts'
import type { HttpSpec } from './specs.ts'

type Mismatch = Extract<Finding, { kind: 'http' }>['mismatch']

const isNamed = (known: NamespacedName | undefined, { namespace, name }: NamespacedName): boolean =>
  known?.namespace === namespace && known.name === name

/** The Pod of that name, where there is one; else the Service, which may have Pods of any name. */
const isBackend = (snapshot: Snapshot, { backend }: ExchangeOutcome, wanted: NamespacedName): boolean => {
  const isPodName = indexSnapshot(snapshot).pods.has(keyOf(wanted.namespace, wanted.name))
  return isNamed(backend?.endpoint.pod, wanted) || (!isPodName && isNamed(backend?.service, wanted))
}

/** The path that the server was asked for, after all rewriting. */
export const receivedPath = ({ walk }: ExchangeOutcome): string | undefined =>
  walk.hops.findLast((hop) => hop.kind === 'reply')?.path

/** Without a status that is asked for, any will do that is no error. */
export const isStatus = (status: number, wanted: number): boolean => (wanted === 0 ? status < 400 : status === wanted)

const mismatchOf = (snapshot: Snapshot, outcome: ExchangeOutcome, spec: HttpSpec): Mismatch | undefined => {
  const { response } = outcome
  if (response === undefined) return 'verdict'
  if (spec.backend !== undefined && outcome.backend !== undefined && !isBackend(snapshot, outcome, spec.backend))
    return 'backend'
  if (!isStatus(response.status, spec.status)) return 'status'
  if (spec.backend !== undefined && outcome.backend === undefined) return 'backend'
  return mismatchOfContent(outcome, response, spec)
}

const mismatchOfContent = (outcome: ExchangeOutcome, response: HttpResponse, spec: HttpSpec): Mismatch | undefined => {
  const path = receivedPath(outcome) ?? spec.path
  if (spec.path !== undefined && path !== spec.path) return 'path'
  if (spec.body !== undefined && !response.body.includes(spec.body)) return 'body'
  const headers = Object.entries(spec.header ?? {})
  return headers.some(([name, value]) => response.headers[name.toLowerCase()] !== value) ? 'header' : undefined
}

/** A node's address in place of the URL's host. */
const urlFor = (snapshot: Snapshot, { url, node }: HttpSpec): string => {
  if (node === undefined) return url
  const nodes = snapshot.objects.filter(isNode)
  const found = node === 'any' ? nodes[0] : nodes.find(({ metadata }) => metadata.name === node)
  const [address] = found === undefined ? [] : addressesOfNode(found)
  return address === undefined ? url : url.replace(/\/\/[^:/]+/u, `//${address}`)
}

const showAnswer = (outcome: ExchangeOutcome): Words => {
  const { response, verdict, backend } = outcome
  if (response === undefined) return verdictWords(verdict)
  const pod = backend?.endpoint.pod
  const from = pod === undefined ? '' : `, ${pod.namespace}/${pod.name}`
  const path = receivedPath(outcome)
  return same(`${response.status}${from}${path === undefined ? '' : ` (GET ${path})`}`)
}

const showWanted = ({ status, backend, path, body }: HttpSpec): string =>
  [
    status === 0 ? '200' : String(status),
    ...(backend === undefined ? [] : [`${backend.namespace}/${backend.name}`]),
    ...(path === undefined ? [] : [`GET ${path}`]),
    ...(body === undefined ? [] : [JSON.stringify(body)]),
  ].join(', ')

const failed = (spec: HttpSpec, question: RequestQuestion, outcome: ExchangeOutcome, mismatch: Mismatch): Failed => {
  const name = `${nameSource(question.from)} → ${question.url}`
  const answer = showAnswer(outcome)
  return {
    passed: false,
    expected: same(`${name}   ${showWanted(spec)}`),
    actual: words(`${name}   ${answer.en}`, `${name}   ${answer.ko}`),
    finding: { kind: 'http', question, outcome, wanted: spec, mismatch },
    walk: outcome.walk,
  }
}

/** The Service that the URL names by `name.namespace`, where the state lacks it. */
const missingService = (snapshot: Snapshot, { url }: HttpSpec): NamespacedName | undefined => {
  const [name, namespace, ...rest] = (/\/\/([^:/]+)/u.exec(url)?.[1] ?? '').split('.')
  const isName = name !== undefined && namespace !== undefined && (rest.length === 0 || rest[0] === 'svc')
  if (!isName) return undefined
  const known = snapshot.objects.some(
    ({ kind, metadata }) => kind === 'Service' && metadata.name === name && metadata.namespace === namespace,
  )
  return known ? undefined : { namespace, name }
}

const missingBackend = (snapshot: Snapshot, spec: HttpSpec): Failed | undefined => {
  if (spec.throughIngress) return undefined
  const service = spec.node === undefined ? missingService(snapshot, spec) : undefined
  if (service !== undefined) return missingObject({ kind: 'Service', ...service })
  const { backend } = spec
  if (backend === undefined) return undefined
  const isKnown = snapshot.objects.some(
    (object) =>
      (object.kind === 'Pod' || isService(object)) &&
      object.metadata.name === backend.name &&
      object.metadata.namespace === backend.namespace,
  )
  return isKnown ? undefined : missingObject({ kind: 'Pod', ...backend })
}

type Posed = NetworkQuestions<RequestQuestion> & { readonly missing?: Failed }

/** What is asked, and of which state: clients that do not exist are added to a copy. */
export const poseRequests = (snapshot: Snapshot, spec: HttpSpec): Posed => {
  const none = { snapshot, questions: [] }
  const missing = missingBackend(snapshot, spec)
  if (missing !== undefined) return { ...none, missing }
  const clients = findClients(snapshot, spec.from, { asked: spec.backend })
  if (clients.missing !== undefined) return { ...none, missing: missingObject({ kind: 'Pod', ...clients.missing }) }
  const url = urlFor(snapshot, spec)
  const way = spec.throughIngress ? ({ connectTo: 'ingress' } as const) : {}
  return { snapshot: clients.snapshot, questions: clients.sources.map((from) => ({ from, url, ...way })) }
}

export const http: Check<HttpSpec> = {
  kind: 'http',
  read: (reader) => {
    onlyFields(reader, ['from', 'to', 'url', 'through', 'status', 'backend', 'path', 'body', 'header'])
    const to = reader.value['to'] === undefined ? undefined : child(reader, 'to')
    const node = to === undefined ? undefined : requiredText(to, 'node')
    const backend = namespacedName(reader, 'backend')
    const path = text(reader, 'path')
    const body = text(reader, 'body')
    const through = text(reader, 'through')
    if (through !== undefined && through !== 'ingress')
      reader.note({ path: `${reader.path}.through`, message: 'must be ingress' })
    return {
      kind: 'http',
      from: readFrom(reader),
      url: requiredText(reader, 'url'),
      throughIngress: through === 'ingress',
      status: wholeNumber(reader, 'status') ?? 0,
      ...(node === undefined ? {} : { node }),
      ...(backend === undefined ? {} : { backend }),
      ...(path === undefined ? {} : { path }),
      ...(body === undefined ? {} : { body }),
      header: labels(reader, 'header'),
    }
  },
  run: (spec, { snapshot }): CheckOutcome => {
    const posed = poseRequests(snapshot, spec)
    if (posed.missing !== undefined) return posed.missing
    for (const question of posed.questions) {
      for (const outcome of request(posed.snapshot, question).outcomes) {
        const mismatch = mismatchOf(posed.snapshot, outcome, spec)
        if (mismatch !== undefined) return failed(spec, question, outcome, mismatch)
      }
    }
    return { passed: true }
  },
}
