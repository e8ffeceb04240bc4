/** Causes by what they concern, so that only those are loaded which can be why a check failed. */
import type { ConfigMap } from '../../kubernetes/generated/types.ts'
import { isConfigMap, isIngress, isPod, isService } from '../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Hop } from '../../network/model.ts'
import { isPodReady } from '../../network/service/derive-endpoints.ts'
import { factsOf, indexSnapshot } from '../../network/state.ts'
import type { Failure } from '../failure.ts'
import type { Cause } from './cause.ts'
import { isSystemNamespace, listenerHopOf, ownObjects } from './evidence.ts'
import { answeringPods, changedAt, isStopped } from './pod/pod-evidence.ts'

interface CauseGroup {
  /** False where none of them can match: what there is none of, nothing of is wrong. */
  readonly concerns: (failure: Failure) => boolean
  readonly load: () => Promise<readonly Cause[]>
}

const POLICIES = new Set(['NetworkPolicy', 'ClusterNetworkPolicy'])
const GATEWAYS = new Set(['Gateway', 'HTTPRoute'])

const always = (): boolean => true

const hasAny =
  (isOne: (object: KubernetesObject) => boolean) =>
  ({ snapshot }: Failure): boolean =>
    snapshot.objects.some(isOne)

const passes = ({ walk }: Failure, kind: Hop['kind']): boolean => walk?.hops.some((hop) => hop.kind === kind) === true

/** Not the cluster's own: those of the API server, of DNS and of the Ingress controller. */
const isOwnService = (object: KubernetesObject): boolean =>
  isService(object) && !isSystemNamespace(object.metadata.namespace) && object.metadata.name !== 'kubernetes'

const hasServices = hasAny(isOwnService)
const hasIngresses = hasAny(isIngress)

/** A Pod that does not run, or is not ready, or of which a container has ended: none of the others can have stopped. */
const hasStopped = ({ snapshot }: Failure): boolean =>
  snapshot.objects.some((object) => isPod(object) && (isStopped(object) || !isPodReady(object))) ||
  Object.values(snapshot.facts.pods).some(({ crashes = [] }) => crashes.length > 0)

/** A ConfigMap was written after a Pod beside it had been started. */
const isOutdated = ({ snapshot }: Failure): boolean => {
  const maps = snapshot.objects.filter(isConfigMap)
  return snapshot.objects.filter(isPod).some(({ metadata, status }) => {
    const isLater = (map: ConfigMap): boolean => Date.parse(changedAt(map)) > Date.parse(status?.startTime ?? '')
    return maps.some((map) => map.metadata.namespace === metadata.namespace && isLater(map))
  })
}

/** A ConfigMap that configures a server may be of no use to it. */
const mayBeConfigured = (failure: Failure): boolean => failure.finding.kind === 'http' && ownObjects(failure).some(isConfigMap)

/** A connection was refused, a Pod is asked about, or one that was to answer listens on nothing or was changed from within. */
const listensOtherwise = (failure: Failure): boolean => {
  const { finding, snapshot } = failure
  if (listenerHopOf(failure)?.decision === 'refused' || mayBeConfigured(failure)) return true
  if (finding.kind === 'field') return isPod(finding.object)
  const state = indexSnapshot(snapshot)
  return answeringPods(failure).some((pod) => {
    const { complete, listeners, edits = [] } = factsOf(state, pod)
    return edits.length > 0 || (finding.kind !== 'policy-differs' && complete && listeners.length === 0)
  })
}

/** In the order in which causes are tried. */
export const CAUSE_GROUPS: readonly CauseGroup[] = [
  {
    concerns: ({ finding }) => finding.kind === 'object-missing' || finding.kind === 'labels-missing',
    load: async () => (await import('./object/object-causes.ts')).OBJECT_CAUSES,
  },
  {
    concerns: (failure) => hasStopped(failure) || isOutdated(failure),
    load: async () => (await import('./pod/stopped-causes.ts')).STOPPED_CAUSES,
  },
  {
    concerns: hasAny(({ kind }) => POLICIES.has(kind)),
    load: async () => (await import('./policy/policy-causes.ts')).POLICY_CAUSES,
  },
  {
    concerns: (failure) => hasServices(failure) || passes(failure, 'service'),
    load: async () => (await import('./service/service-causes.ts')).SERVICE_CAUSES,
  },
  { concerns: listensOtherwise, load: async () => (await import('./pod/listening-causes.ts')).LISTENING_CAUSES },
  {
    concerns: hasAny(({ kind }) => GATEWAYS.has(kind)),
    load: async () => (await import('./gateway/gateway-causes.ts')).GATEWAY_CAUSES,
  },
  {
    concerns: (failure) => hasIngresses(failure) || passes(failure, 'route'),
    load: async () => (await import('./ingress/ingress-causes.ts')).INGRESS_CAUSES,
  },
  {
    concerns: (failure) => failure.finding.kind === 'recorded' || failure.finding.kind === 'name' || passes(failure, 'resolve'),
    load: async () => (await import('./dns/dns-causes.ts')).DNS_CAUSES,
  },
  { concerns: always, load: async () => (await import('./object/other-causes.ts')).OTHER_CAUSES },
]

/** The causes that a failure may have, in their order. */
export const causesFor = async (failure: Failure): Promise<readonly Cause[]> =>
  (await Promise.all(CAUSE_GROUPS.filter(({ concerns }) => concerns(failure)).map(({ load }) => load()))).flat()
