import type { Pod, Service } from '../../../kubernetes/generated/types.ts'
import { matchesMap } from '../../../kubernetes/labels.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { indexSnapshot, listenersOf } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { editOf, type Patch } from '../../repair/patch.ts'
import { findPod, podsWith, routeHopOf, serviceHopOf, serviceOf, servicesIn, showLabels } from '../evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** The selector also matches Pods that were not meant. */
export const serviceSelectsStrangers: Cause = {
  code: 'service-selects-strangers',
  section: '2-1',
  title: words(
    'The Service’s selector matches other Pods than the one meant.',
    'Service의 셀렉터가 의도하지 않은 Pod와도 맞습니다.',
  ),
  explanation: words(
    'A Service sends each connection to any one of the Pods that carry all labels of its selector. If others carry them too, answers alternate or fail now and then. Add a label to the selector that only the Pods meant have.',
    'Service는 셀렉터의 레이블을 모두 가진 Pod 중 아무 곳으로나 연결을 보냅니다. 다른 Pod도 그 레이블을 가지면 응답이 섞이거나 가끔 실패합니다. 의도한 Pod만 가진 레이블을 셀렉터에 더하세요.',
  ),
  example: example(`
      kind: Service
      spec:
        selector:
          app: web
    +     tier: front
      ---
      kind: Pod
      metadata:
        name: web
        labels:
          app: web
          tier: front
      ---
      kind: Pod
      metadata:
        name: web-cache
        labels:
          app: web
          tier: cache
  `),
  matches: (failure) => {
    const found = findStranger(failure)
    if (found === undefined) return undefined
    const { service, stranger, meant } = found
    const show = ({ metadata }: Pod): string => `${metadata.name ?? ''}   ${showLabels(metadata.labels)}`
    return {
      where: { object: referenceTo(service), path: 'spec.selector' },
      weight: 2,
      facts: [
        words(`the selector   ${showLabels(service.spec?.selector)}`, `셀렉터   ${showLabels(service.spec?.selector)}`),
        words(`it also matches Pod ${show(stranger)}`, `의도하지 않은 Pod ${show(stranger)}`),
        words(`meant is Pod ${show(meant)}`, `의도한 Pod ${show(meant)}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const found = findStranger(failure)
    if (found === undefined || where === undefined) return []
    const { service, stranger, meant } = found
    const own = meant.metadata.labels ?? {}
    const telling = Object.entries(own).filter(([key, value]) => stranger.metadata.labels?.[key] !== value)
    const kept = Object.entries(service.spec?.selector ?? {}).filter(([key, value]) => own[key] === value)
    const narrowed = telling.map((label) => editOf(where.object, where.path, Object.fromEntries([...kept, label])))
    if (telling.length > 0) return [...narrowed, ...swapSelectors(failure, found)]
    return [tellApart(service, meant), tellAllApart(failure, found)]
  },
}

/** Nothing tells the Pods apart: the one that is meant gets a label of its own. */
const tellApart = (service: Service, meant: Pod): Patch => {
  const key = meant.metadata.labels?.['app'] === undefined ? 'app' : 'instance'
  const value = meant.metadata.name ?? ''
  const label = editOf(referenceTo(meant), `metadata.labels.${key}`, value)
  return { changes: [...label.changes, ...editOf(referenceTo(service), `spec.selector.${key}`, value).changes] }
}

/** So for each Service that has both Pods, and a Pod of its own name. */
const tellAllApart = (failure: Failure, { service, stranger, meant }: Strange): Patch => ({
  changes: servicesIn(failure)
    .filter((one) => [stranger, meant].every(({ metadata }) => matchesMap(one.spec?.selector ?? {}, metadata.labels ?? {})))
    .flatMap((one) => {
      const pod = [stranger, meant].find(({ metadata }) => metadata.name === one.metadata.name)
      return pod === undefined || one.metadata.namespace !== service.metadata.namespace ? [] : tellApart(one, pod).changes
    }),
})

/** Two Services that have each other's Pods. */
const swapSelectors = (failure: Failure, { service, meant }: Strange): readonly Patch[] =>
  servicesIn(failure)
    .filter(
      (other) =>
        other.metadata.name !== service.metadata.name &&
        other.metadata.namespace === service.metadata.namespace &&
        Object.keys(other.spec?.selector ?? {}).length > 0 &&
        matchesMap(other.spec?.selector ?? {}, meant.metadata.labels ?? {}),
    )
    .map((other) => ({
      changes: [
        ...editOf(referenceTo(service), 'spec.selector', other.spec?.selector).changes,
        ...editOf(referenceTo(other), 'spec.selector', service.spec?.selector).changes,
      ],
    }))

interface Strange {
  readonly service: Service
  readonly stranger: Pod
  readonly meant: Pod
}

/** The connection came to a Pod other than the one that is asked for, or to one that fails where another of the Service's answers. */
const findStranger = (failure: Failure): Strange | undefined => {
  const { finding, snapshot } = failure
  const service = serviceOf(failure)
  const reached = reachedPod(failure)
  if (service === undefined || reached === undefined) return undefined
  const stranger = findPod(snapshot, reached)
  const wanted = finding.kind === 'http' ? finding.wanted.backend : undefined
  const named = wanted === undefined ? undefined : findPod(snapshot, wanted)
  const meant = named ?? (finding.kind === 'not-connected' ? otherThatAnswers(failure, service, stranger) : undefined)
  if (stranger === undefined || meant === undefined || stranger === meant) return undefined
  if (meant.metadata.namespace !== service.metadata.namespace || isRoutedElsewhere(failure, service, meant)) return undefined
  return { service, stranger, meant }
}

const wantedName = ({ finding }: Failure): string | undefined =>
  finding.kind === 'http' ? finding.wanted.backend?.name : undefined

/** A rule that names another Service than the Pod's is the Ingress's mistake. */
const isRoutedElsewhere = (failure: Failure, service: Service, meant: Pod): boolean =>
  routeHopOf(failure) !== undefined &&
  wantedName(failure) !== service.metadata.name &&
  servicesIn(failure).some(
    ({ metadata, spec }) =>
      metadata.name !== service.metadata.name &&
      metadata.namespace === meant.metadata.namespace &&
      Object.keys(spec?.selector ?? {}).length > 0 &&
      matchesMap(spec?.selector ?? {}, meant.metadata.labels ?? {}),
  )

/** Where the Service sent the packet; an Ingress controller picks endpoints by itself. */
const reachedPod = (failure: Failure): ReturnType<typeof podOfBackend> =>
  serviceHopOf(failure)?.endpoint?.pod ?? podOfBackend(failure)

const podOfBackend = ({ finding }: Failure): { readonly namespace: string; readonly name: string } | undefined =>
  finding.kind === 'http' ? finding.outcome.backend?.endpoint.pod : undefined

const otherThatAnswers = (failure: Failure, service: Service, stranger: Pod | undefined): Pod | undefined => {
  const port = serviceHopOf(failure)?.endpoint?.port
  const state = indexSnapshot(failure.snapshot)
  const selector = service.spec?.selector ?? {}
  if (Object.keys(selector).length === 0) return undefined
  const listens = (pod: Pod): boolean => listenersOf(state, pod).some((listener) => listener.port === port)
  if (stranger === undefined || listens(stranger)) return undefined
  return podsWith(failure.snapshot, service.metadata.namespace, selector).find((pod) => pod !== stranger && listens(pod))
}
