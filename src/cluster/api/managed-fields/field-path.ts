/**
 * Paths of fields: steps as FieldsV1 writes them (`f:spec`, `k:{"name":"web"}`, `v:"x"`), joined by a character that no name holds.
 * @see sigs.k8s.io/structured-merge-diff, fieldpath
 */
import { isJsonObject } from '../../../kubernetes/json.ts'
import { KEY_DEFAULTS } from './schema.ts'

const SEPARATOR = '\u0000'

export type FieldPath = string

export const joinStep = (path: FieldPath, step: string): FieldPath => (path === '' ? step : `${path}${SEPARATOR}${step}`)
export const splitPath = (path: FieldPath): readonly string[] => path.split(SEPARATOR)

/** The step of an item in a list that is merged by keys. */
export const itemStep = (item: unknown, keys: readonly string[]): string => {
  const fields = isJsonObject(item) ? item : {}
  const entries = [...keys].sort().map((key) => [key, fields[key] ?? KEY_DEFAULTS[key]] as const)
  return `k:${JSON.stringify(Object.fromEntries(entries))}`
}

/** The step of a value in a list that is merged as a set. */
export const setStep = (item: unknown): string => `v:${JSON.stringify(item)}`

const renderStep = (step: string): string => {
  const text = step.slice(2)
  if (step.startsWith('f:')) return `.${text}`
  if (step.startsWith('v:')) return `[=${text}]`
  const keys: unknown = JSON.parse(text)
  return isJsonObject(keys)
    ? `[${Object.entries(keys)
        .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
        .join(',')}]`
    : ''
}

/** `.spec.ports[port=80,protocol="TCP"].targetPort` */
export const renderPath = (path: FieldPath): string => splitPath(path).map(renderStep).join('')
