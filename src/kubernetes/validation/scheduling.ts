/** Where a Pod may run: tolerations, affinity, spreading. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, v1.34 */
import type { Affinity, PodAffinityTerm, PodSpec, Toleration, TopologySpreadConstraint } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { invalidValue, notSupported, required } from './causes.ts'
import { validateSelector } from './metadata.ts'
import { dns1123Subdomain, qualifiedName } from './names.ts'

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const
const UNSATISFIABLE = ['DoNotSchedule', 'ScheduleAnyway'] as const

const validateOperator = ({ key = '', operator, value = '' }: Toleration, field: string): readonly StatusCause[] => [
  ...(key === '' && operator !== 'Exists'
    ? [
        invalidValue(
          field,
          operator ?? '',
          'operator must be Exists when `key` is empty, which means "match all values and all keys"',
        ),
      ]
    : []),
  ...(operator === 'Exists' && value !== ''
    ? [invalidValue(field, value, "value must be empty when `operator` is 'Exists'")]
    : []),
  ...(operator !== undefined && operator !== 'Exists' && operator !== 'Equal'
    ? [notSupported(field, operator, ['Equal', 'Exists'])]
    : []),
]

const validateToleration = (toleration: Toleration, path: string): readonly StatusCause[] => {
  const { key = '', effect = '' } = toleration
  return [
    ...(key === '' ? [] : qualifiedName(key).map((detail) => invalidValue(`${path}.key`, key, detail))),
    ...validateOperator(toleration, `${path}.operator`),
    ...(effect === '' || EFFECTS.some((known) => known === effect) ? [] : [notSupported(`${path}.effect`, effect, EFFECTS)]),
  ]
}

const validateTerm = (term: PodAffinityTerm, path: string): readonly StatusCause[] => [
  ...validateSelector(term.labelSelector, `${path}.labelSelector`),
  ...(term.topologyKey === '' ? [required(`${path}.topologyKey`, 'can not be empty')] : []),
  ...qualifiedName(term.topologyKey).map((detail) => invalidValue(`${path}.topologyKey`, term.topologyKey, detail)),
]

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution'
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution'

const validateWeight = (weight: number, path: string): readonly StatusCause[] =>
  weight >= 1 && weight <= 100 ? [] : [invalidValue(`${path}.weight`, weight, 'must be in the range 1-100')]

const validatePodAffinity = (affinity: Affinity['podAffinity'], path: string): readonly StatusCause[] => [
  ...(affinity?.[REQUIRED] ?? []).flatMap((term, index) => validateTerm(term, `${path}.${REQUIRED}[${index}]`)),
  ...(affinity?.[PREFERRED] ?? []).flatMap(({ weight, podAffinityTerm }, index) => [
    ...validateWeight(weight, `${path}.${PREFERRED}[${index}]`),
    ...validateTerm(podAffinityTerm, `${path}.${PREFERRED}[${index}].podAffinityTerm`),
  ]),
]

const validateNodeAffinity = (affinity: Affinity['nodeAffinity'], path: string): readonly StatusCause[] => [
  ...(affinity?.[REQUIRED] !== undefined && affinity[REQUIRED].nodeSelectorTerms.length === 0
    ? [required(`${path}.${REQUIRED}.nodeSelectorTerms`, 'must have at least one node selector term')]
    : []),
  ...(affinity?.[PREFERRED] ?? []).flatMap(({ weight, preference }, index) => {
    const field = `${path}.${PREFERRED}[${index}]`
    const expressions = (preference.matchExpressions ?? []).filter(({ operator }) => operator !== 'Gt' && operator !== 'Lt')
    return [...validateWeight(weight, field), ...validateSelector({ matchExpressions: expressions }, `${field}.preference`)]
  }),
]

const validateSpread = (constraint: TopologySpreadConstraint, path: string): readonly StatusCause[] => [
  ...(constraint.maxSkew > 0 ? [] : [invalidValue(`${path}.maxSkew`, constraint.maxSkew, 'must be greater than zero')]),
  ...(constraint.topologyKey === '' ? [required(`${path}.topologyKey`, 'can not be empty')] : []),
  ...(UNSATISFIABLE.some((known) => known === constraint.whenUnsatisfiable)
    ? []
    : [notSupported(`${path}.whenUnsatisfiable`, constraint.whenUnsatisfiable, UNSATISFIABLE)]),
]

const nameIfAny = (value: string | undefined, field: string): readonly StatusCause[] =>
  value === undefined || value === '' ? [] : dns1123Subdomain(value).map((detail) => invalidValue(field, value, detail))

export const validateScheduling = (spec: PodSpec, path: string): readonly StatusCause[] => [
  ...nameIfAny(spec.nodeName, `${path}.nodeName`),
  ...nameIfAny(spec.priorityClassName, `${path}.priorityClassName`),
  ...(spec.tolerations ?? []).flatMap((toleration, index) => validateToleration(toleration, `${path}.tolerations[${index}]`)),
  ...validateNodeAffinity(spec.affinity?.nodeAffinity, `${path}.affinity.nodeAffinity`),
  ...validatePodAffinity(spec.affinity?.podAffinity, `${path}.affinity.podAffinity`),
  ...validatePodAffinity(spec.affinity?.podAntiAffinity, `${path}.affinity.podAntiAffinity`),
  ...(spec.topologySpreadConstraints ?? []).flatMap((constraint, index) =>
    validateSpread(constraint, `${path}.topologySpreadConstraints[${index}]`),
  ),
  ...(spec.readinessGates ?? []).flatMap(({ conditionType }, index) =>
    qualifiedName(conditionType).map((detail) =>
      invalidValue(`${path}.readinessGates[${index}].conditionType`, conditionType, detail),
    ),
  ),
]
