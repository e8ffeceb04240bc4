/** @see k8s.io/kubernetes pkg/apis/core/v1/defaults.go, SetDefaults_LimitRangeItem, v1.34 */
import type { LimitRange, LimitRangeItem } from '../generated/types.ts'

/** The greatest is the limit of who says none, and the limit, or else the least, what is asked for then. */
const defaultItem = (item: LimitRangeItem): LimitRangeItem => {
  if (item.type !== 'Container') return item
  const limits = { ...item.max, ...item.default }
  const requests = { ...item.min, ...limits, ...item.defaultRequest }
  return {
    ...item,
    ...(Object.keys(limits).length === 0 ? {} : { default: limits }),
    ...(Object.keys(requests).length === 0 ? {} : { defaultRequest: requests }),
  }
}

export const defaultLimitRange = (range: LimitRange): LimitRange =>
  Array.isArray(range.spec?.limits) ? { ...range, spec: { ...range.spec, limits: range.spec.limits.map(defaultItem) } } : range
