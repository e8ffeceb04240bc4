/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidateNode, v1.34 */
import type { Node } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { familyOf, validateCidr } from './addresses.ts'
import { duplicate, invalidEach, invalidValue, notSupported, required } from './causes.ts'
import { labelValue, qualifiedName } from './names.ts'

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const

const validateTaints = (taints: NonNullable<Node['spec']>['taints']): readonly StatusCause[] => {
  const seen = new Set<string>()
  return (taints ?? []).flatMap((taint, index) => {
    // The server's word for the place.
    const path = `metadata.taints[${index}]`
    const { key, value = '', effect } = taint
    const shown = { Key: key, Value: value, Effect: effect, TimeAdded: taint.timeAdded ?? null }
    const id = `${key} ${effect}`
    const isTwice = seen.has(id)
    seen.add(id)
    return [
      ...invalidEach(`${path}.key`, key, qualifiedName(key)),
      ...invalidEach(
        `${path}.value`,
        value,
        [labelValue(value).join(';')].filter((detail) => detail !== ''),
      ),
      ...(effect === ''
        ? [required(`${path}.effect`)]
        : EFFECTS.some((known) => known === effect)
          ? []
          : [notSupported(`${path}.effect`, effect, EFFECTS)]),
      ...(isTwice
        ? [
            {
              ...duplicate(path, shown),
              message: `${duplicate(path, shown).message}: taints must be unique by key and effect pair`,
            },
          ]
        : []),
    ]
  })
}

const internalError = (field: string, detail: string): StatusCause => ({
  reason: 'InternalError',
  message: `Internal error: ${detail}`,
  field,
})

/** Of several ranges there is one of each family. */
const validateFamilies = (ranges: readonly string[]): readonly StatusCause[] => {
  if (ranges.length < 2) return []
  const field = 'spec.podCIDRs'
  const wrong = ranges.findIndex((range) => validateCidr(range).length > 0)
  const families = new Set(ranges.map(familyOf))
  return [
    ...(wrong < 0
      ? []
      : [
          internalError(
            field,
            `invalid PodCIDRs. failed to check with dual stack with error:invalid CIDR[${wrong}]: <nil> (invalid CIDR address: ${ranges[wrong] ?? ''})`,
          ),
        ]),
    ...(wrong >= 0 || families.size < 2 || ranges.length > 2
      ? [invalidValue(field, ranges, 'may specify no more than one CIDR for each IP family')]
      : []),
  ]
}

export const validateNode = ({ spec }: Node): readonly StatusCause[] => [
  ...validateTaints(spec?.taints),
  ...(spec?.podCIDRs ?? []).flatMap((range, index) =>
    validateCidr(range).map((detail) => invalidValue(`spec.podCIDRs[${index}]`, range, detail)),
  ),
  ...validateFamilies(spec?.podCIDRs ?? []),
]
