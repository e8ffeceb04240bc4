/** Tolerations, affinity and spreading. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, v1.34 */
import type {
  Affinity,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
  Toleration,
  TopologySpreadConstraint,
} from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { duplicate, forbiddenField, invalidEach, invalidValue, notSupported, required } from '../causes.ts'
import { validateSelector } from '../metadata.ts'
import { dns1123Label, labelValue, qualifiedName } from '../names.ts'

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const

const validateOperator = ({ operator = 'Equal', value = '' }: Toleration, field: string): readonly StatusCause[] => {
  if (operator === 'Exists') {
    return value === '' ? [] : [invalidValue(field, value, "value must be empty when `operator` is 'Exists'")]
  }
  if (operator !== 'Equal' && operator !== '') return [notSupported(field, operator, ['Equal', 'Exists'])]
  const details = labelValue(value)
  return details.length === 0 ? [] : [invalidValue(field, value, details.join(';'))]
}

const validateToleration = (toleration: Toleration, path: string): readonly StatusCause[] => {
  const { key = '', operator = '', effect = '', tolerationSeconds } = toleration
  const keyless = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
  return [
    ...(key === '' ? [] : invalidEach(`${path}.key`, key, qualifiedName(key))),
    ...(key === '' && operator !== 'Exists' ? [invalidValue(`${path}.operator`, operator, keyless)] : []),
    ...(tolerationSeconds !== undefined && effect !== 'NoExecute'
      ? [invalidValue(`${path}.effect`, effect, "effect must be 'NoExecute' when `tolerationSeconds` is set")]
      : []),
    ...validateOperator(toleration, `${path}.operator`),
    ...(effect === '' || EFFECTS.some((known) => known === effect) ? [] : [notSupported(`${path}.effect`, effect, EFFECTS)]),
  ]
}

export const validateTolerations = (tolerations: readonly Toleration[], path: string): readonly StatusCause[] =>
  tolerations.flatMap((toleration, index) => validateToleration(toleration, `${path}[${index}]`))

