/** Tolerations, affinity and spreading. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, v1.34 */
import type {
  Affinity,
  LabelSelector,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PodAffinity,
  PodAffinityTerm,
  Toleration,
  TopologySpreadConstraint,
} from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { duplicate, forbiddenField, invalidEach, invalidValue, notSupported, required } from '../causes.ts'
import { validateChoice, validateSelector } from '../metadata.ts'
import { dns1123Label, dns1123Subdomain, labelValue, qualifiedName } from '../names.ts'

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

/** `binding`: what is only preferred may name values that no label has. */
const validateRequirement = (
  { key, operator, values = [] }: NodeSelectorRequirement,
  path: string,
  binding: boolean,
): readonly StatusCause[] => [
  ...validateCount(operator, values.length, path),
  ...invalidEach(`${path}.key`, key, qualifiedName(key)),
  ...(binding ? values.flatMap((value, index) => invalidEach(`${path}.values[${index}]`, value, labelValue(value))) : []),
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
  ...(key === 'metadata.name'
    ? values.flatMap((value, index) => invalidEach(`${path}.values[${index}]`, value, dns1123Subdomain(value)))
    : [invalidValue(`${path}.key`, key, 'not a valid field selector key')]),
]

const validateTerm = (term: NodeSelectorTerm, path: string, binding: boolean): readonly StatusCause[] => [
  ...(term.matchExpressions ?? []).flatMap((item, index) =>
    validateRequirement(item, `${path}.matchExpressions[${index}]`, binding),
  ),
  ...(term.matchFields ?? []).flatMap((item, index) => validateFieldRequirement(item, `${path}.matchFields[${index}]`)),
]

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution'
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution'

const validateWeight = (weight: number, path: string): readonly StatusCause[] =>
  weight >= 1 && weight <= 100 ? [] : [invalidValue(`${path}.weight`, weight, 'must be in the range 1-100')]

/** One of its terms has to be met. */
export const validateNodeSelector = (selector: Partial<NodeSelector>, path: string): readonly StatusCause[] => {
  const { nodeSelectorTerms: terms = [] } = selector
  const field = `${path}.nodeSelectorTerms`
  return terms.length === 0
    ? [required(field, 'must have at least one node selector term')]
    : terms.flatMap((term, index) => validateTerm(term, `${field}[${index}]`, true))
}

const validateNodeAffinity = (affinity: Affinity['nodeAffinity'], path: string): readonly StatusCause[] => {
  const needed = affinity?.[REQUIRED]
  return [
    ...(needed === undefined ? [] : validateNodeSelector(needed, `${path}.${REQUIRED}`)),
    ...(affinity?.[PREFERRED] ?? []).flatMap(({ weight, preference }, index) => [
      ...validateWeight(weight, `${path}.${PREFERRED}[${index}]`),
      ...validateTerm(preference, `${path}.${PREFERRED}[${index}].preference`, false),
    ]),
  ]
}

const validateTopologyKey = (key: string, field: string): readonly StatusCause[] => [
  ...(key === '' ? [required(field, 'can not be empty')] : []),
  ...invalidEach(field, key, qualifiedName(key)),
]

const UNSELECTED = 'must not be specified when labelSelector is not set'

const validateLabelKeys = (
  keys: readonly string[] = [],
  field: string,
  selector: LabelSelector | undefined,
): readonly StatusCause[] => {
  if (keys.length === 0) return []
  if (selector === undefined) return [forbiddenField(field, UNSELECTED)]
  return keys.flatMap((key, index) => invalidEach(`${field}[${index}]`, key, qualifiedName(key)))
}

/** Keys that are in the selector already. The server names the place within the term, not the field. */
const findSelectedTwice = (
  keys: readonly string[],
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  path: string,
): readonly StatusCause[] => {
  const selected = new Set(Object.keys(matchLabels))
  return matchExpressions.flatMap(({ key }) => {
    const at = keys.lastIndexOf(key)
    const twice = at >= 0 && selected.has(key)
    selected.add(key)
    return twice ? [invalidValue(`${path}[${at}]`, key, 'exists in both matchLabelKeys and labelSelector')] : []
  })
}

interface KeyedTerm {
  readonly matchLabelKeys?: readonly string[]
  readonly mismatchLabelKeys?: readonly string[]
  readonly labelSelector?: LabelSelector
}

const validateKeys = (
  { matchLabelKeys = [], mismatchLabelKeys = [], labelSelector }: KeyedTerm,
  path: string,
): readonly StatusCause[] => [
  ...validateLabelKeys(matchLabelKeys, `${path}.matchLabelKeys`, labelSelector),
  ...validateLabelKeys(mismatchLabelKeys, `${path}.mismatchLabelKeys`, labelSelector),
  ...(labelSelector === undefined ? [] : findSelectedTwice(matchLabelKeys, labelSelector, path)),
  ...matchLabelKeys.flatMap((key, index) =>
    mismatchLabelKeys.includes(key)
      ? [invalidValue(`${path}.matchLabelKeys[${index}]`, key, 'exists in both matchLabelKeys and mismatchLabelKeys')]
      : [],
  ),
]

const validatePodTerm = (term: PodAffinityTerm, path: string): readonly StatusCause[] => [
  ...validateSelector(term.labelSelector, `${path}.labelSelector`),
  ...validateSelector(term.namespaceSelector, `${path}.namespaceSelector`),
  ...(term.namespaces ?? []).flatMap((name) => invalidEach(`${path}.namespace`, name, dns1123Label(name))),
  ...validateKeys(term, path),
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
const INCLUSIONS = ['Honor', 'Ignore'] as const

const validateDomains = (
  { minDomains, whenUnsatisfiable: action }: TopologySpreadConstraint,
  field: string,
): readonly StatusCause[] => {
  if (minDomains === undefined) return []
  const only = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`
  return [
    ...(minDomains > 0 ? [] : [invalidValue(field, minDomains, 'must be greater than zero')]),
    ...(action === 'DoNotSchedule' ? [] : [invalidValue(field, minDomains, only)]),
  ]
}

const validateConstraint = (constraint: TopologySpreadConstraint, path: string, twice: boolean): readonly StatusCause[] => {
  const { maxSkew, topologyKey, whenUnsatisfiable, labelSelector } = constraint
  return [
    ...(maxSkew > 0 ? [] : [invalidValue(`${path}.maxSkew`, maxSkew, 'must be greater than zero')]),
    ...(topologyKey === '' ? [required(`${path}.topologyKey`, 'can not be empty')] : []),
    ...validateChoice(whenUnsatisfiable, `${path}.whenUnsatisfiable`, ACTIONS),
    ...(twice ? [duplicate(`${path}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${whenUnsatisfiable}}`)] : []),
    ...validateDomains(constraint, `${path}.minDomains`),
    ...validateChoice(constraint.nodeAffinityPolicy, `${path}.nodeAffinityPolicy`, INCLUSIONS),
    ...validateChoice(constraint.nodeTaintsPolicy, `${path}.nodeTaintsPolicy`, INCLUSIONS),
    ...validateKeys(constraint, path),
    ...validateSelector(labelSelector, `${path}.labelSelector`),
  ]
}

/** Of two for the same the first is told. */
export const validateSpread = (constraints: readonly TopologySpreadConstraint[], path: string): readonly StatusCause[] =>
  constraints.flatMap((constraint, index) => {
    const { topologyKey, whenUnsatisfiable } = constraint
    const again = constraints
      .slice(index + 1)
      .some((later) => later.topologyKey === topologyKey && later.whenUnsatisfiable === whenUnsatisfiable)
    return validateConstraint(constraint, `${path}[${index}]`, again)
  })
