/** Pods and Pod templates. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidatePodSpec, v1.34 */
import type { Pod, PodDNSConfig, PodSpec } from '../../generated/types.ts'
import { internalValue } from '../../go/internal-json.ts'
import type { StatusCause } from '../../status.ts'
import { validateIp } from '../addresses.ts'
import { checkText, duplicate, forbiddenField, invalidEach, invalidValue, required } from '../causes.ts'
import { validateChoice, validateLabels } from '../metadata.ts'
import { dns1123Label, dns1123Subdomain, qualifiedName, searchDomain } from '../names.ts'
import { validatePodResources, validateResources } from './container-resources.ts'
import { validateContainers } from './containers.ts'
import { validateEphemeral, validateImageText } from './ephemeral-containers.ts'
import { validateAffinity, validateSpread, validateTolerations } from './scheduling.ts'
import { validateHostPorts, validateHostUsers, validatePodSecurity } from './security.ts'
import { validateVolumes } from './volumes/volumes.ts'
import { validateHostProcess, validateOs } from './windows.ts'

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

const PREEMPTIONS = ['PreemptLowerPriority', 'Never'] as const

const validatePriority = (spec: PodSpec, path: string): readonly StatusCause[] => [
  ...checkText(`${path}.priorityClassName`, spec.priorityClassName, dns1123Subdomain),
  ...(spec.runtimeClassName === undefined
    ? []
    : invalidEach(`${path}.runtimeClassName`, spec.runtimeClassName, dns1123Subdomain(spec.runtimeClassName))),
  ...(spec.preemptionPolicy === ''
    ? [required(`${path}.preemptionPolicy`)]
    : validateChoice(spec.preemptionPolicy, `${path}.preemptionPolicy`, PREEMPTIONS)),
]

const validateGates = ({ readinessGates = [], schedulingGates = [] }: PodSpec, path: string): readonly StatusCause[] => {
  const seen = new Set<string>()
  return [
    ...readinessGates.flatMap(({ conditionType }, index) =>
      invalidEach(`${path}.readinessGates[${index}].conditionType`, conditionType, qualifiedName(conditionType)),
    ),
    ...schedulingGates.flatMap(({ name }, index) => {
      const field = `${path}.schedulingGates[${index}]`
      const twice = seen.has(name)
      seen.add(name)
      return [...invalidEach(field, name, qualifiedName(name)), ...(twice ? [duplicate(field, name)] : [])]
    }),
  ]
}

const validateClaims = ({ resourceClaims = [] }: PodSpec, path: string): readonly StatusCause[] => {
  const seen = new Set<string>()
  return resourceClaims.flatMap((claim, index) => {
    const { name, resourceClaimName: own, resourceClaimTemplateName: template } = claim
    const here = `${path}.resourceClaims[${index}]`
    const shown = internalValue('core.PodResourceClaim', claim)
    const twice = seen.has(name)
    seen.add(name)
    return [
      ...(name === ''
        ? [required(`${here}.name`)]
        : twice
          ? [duplicate(`${here}.name`, name)]
          : invalidEach(`${here}.name`, name, dns1123Label(name))),
      ...(own !== undefined && template !== undefined
        ? [invalidValue(here, shown, 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified')]
        : []),
      ...(own === undefined && template === undefined
        ? [invalidValue(here, shown, 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`')]
        : []),
      ...(own === undefined ? [] : invalidEach(`${here}.resourceClaimName`, own, dns1123Subdomain(own))),
      ...(template === undefined ? [] : invalidEach(`${here}.resourceClaimTemplateName`, template, dns1123Subdomain(template))),
    ]
  })
}

const validateOverhead = ({ overhead = {} }: PodSpec, path: string): readonly StatusCause[] =>
  validateResources({ limits: overhead }, path, { containers: [] })

/** Where a specification stands: in a Pod of that name, or in a template, which has none. */
interface Holder {
  readonly path: string
  readonly pod?: string
}

const validateInside = (spec: PodSpec, { path, pod }: Holder): readonly StatusCause[] => {
  const volumes = validateVolumes(spec.volumes ?? [], `${path}.volumes`, pod ?? '')
  const around = { pod: spec, volumes: volumes.sound }
  return [
    ...volumes.causes,
    ...validateClaims(spec, path),
    ...validateContainers(around, path),
    ...validateEphemeral(around, `${path}.ephemeralContainers`),
    ...validatePodResources(spec, path),
    ...validateHostPorts(spec, path, pod !== undefined),
  ]
}

const usesWindows = (spec: PodSpec): boolean =>
  [spec, ...spec.containers, ...(spec.initContainers ?? []), ...(spec.ephemeralContainers ?? [])].some(
    ({ securityContext }) => securityContext?.windowsOptions !== undefined,
  )

/** `path` is `spec` or `spec.template.spec`; `pod` the name of the Pod, which templates have not. */
export const validatePodSpec = (given: PodSpec | undefined, path: string, pod?: string): readonly StatusCause[] => {
  const spec: PodSpec = { ...given, containers: given?.containers ?? [] }
  return [
    ...validateInside(spec, { path, ...(pod === undefined ? {} : { pod }) }),
    ...validateChoice(spec.restartPolicy, `${path}.restartPolicy`, RESTART_POLICIES),
    ...validateChoice(spec.dnsPolicy, `${path}.dnsPolicy`, DNS_POLICIES),
    ...validateLabels(spec.nodeSelector, `${path}.nodeSelector`),
    ...validatePodSecurity(spec, path),
    ...validateAffinity(spec.affinity, `${path}.affinity`),
    ...validateDns(spec, `${path}.dnsConfig`),
    ...validateGates(spec, path),
    ...validateSpread(spec.topologySpreadConstraints ?? [], `${path}.topologySpreadConstraints`),
    ...(usesWindows(spec) ? validateHostProcess(spec, path) : []),
    ...validateHostUsers(spec, path),
    ...validateNames(spec, path),
    ...validateTolerations(spec.tolerations ?? [], `${path}.tolerations`),
    ...validateAliases(spec.hostAliases, `${path}.hostAliases`),
    ...validatePriority(spec, path),
    ...validateOverhead(spec, `${path}.overhead`),
    ...(spec.os === undefined ? [] : validateOs(spec, path)),
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

/** Ephemeral containers come by a subresource of their own, and gates are for Pods that no node has. */
const forbidOnCreate = (spec: PodSpec): readonly StatusCause[] => [
  ...((spec.ephemeralContainers ?? []).length > 0
    ? [forbiddenField('spec.ephemeralContainers', 'cannot be set on create')]
    : []),
  ...((spec.nodeName ?? '') !== '' && (spec.schedulingGates ?? []).length > 0
    ? [forbiddenField('spec.nodeName', 'cannot be set until all schedulingGates have been cleared')]
    : []),
]

/** What is asked of Pods but not of templates. */
export const validatePod = ({ spec, metadata }: Pod): readonly StatusCause[] => {
  const present: PodSpec = { ...spec, containers: spec?.containers ?? [] }
  return [
    ...validatePodSpec(spec, 'spec', metadata.name ?? ''),
    ...validateTokens(present),
    ...(['containers', 'initContainers'] as const).flatMap((list) =>
      (present[list] ?? []).flatMap(({ image = '' }, index) => validateImageText(image, `spec.${list}[${index}]`)),
    ),
    ...forbidOnCreate(present),
  ]
}
