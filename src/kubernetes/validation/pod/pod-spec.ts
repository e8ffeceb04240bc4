/** Pods and Pod templates. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidatePodSpec, v1.34 */
import type { Pod, PodDNSConfig, PodSpec } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { validateIp } from '../addresses.ts'
import { checkText, forbiddenField, invalidEach, invalidValue, required } from '../causes.ts'
import { validateChoice, validateLabels } from '../metadata.ts'
import { dns1123Label, dns1123Subdomain, qualifiedName, searchDomain } from '../names.ts'
import { validateContainers } from './containers.ts'
import { validateAffinity, validateSpread, validateTolerations } from './scheduling.ts'
import { forbidEphemeral, validatePodSecurity } from './security.ts'
import { validateVolumes } from './volumes.ts'

const DNS_POLICIES = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'] as const
const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'] as const
const MAX_DEADLINE = 2_147_483_647
const MAX_NAMESERVERS = 3
const MAX_SEARCHES = 32
const MAX_SEARCH_LENGTH = 2048

const validateSearches = (searches: readonly string[], path: string): readonly StatusCause[] => [
  ...(searches.length > MAX_SEARCHES
    ? [invalidValue(path, searches, `must not have more than ${MAX_SEARCHES} search paths`)]
    : []),
  ...(searches.join(' ').length > MAX_SEARCH_LENGTH
    ? [
        invalidValue(
          path,
          searches,
          `must not have more than ${MAX_SEARCH_LENGTH} characters (including spaces) in the search list`,
        ),
      ]
    : []),
  ...searches.flatMap((search, index) =>
    search === '.' ? [] : invalidEach(`${path}[${index}]`, search, searchDomain(search.replace(/\.$/u, ''))),
  ),
]

const validateDnsConfig = (
  { nameservers = [], searches = [], options = [] }: PodDNSConfig,
  path: string,
): readonly StatusCause[] => [
  ...(nameservers.length > MAX_NAMESERVERS
    ? [invalidValue(`${path}.nameservers`, nameservers, `must not have more than ${MAX_NAMESERVERS} nameservers`)]
    : []),
  ...nameservers.flatMap((server, index) => invalidEach(`${path}.nameservers[${index}]`, server, validateIp(server))),
  ...validateSearches(searches, `${path}.searches`),
  ...options.flatMap(({ name = '' }, index) =>
    name === '' ? [required(`${path}.options[${index}]`, 'must not be empty')] : [],
  ),
]

const validateDns = ({ dnsPolicy, dnsConfig }: PodSpec, path: string): readonly StatusCause[] => {
  const own = dnsPolicy === 'None'
  if (dnsConfig === undefined) return own ? [required(path, 'must provide `dnsConfig` when `dnsPolicy` is None')] : []
  const none = own && (dnsConfig.nameservers ?? []).length === 0
  return [
    ...(none ? [required(`${path}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None')] : []),
    ...validateDnsConfig(dnsConfig, path),
  ]
}

const validateAliases = (aliases: PodSpec['hostAliases'], path: string): readonly StatusCause[] =>
  (aliases ?? []).flatMap(({ ip, hostnames }, index) => [
    ...invalidEach(`${path}[${index}].ip`, ip, validateIp(ip)),
    ...(hostnames ?? []).flatMap((name, at) => invalidEach(`${path}[${index}].hostnames[${at}]`, name, dns1123Subdomain(name))),
  ])

const validateNames = (spec: PodSpec, path: string): readonly StatusCause[] => {
  const seconds = spec.activeDeadlineSeconds
  return [
    ...checkText(`${path}.serviceAccountName`, spec.serviceAccountName, dns1123Subdomain),
    ...checkText(`${path}.nodeName`, spec.nodeName, dns1123Subdomain),
    ...(seconds === undefined || (seconds >= 1 && seconds <= MAX_DEADLINE)
      ? []
      : [invalidValue(`${path}.activeDeadlineSeconds`, seconds, `must be between 1 and ${MAX_DEADLINE}, inclusive`)]),
    ...checkText(`${path}.hostname`, spec.hostname, dns1123Label),
    ...checkText(`${path}.subdomain`, spec.subdomain, dns1123Label),
  ]
}

/** `path` is `spec` or `spec.template.spec`. */
export const validatePodSpec = (given: PodSpec | undefined, path: string): readonly StatusCause[] => {
  const spec: PodSpec = { ...given, containers: given?.containers ?? [] }
  return [
    ...validateVolumes(spec.volumes ?? [], `${path}.volumes`),
    ...validateContainers(spec, path),
    ...validateChoice(spec.restartPolicy, `${path}.restartPolicy`, RESTART_POLICIES),
    ...validateChoice(spec.dnsPolicy, `${path}.dnsPolicy`, DNS_POLICIES),
    ...validateLabels(spec.nodeSelector, `${path}.nodeSelector`),
    ...validatePodSecurity(spec, path),
    ...validateAffinity(spec.affinity, `${path}.affinity`),
    ...validateDns(spec, `${path}.dnsConfig`),
    ...(spec.readinessGates ?? []).flatMap(({ conditionType }, index) =>
      invalidEach(`${path}.readinessGates[${index}].conditionType`, conditionType, qualifiedName(conditionType)),
    ),
    ...(spec.schedulingGates ?? []).flatMap(({ name }, index) =>
      invalidEach(`${path}.schedulingGates[${index}]`, name, qualifiedName(name)),
    ),
    ...validateSpread(spec.topologySpreadConstraints ?? [], `${path}.topologySpreadConstraints`),
    ...validateNames(spec, path),
    ...validateTolerations(spec.tolerations ?? [], `${path}.tolerations`),
    ...validateAliases(spec.hostAliases, `${path}.hostAliases`),
    ...checkText(`${path}.priorityClassName`, spec.priorityClassName, dns1123Subdomain),
    ...checkText(`${path}.runtimeClassName`, spec.runtimeClassName, dns1123Subdomain),
  ]
}

const validateTokens = (spec: PodSpec): readonly StatusCause[] =>
  (spec.serviceAccountName ?? '') !== ''
    ? []
    : (spec.volumes ?? []).flatMap(({ projected }, index) =>
        (projected?.sources ?? []).flatMap(({ serviceAccountToken }, at) =>
          serviceAccountToken === undefined
            ? []
            : [
                forbiddenField(
                  `spec.volumes[${index}].projected.sources[${at}].serviceAccountToken`,
                  'must not be specified when serviceAccountName is not set',
                ),
              ],
        ),
      )

/** What is asked of Pods but not of templates. */
export const validatePod = ({ spec }: Pod): readonly StatusCause[] => {
  const present: PodSpec = { ...spec, containers: spec?.containers ?? [] }
  return [
    ...validatePodSpec(spec, 'spec'),
    ...validateTokens(present),
    ...(['containers', 'initContainers'] as const).flatMap((list) =>
      (present[list] ?? []).flatMap(({ image = '' }, index) =>
        image === image.trim()
          ? []
          : [invalidValue(`spec.${list}[${index}].image`, image, 'must not have leading or trailing whitespace')],
      ),
    ),
    ...forbidEphemeral(present, 'spec'),
  ]
}
