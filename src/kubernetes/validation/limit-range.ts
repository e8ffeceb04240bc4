/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidateLimitRange, v1.34 */
import type { LimitRange, LimitRangeItem } from '../generated/types.ts'
import { compareQuantities, ratioOfQuantities } from '../quantity.ts'
import type { StatusCause } from '../status.ts'
import { duplicate, forbiddenField, invalidEach, invalidValue, required } from './causes.ts'
import { qualifiedName } from './names.ts'
import { mayOvercommit, validateContainerResourceName, validateResourceName } from './resource-names.ts'

const TYPES: readonly string[] = ['Pod', 'Container', 'PersistentVolumeClaim']

const validateType = (type: string, field: string): readonly StatusCause[] => {
  const wrong = qualifiedName(type)
  if (wrong.length > 0) return invalidEach(field, type, wrong)
  return type.includes('/') || TYPES.includes(type)
    ? []
    : [invalidValue(field, type, 'must be a standard limit type or fully qualified')]
}

type List = 'max' | 'min' | 'default' | 'defaultRequest' | 'maxLimitRequestRatio'

const validateNames = (item: LimitRangeItem, list: List, path: string): readonly StatusCause[] => {
  const rule = item.type === 'Pod' || item.type === 'Container' ? validateContainerResourceName : validateResourceName
  return Object.keys(item[list] ?? {}).flatMap((name) => rule(name, `${path}.${list}[${name}]`))
}

const forbidDefaults = (item: LimitRangeItem, path: string): readonly StatusCause[] =>
  (['default', 'defaultRequest'] as const)
    .filter((list) => Object.keys(item[list] ?? {}).length > 0)
    .map((list) => forbiddenField(`${path}.${list}`, "may not be specified when `type` is 'Pod'"))

const validateStorage = ({ type, min, max }: LimitRangeItem, path: string): readonly StatusCause[] =>
  type === 'PersistentVolumeClaim' && min?.['storage'] === undefined && max?.['storage'] === undefined
    ? [required(`${path}.limits`, 'either minimum or maximum storage value is required, but neither was provided')]
    : []

/** Pairs of which the first may not be greater: what they are called, where it is told, and which of them is shown. */
const ORDERED: readonly (readonly [List, string, List, string, shown: 'min' | List, at: List])[] = [
  ['min', 'min value', 'max', 'max value', 'min', 'min'],
  ['min', 'min value', 'defaultRequest', 'default request value', 'defaultRequest', 'defaultRequest'],
  ['defaultRequest', 'default request value', 'max', 'max value', 'defaultRequest', 'defaultRequest'],
  ['defaultRequest', 'default request value', 'default', 'default limit value', 'defaultRequest', 'defaultRequest'],
  ['min', 'min value', 'default', 'default value', 'min', 'default'],
  ['default', 'default value', 'max', 'max value', 'max', 'default'],
]

const validateOrder = (item: LimitRangeItem, name: string, path: string): readonly StatusCause[] =>
  ORDERED.flatMap(([less, lessName, more, moreName, shown, at]) => {
    const [low, high] = [item[less]?.[name], item[more]?.[name]]
    return low !== undefined && high !== undefined && compareQuantities(low, high) > 0
      ? [invalidValue(`${path}.${at}[${name}]`, item[shown]?.[name], `${lessName} ${low} is greater than ${moreName} ${high}`)]
      : []
  })

const validateRatio = (item: LimitRangeItem, name: string, path: string): readonly StatusCause[] => {
  const [ratio, min, max] = [item.maxLimitRequestRatio?.[name], item.min?.[name], item.max?.[name]]
  if (ratio === undefined) return []
  const field = `${path}.maxLimitRequestRatio[${name}]`
  const greatest = min === undefined || max === undefined ? Infinity : ratioOfQuantities(max, min)
  return [
    ...(compareQuantities(ratio, '1') < 0 ? [invalidValue(field, ratio, `ratio ${ratio} is less than 1`)] : []),
    ...(ratioOfQuantities(ratio, '1') > greatest
      ? [invalidValue(field, ratio, `ratio ${ratio} is greater than max/min = ${greatest.toFixed(6)}`)]
      : []),
  ]
}

const validateEqual = (item: LimitRangeItem, name: string, path: string): readonly StatusCause[] => {
  const [limit, request] = [item.default?.[name], item.defaultRequest?.[name]]
  if (limit === undefined || request === undefined || mayOvercommit(name) || compareQuantities(limit, request) === 0) return []
  const detail = `default value ${limit} must equal to defaultRequest value ${request} in ${name}`
  return [invalidValue(`${path}.defaultRequest[${name}]`, request, detail)]
}

const validateItem = (item: LimitRangeItem, path: string): readonly StatusCause[] => {
  const isPod = item.type === 'Pod'
  const lists: readonly List[] = [
    'max',
    'min',
    ...(isPod ? [] : (['default', 'defaultRequest'] as const)),
    'maxLimitRequestRatio',
  ]
  const names = new Set(lists.flatMap((list) => Object.keys(item[list] ?? {})))
  return [
    ...validateNames(item, 'max', path),
    ...validateNames(item, 'min', path),
    ...(isPod ? forbidDefaults(item, path) : []),
    ...(isPod ? [] : [...validateNames(item, 'default', path), ...validateNames(item, 'defaultRequest', path)]),
    ...validateStorage(item, path),
    ...validateNames(item, 'maxLimitRequestRatio', path),
    ...[...names].flatMap((name) => [
      ...validateOrder(item, name, path),
      ...validateRatio(item, name, path),
      ...validateEqual(item, name, path),
    ]),
  ]
}

export const validateLimitRange = ({ spec }: LimitRange): readonly StatusCause[] => {
  const limits = (spec as Partial<NonNullable<LimitRange['spec']>> | undefined)?.limits ?? []
  return limits.flatMap((item, index) => {
    const path = `spec.limits[${index}]`
    const twice = limits.slice(0, index).some(({ type }) => type === item.type)
    return [
      ...validateType(item.type, `${path}.type`),
      ...(twice ? [duplicate(`${path}.type`, item.type)] : []),
      ...validateItem(item, path),
    ]
  })
}
