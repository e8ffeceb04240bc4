/** @see k8s.io/kubernetes pkg/api/pod/warnings.go, warningsForPodSpecAndMeta, v1.34 */
import type {
  NodeSelectorTerm,
  ObjectMeta,
  PodAffinity,
  PodAffinityTerm,
  PodSpec,
  PodTemplateSpec,
} from '../../generated/types.ts'
import { labelValue } from '../names.ts'
import { warnIp } from './addresses.ts'
import { containersOf, warnContainers, warnFraction } from './containers.ts'
import { warnContainerProfiles, warnPodProfile } from './profiles.ts'
import { warnVolumes } from './volumes.ts'

const NODE_LABELS: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  'app.kubernetes.io/created-by': 'deprecated since v1.9',
  'scheduler.alpha.kubernetes.io/preferAvoidPods': 'deprecated since v1.22; use Taints and Tolerations instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
}

const warnLabel = (label: string, text: (message: string) => string): readonly string[] => {
  const message = Object.hasOwn(NODE_LABELS, label) ? NODE_LABELS[label] : undefined
  return message === undefined ? [] : [text(message)]
}

/** `loose`: values that are preferred only may be what no label's value can be. */
export const warnTerm = ({ matchExpressions = [] }: NodeSelectorTerm, path: string, loose: boolean): readonly string[] =>
  matchExpressions.flatMap(({ key, values = [] }, index) => {
    const here = `${path}.matchExpressions[${index}]`
    return [
      ...warnLabel(key, (message) => `${here}.key: ${key} is ${message}`),
      ...(loose
        ? values.flatMap((value, at) =>
            labelValue(value).map((detail) => `${here}.values[${at}]: ${value} is invalid, ${detail}`),
          )
        : []),
    ]
  })

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution'
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution'

const warnNodeLabels = ({ nodeSelector = {}, affinity }: Partial<PodSpec>, path: string): readonly string[] => {
  const own = `${path}.affinity.nodeAffinity`
  return [
    ...Object.keys(nodeSelector).flatMap((key) => warnLabel(key, (message) => `${path}.nodeSelector[${key}]: ${message}`)),
    ...(affinity?.nodeAffinity?.[REQUIRED]?.nodeSelectorTerms ?? []).flatMap((term, index) =>
      warnTerm(term, `${own}.${REQUIRED}.nodeSelectorTerms[${index}]`, false),
    ),
    ...(affinity?.nodeAffinity?.[PREFERRED] ?? []).flatMap(({ preference }, index) =>
      warnTerm(preference, `${own}.${PREFERRED}[${index}].preference`, true),
    ),
  ]
}

const UNSELECTIVE = 'a null labelSelector results in matching no pod'

const warnSpread = ({ topologySpreadConstraints = [] }: Partial<PodSpec>, path: string): readonly string[] =>
  topologySpreadConstraints.flatMap(({ topologyKey, labelSelector }, index) => {
    const here = `${path}.topologySpreadConstraints[${index}]`
    return [
      ...warnLabel(topologyKey, (message) => `${here}.topologyKey: ${topologyKey} is ${message}`),
      ...(labelSelector === undefined ? [`${here}.labelSelector: ${UNSELECTIVE}`] : []),
    ]
  })

const warnPodTerm = ({ labelSelector }: PodAffinityTerm, path: string): readonly string[] =>
  labelSelector === undefined ? [`${path}.labelSelector: ${UNSELECTIVE}`] : []

const warnPodAffinity = (affinity: PodAffinity | undefined, path: string): readonly string[] => [
  ...(affinity?.[REQUIRED] ?? []).flatMap((term, index) => warnPodTerm(term, `${path}.${REQUIRED}[${index}]`)),
  ...(affinity?.[PREFERRED] ?? []).flatMap(({ podAffinityTerm: term }, index) =>
    warnPodTerm(term, `${path}.${PREFERRED}[${index}].podAffinityTerm`),
  ),
]

const ANNOTATIONS: Readonly<Record<string, string>> = {
  'scheduler.alpha.kubernetes.io/critical-pod': 'non-functional in v1.16+; use the "priorityClassName" field instead',
  'security.alpha.kubernetes.io/sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
  'security.alpha.kubernetes.io/unsafe-sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
}

const warnAnnotations = ({ annotations = {} }: ObjectMeta, prefix: string): readonly string[] =>
  Object.entries(ANNOTATIONS)
    .filter(([key]) => annotations[key] !== undefined)
    .map(([key, message]) => `${prefix}metadata.annotations[${key}]: ${message}`)

const twice = (names: readonly string[], index: number): boolean => names.slice(0, index).includes(names[index] ?? '')

const warnLists = ({ hostAliases = [], imagePullSecrets = [] }: Partial<PodSpec>, path: string): readonly string[] => {
  const addresses = hostAliases.map(({ ip }) => ip)
  const secrets = imagePullSecrets.map(({ name = '' }) => name)
  return [
    ...addresses.flatMap((ip, index) =>
      twice(addresses, index) ? [`${path}.hostAliases[${index}].ip: duplicate ip "${ip}"`] : [],
    ),
    ...secrets.flatMap((name, index) =>
      twice(secrets, index) ? [`${path}.imagePullSecrets[${index}].name: duplicate name "${name}"`] : [],
    ),
    ...secrets.flatMap((name, index) =>
      name === '' ? [`${path}.imagePullSecrets[${index}].name: invalid empty name ""`] : [],
    ),
  ]
}

/** What a Pod costs besides its containers. */
const warnOverhead = ({ overhead }: Partial<PodSpec>, path: string): readonly string[] =>
  (['memory', 'ephemeral-storage'] as const).flatMap((name) => warnFraction(overhead?.[name], `${path}.overhead[${name}]`))

const NEGATIVE_GRACE = 'must be >= 0; negative values are invalid and will be treated as 1'

const warnAddresses = ({ dnsConfig, hostAliases = [] }: Partial<PodSpec>, path: string): readonly string[] => [
  ...(dnsConfig?.nameservers ?? []).flatMap((ip, index) => warnIp(`${path}.dnsConfig.nameservers[${index}]`, ip)),
  ...hostAliases.flatMap(({ ip }, index) => warnIp(`${path}.hostAliases[${index}].ip`, ip)),
]

/** `prefix` is what stands before `spec`: empty for a Pod itself. */
export const warnPodTemplate = (template: Pick<PodTemplateSpec, 'metadata' | 'spec'>, prefix: string): readonly string[] => {
  const spec: Partial<PodSpec> = template.spec ?? {}
  const path = `${prefix}spec`
  const placed = (warning: string): string => `${prefix}${warning}`
  return [
    ...warnNodeLabels(spec, path),
    ...warnSpread(spec, path),
    ...warnAnnotations(template.metadata ?? {}, prefix),
    ...warnVolumes(spec.volumes ?? [], `${path}.volumes`),
    ...warnLists(spec, path),
    ...warnOverhead(spec, path),
    ...warnPodProfile(template).map(placed),
    ...warnContainers(containersOf(spec, path), (container) =>
      warnContainerProfiles(template, container, prefix === '').map(placed),
    ),
    ...((spec.terminationGracePeriodSeconds ?? 0) < 0 ? [`${path}.terminationGracePeriodSeconds: ${NEGATIVE_GRACE}`] : []),
    ...warnPodAffinity(spec.affinity?.podAffinity, `${path}.affinity.podAffinity`),
    ...warnPodAffinity(spec.affinity?.podAntiAffinity, `${path}.affinity.podAntiAffinity`),
    ...warnAddresses(spec, path),
  ]
}
