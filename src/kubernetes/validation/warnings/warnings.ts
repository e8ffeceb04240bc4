/** What the API server warns of, without refusing. @see k8s.io/kubernetes pkg/registry, WarningsOnCreate of each kind, v1.34 */
import type { Ingress, NetworkPolicy, Node, Service, ServiceAccount, ServiceSpec, StatefulSet } from '../../generated/types.ts'
import * as guards from '../../guards.ts'
import type { KubernetesObject } from '../../object.ts'
import { podTemplateOf } from '../../pod-templates.ts'
import { dns1123Label } from '../names.ts'
import { warnCidr, warnIp } from './addresses.ts'
import { warnPersistentVolume } from './persistent-volume.ts'
import { warnPodTemplate } from './pod-template.ts'
import { warnClaimSpec } from './volumes.ts'

/** Names that a host's name is made of. */
const warnName = (name: string, used: string): readonly string[] => {
  const details = dns1123Label(name)
  return details.length === 0
    ? []
    : [
        `metadata.name: this is used in ${used}, which can result in surprising behavior; a DNS label is recommended: [${details.join(' ')}]`,
      ]
}

const IN_PODS = 'Pod names and hostnames'

const warnWorkloadName = (object: KubernetesObject): readonly string[] => {
  const { name = '' } = object.metadata
  if (guards.isPod(object)) return warnName(name, "the Pod's hostname")
  return guards.isDaemonSet(object) || guards.isStatefulSet(object) ? [] : warnName(name, IN_PODS)
}

/** Where a kind has its template of Pods; a Pod is one itself. */
const templatePath = (object: KubernetesObject): string => {
  if (guards.isPod(object)) return ''
  return guards.isCronJob(object) ? 'spec.jobTemplate.spec.template.' : 'spec.template.'
}

const MANY_COMPLETIONS = 100_000
const MANY_AT_ONCE = 10_000
const UNTRACKED =
  'In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail'

const warnJob = (object: KubernetesObject): readonly string[] => {
  const isInCron = guards.isCronJob(object)
  const spec = isInCron ? object.spec?.jobTemplate.spec : guards.isJob(object) ? object.spec : undefined
  const { completionMode, completions = 0, parallelism = 0 } = spec ?? {}
  return completionMode === 'Indexed' && completions > MANY_COMPLETIONS && parallelism > MANY_AT_ONCE
    ? [`${isInCron ? 'spec.jobTemplate.spec' : 'spec'}: ${UNTRACKED}`]
    : []
}

const KEEPS_ALL = 'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended'

const warnStatefulSet = ({ spec }: StatefulSet): readonly string[] => [
  ...(spec?.volumeClaimTemplates ?? []).flatMap((claim, index) =>
    warnClaimSpec(claim.spec, `spec.volumeClaimTemplates[${index}]`),
  ),
  ...((spec?.revisionHistoryLimit ?? 0) < 0 ? [KEEPS_ALL] : []),
]

/** Of Pods and what makes them. */
const warnWorkload = (object: KubernetesObject): readonly string[] => {
  const template = podTemplateOf(object)
  if (template === undefined) return []
  return [
    ...warnWorkloadName(object),
    ...warnJob(object),
    ...warnPodTemplate(template, templatePath(object)),
    ...(guards.isStatefulSet(object) ? warnStatefulSet(object) : []),
  ]
}

/** What is set and has no effect. */
const warnIgnored = (spec: ServiceSpec): readonly string[] => {
  const headless = spec.clusterIP === 'None'
  return [
    ...(headless && (spec.sessionAffinity ?? 'None') !== 'None'
      ? ['spec.SessionAffinity is ignored for headless services']
      : []),
    ...(headless && (spec.loadBalancerIP ?? '') !== '' ? ['spec.loadBalancerIP is ignored for headless services'] : []),
    ...((spec.externalName ?? '') !== '' && spec.type !== 'ExternalName'
      ? ['spec.externalName is ignored when spec.type is not "ExternalName"']
      : []),
  ]
}

const warnService = ({ spec = {} }: Service): readonly string[] => {
  const ips = spec.clusterIPs ?? (spec.clusterIP === undefined || spec.clusterIP === '' ? [] : [spec.clusterIP])
  return [
    ...warnIgnored(spec),
    ...ips.flatMap((ip, index) => warnIp(`spec.clusterIPs[${index}]`, ip)),
    ...(spec.externalIPs ?? []).flatMap((ip, index) => warnIp(`spec.externalIPs[${index}]`, ip)),
    ...(spec.loadBalancerSourceRanges ?? []).flatMap((cidr, index) =>
      warnCidr(`spec.loadBalancerSourceRanges[${index}]`, cidr),
    ),
  ]
}

const warnPolicy = ({ spec }: NetworkPolicy): readonly string[] => {
  const lists = [
    ...(spec?.ingress ?? []).map((rule, index) => [rule.from ?? [], `spec.ingress[${index}].from`] as const),
    ...(spec?.egress ?? []).map((rule, index) => [rule.to ?? [], `spec.egress[${index}].to`] as const),
  ]
  return lists.flatMap(([peers, path]) =>
    peers.flatMap(({ ipBlock }, index) =>
      ipBlock === undefined
        ? []
        : [
            ...warnCidr(`${path}[${index}].ipBlock.cidr`, ipBlock.cidr),
            ...(ipBlock.except ?? []).flatMap((cidr, at) => warnCidr(`${path}[${index}].ipBlock.except[${at}]`, cidr)),
          ],
    ),
  )
}

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class'

const warnIngress = ({ metadata, spec }: Ingress): readonly string[] =>
  metadata.annotations?.[CLASS_ANNOTATION] !== undefined && spec?.ingressClassName === undefined
    ? [`annotation "${CLASS_ANNOTATION}" is deprecated, please use 'spec.ingressClassName' instead`]
    : []

const warnNode = ({ spec }: Node): readonly string[] => [
  ...((spec?.externalID ?? '') === '' ? [] : ['spec.externalID: this field is deprecated, and is unused by Kubernetes']),
  ...(spec?.podCIDRs ?? []).flatMap((range, index) => warnCidr(`spec.podCIDRs[${index}]`, range)),
]

const MOUNTABLE = 'kubernetes.io/enforce-mountable-secrets'

const warnServiceAccount = ({ metadata }: ServiceAccount): readonly string[] =>
  metadata.annotations?.[MOUNTABLE] === undefined
    ? []
    : [
        `metadata.annotations[${MOUNTABLE}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`,
      ]

export const warningsFor = (object: KubernetesObject): readonly string[] => {
  if (guards.isService(object)) return warnService(object)
  if (guards.isNetworkPolicy(object)) return warnPolicy(object)
  if (guards.isIngress(object)) return warnIngress(object)
  if (guards.isNode(object)) return warnNode(object)
  if (guards.isServiceAccount(object)) return warnServiceAccount(object)
  if (guards.isPersistentVolumeClaim(object)) return warnClaimSpec(object.spec, 'spec')
  if (guards.isPersistentVolume(object)) return warnPersistentVolume(object)
  if (guards.isEndpointSlice(object))
    return object.addressType === 'FQDN' ? ['spec.addressType: FQDN endpoints are deprecated'] : []
  if (guards.isEndpoints(object)) return ['v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice']
  return warnWorkload(object)
}
