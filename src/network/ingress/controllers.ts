import type { Pod } from '../../kubernetes/generated/types.ts'
import type { IngressControllerFacts } from '../facts.ts'
import type { ListenerHop, Source } from '../model.ts'
import { hasLabels } from '../service/derive-endpoints.ts'
import { isPodUp, keyOf, nameOf, namespaceOf } from '../state.ts'
import type { NetworkState } from '../state.ts'
import { ingressesOf } from './classes.ts'
import { fitHost, normalizeHost, type HostFit } from './matching.ts'

/** A controller at work, and where its connections to backends come from (N31). */
export interface RunningController {
  readonly facts: IngressControllerFacts
  readonly source: Source
  readonly pod?: Pod
}

const isControllerPod = (facts: IngressControllerFacts, pod: Pod): boolean =>
  Object.keys(facts.podLabels).length > 0 && namespaceOf(pod) === facts.namespace && hasLabels(pod, facts.podLabels)

/** The Pods of a controller that run; a controller outside Pods works on the first node. */
export function runningControllers(state: NetworkState, facts: IngressControllerFacts): readonly RunningController[] {
  if (Object.keys(facts.podLabels).length === 0) {
    const [node] = state.nodes.keys()
    return node === undefined ? [] : [{ facts, source: { node } }]
  }
  return [...state.pods.values()]
    .filter((pod) => isControllerPod(facts, pod) && isPodUp(pod))
    .map((pod) => ({ facts, pod, source: { pod: nameOf(pod) } }))
}

/** Where a controller accepts requests, by the names its manifests give the ports, else the usual ones. */
function webPorts(pod: Pod): readonly number[] {
  const named = (pod.spec?.containers ?? [])
    .flatMap(({ ports = [] }) => ports)
    .filter(({ name }) => name === 'http' || name === 'https')
    .map(({ containerPort }) => containerPort)
  return named.length > 0 ? named : [80, 443]
}

/** The controller whose Pod accepted a connection on one of its web ports. */
export function controllerAt(state: NetworkState, hop: ListenerHop | undefined): RunningController | undefined {
  const pod = hop?.pod === undefined ? undefined : state.pods.get(keyOf(hop.pod.namespace, hop.pod.name))
  if (pod === undefined || !webPorts(pod).includes(hop?.before?.destinationPort ?? 0)) return undefined
  const facts = state.facts.ingressControllers.find((candidate) => isControllerPod(candidate, pod))
  return facts === undefined ? undefined : { facts, pod, source: { pod: nameOf(pod) } }
}

const NAMING: readonly HostFit[] = ['exact', 'wildcard']
const CLAIMING: readonly HostFit[] = [...NAMING, 'any']

/** The controller that a rule for this host belongs to, also one without a host. */
export const claimingIngressController = (state: NetworkState, host: string): IngressControllerFacts | undefined =>
  controllerWithRule(state, host, CLAIMING)

/** The controller that a rule belongs to which names this host. */
export const namedIngressController = (state: NetworkState, host: string): IngressControllerFacts | undefined =>
  controllerWithRule(state, host, NAMING)

function controllerWithRule(state: NetworkState, host: string, fits: readonly HostFit[]): IngressControllerFacts | undefined {
  const name = normalizeHost(host)
  return state.facts.ingressControllers.find((facts) =>
    ingressesOf(state, facts).some(({ spec }) => (spec?.rules ?? []).some((rule) => fits.includes(fitHost(rule.host, name)))),
  )
}

/** Of several controllers, the one that a rule for this host belongs to, else the first. */
export const controllerForHost = (state: NetworkState, host: string): IngressControllerFacts | undefined =>
  claimingIngressController(state, host) ?? state.facts.ingressControllers[0]
