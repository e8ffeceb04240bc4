/** What Go's decoder calls values and the types that it wants, and which whole numbers it takes. @see encoding/json, k8s.io/api v1.34 */
import { isJsonObject, isList } from '../json.ts'

/** What was found. */
export const goKind = (value: unknown): string => {
  if (isList(value)) return 'array'
  if (isJsonObject(value)) return 'object'
  return typeof value === 'boolean' ? 'bool' : typeof value
}

const GO_TYPES: Readonly<Record<string, string>> = {
  string: 'string',
  boolean: 'bool',
  integer: 'int32',
  number: 'float64',
  time: 'Time',
  microtime: 'MicroTime',
  bytes: 'string',
}

/** Go shows a number that is no whole one, or too large, where it wants one that is. */
export const foundAs = (type: string, value: unknown): string =>
  typeof value === 'number' && (type === 'integer' || type === 'IntOrString') ? `number ${value}` : goKind(value)

/** The type that was wanted. */
export const goTypeFor = (type: string, value: unknown): string =>
  type === 'IntOrString' && typeof value === 'number' ? 'int32' : (GO_TYPES[type] ?? type)

/** Whole numbers that have 64 bits; all others have 32. @see k8s.io/api, types.go, v1.34 */
const LONG: ReadonlySet<string> = new Set([
  'activeDeadlineSeconds',
  'deletionGracePeriodSeconds',
  'expirationSeconds',
  'fsGroup',
  'generation',
  'gid',
  'gracePeriodSeconds',
  'maxItems',
  'maxLength',
  'maxProperties',
  'minItems',
  'minLength',
  'minProperties',
  'observedGeneration',
  'poolGeneration',
  'resourceSliceCount',
  'runAsGroup',
  'runAsUser',
  'seconds',
  'sizeBytes',
  'supplementalGroups',
  'terminationGracePeriodSeconds',
  'tolerationSeconds',
  'uid',
])

/** Whether a number does not fit the type of its field. `goPath`: as Go names the place. */
export const isTooLong = (value: unknown, goPath: string): boolean =>
  typeof value === 'number' &&
  (value > 2_147_483_647 || value < -2_147_483_648) &&
  !LONG.has(goPath.slice(goPath.lastIndexOf('.') + 1))