const validateCount = (operator: string, count: number, path: string): readonly StatusCause[] => {
  switch (operator) {
    case 'In':
    case 'NotIn':
      return count > 0 ? [] : [required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'")]
    case 'Exists':
    case 'DoesNotExist':
      return count === 0
        ? []
        : [forbiddenField(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")]
    case 'Gt':
    case 'Lt':
      return count === 1 ? [] : [required(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'")]
    default:
      return [invalidValue(`${path}.operator`, operator, 'not a valid selector operator')]
  }
}

const validateRequirement = ({ key, operator, values = [] }: NodeSelectorRequirement, path: string): readonly StatusCause[] => [
  ...validateCount(operator, values.length, path),
  ...invalidEach(`${path}.key`, key, qualifiedName(key)),
]

const validateFieldRequirement = (
  { key, operator, values = [] }: NodeSelectorRequirement,
  path: string,
): readonly StatusCause[] => [
  ...(operator === 'In' || operator === 'NotIn'
    ? values.length === 1
      ? []
      : [required(`${path}.values`, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector")]
    : [invalidValue(`${path}.operator`, operator, 'not a valid selector operator')]),
  ...(key === 'metadata.name' ? [] : [invalidValue(`${path}.key`, key, 'not a valid field selector key')]),
]

const validateTerm = (term: NodeSelectorTerm, path: string): readonly StatusCause[] => [
  ...(term.matchExpressions ?? []).flatMap((item, index) => validateRequirement(item, `${path}.matchExpressions[${index}]`)),
  ...(term.matchFields ?? []).flatMap((item, index) => validateFieldRequirement(item, `${path}.matchFields[${index}]`)),
]

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution'
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution'

const validateWeight = (weight: number, path: string): readonly StatusCause[] =>
  weight >= 1 && weight <= 100 ? [] : [invalidValue(`${path}.weight`, weight, 'must be in the range 1-100')]

const validateNodeAffinity = (affinity: Affinity['nodeAffinity'], path: string): readonly StatusCause[] => {
  const needed = affinity?.[REQUIRED]
  const terms = `${path}.${REQUIRED}.nodeSelectorTerms`
  const none = needed !== undefined && needed.nodeSelectorTerms.length === 0
  return [
    ...(none ? [required(terms, 'must have at least one node selector term')] : []),
    ...(needed?.nodeSelectorTerms ?? []).flatMap((term, index) => validateTerm(term, `${terms}[${index}]`)),
    ...(affinity?.[PREFERRED] ?? []).flatMap(({ weight, preference }, index) => [
      ...validateWeight(weight, `${path}.${PREFERRED}[${index}]`),
      ...validateTerm(preference, `${path}.${PREFERRED}[${index}].preference`),
    ]),
  ]
}

const validateTopologyKey = (key: string, field: string): readonly StatusCause[] => [
  ...(key === '' ? [required(field, 'can not be empty')] : []),
  ...invalidEach(field, key, qualifiedName(key)),
]

const validatePodTerm = (term: PodAffinityTerm, path: string): readonly StatusCause[] => [
  ...validateSelector(term.labelSelector, `${path}.labelSelector`),
  ...validateSelector(term.namespaceSelector, `${path}.namespaceSelector`),
  ...(term.namespaces ?? []).flatMap((name) => invalidEach(`${path}.namespace`, name, dns1123Label(name))),
  ...validateTopologyKey(term.topologyKey, `${path}.topologyKey`),
]

const validatePodAffinity = (affinity: PodAffinity | undefined, path: string): readonly StatusCause[] => [
  ...(affinity?.[REQUIRED] ?? []).flatMap((term, index) => validatePodTerm(term, `${path}.${REQUIRED}[${index}]`)),
  ...(affinity?.[PREFERRED] ?? []).flatMap(({ weight, podAffinityTerm }, index) => [
    ...validateWeight(weight, `${path}.${PREFERRED}[${index}]`),
    ...validatePodTerm(podAffinityTerm, `${path}.${PREFERRED}[${index}].podAffinityTerm`),
  ]),
]

export const validateAffinity = (affinity: Affinity | undefined, path: string): readonly StatusCause[] => [
  ...validateNodeAffinity(affinity?.nodeAffinity, `${path}.nodeAffinity`),
  ...validatePodAffinity(affinity?.podAffinity, `${path}.podAffinity`),
  ...validatePodAffinity(affinity?.podAntiAffinity, `${path}.podAntiAffinity`),
]

const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'] as const

export const validateSpread = (constraints: readonly TopologySpreadConstraint[], path: string): readonly StatusCause[] => {
  const seen = new Set<string>()
  return constraints.flatMap(({ maxSkew, topologyKey, whenUnsatisfiable, minDomains, labelSelector }, index) => {
    const here = `${path}[${index}]`
    const pair = `{${topologyKey}, ${whenUnsatisfiable}}`
    const twice = seen.has(pair)
    seen.add(pair)
    return [
      ...(maxSkew > 0 ? [] : [invalidValue(`${here}.maxSkew`, maxSkew, 'must be greater than zero')]),
      ...validateTopologyKey(topologyKey, `${here}.topologyKey`),
      ...(ACTIONS.some((known) => known === whenUnsatisfiable)
        ? []
        : [notSupported(`${here}.whenUnsatisfiable`, whenUnsatisfiable, ACTIONS)]),
      ...(twice ? [duplicate(`${here}.{topologyKey, whenUnsatisfiable}`, pair)] : []),
      ...(minDomains !== undefined && minDomains <= 0
        ? [invalidValue(`${here}.minDomains`, minDomains, 'must be greater than zero')]
        : []),
      ...validateSelector(labelSelector, `${here}.labelSelector`),
    ]
  })
}
