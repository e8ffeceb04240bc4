/**
 * An API object as controllers print it before they hash it: every field of its Go struct with its type, set or not.
 * @see k8s.io/apimachinery pkg/util/dump, ForHash, v0.34
 */
import { isJsonObject, isList } from '../json.ts'
import { quantityParts, type QuantityParts } from '../quantity.ts'
import { goFields, mapValueType, underlying } from './structs.ts'

const NIL = '<nil>'

/** Go keeps the text beside the number where that is plainly its canonical form, which binary multiples of eight might not be. */
const keepsText = ({ format, digits }: QuantityParts): boolean => format !== 'BinarySI' || digits % 8n !== 0n

const printQuantity = (text: string): string => {
  const parts = quantityParts(text)
  const { value, scale, format } = parts
  const canonical = keepsText(parts) ? parts.canonical : ''
  return `{i:(resource.int64Amount){value:(int64)${value} scale:(resource.Scale)${scale}} d:(resource.infDecAmount){Dec:(*inf.Dec)${NIL}} s:(string)${canonical} Format:(resource.Format)${format}}`
}

const printIntOrString = (value: unknown): string =>
  typeof value === 'string'
    ? `{Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string)${value}}`
    : `{Type:(intstr.Type)0 IntVal:(int32)${typeof value === 'number' ? value : 0} StrVal:(string)}`

/** Times of templates are never set. */
const ZERO_TIME = `{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)${NIL}}}`

const SPECIAL: Readonly<Record<string, (value: unknown) => string>> = {
  'v1.Time': () => ZERO_TIME,
  'intstr.IntOrString': printIntOrString,
  'resource.Quantity': (value) => printQuantity(typeof value === 'number' || typeof value === 'string' ? `${value}` : '0'),
  'types.UID': (value) => (typeof value === 'string' ? value : ''),
}

const printStruct = (type: string, value: unknown): string => {
  const object = isJsonObject(value) ? value : {}
  const fields = (goFields(type) ?? []).map(({ name, json, type: fieldType }) => {
    const inner = json === undefined ? object : object[json]
    return `${name}:(${fieldType})${printValue(fieldType, inner)}`
  })
  return `{${fields.join(' ')}}`
}

const printMap = (valueType: string, value: unknown): string => {
  const entries = isJsonObject(value) ? Object.entries(value) : []
  if (entries.length === 0) return NIL
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `map[${sorted.map(([key, item]) => `${key}:${printValue(valueType, item)}`).join(' ')}]`
}

const printScalar = (type: string, value: unknown): string => {
  if (type === 'string') return typeof value === 'string' ? value : ''
  if (type === 'bool') return String(value === true)
  return typeof value === 'number' ? String(value) : '0'
}

/** Without the value's own type in front of it. Empty lists and maps are none: they do not outlive the server's storage. */
const printValue = (type: string, value: unknown): string => {
  if (type.startsWith('*')) return value === undefined || value === null ? NIL : printValue(type.slice(1), value)
  const special = SPECIAL[type]
  if (special !== undefined) return special(value)
  if (goFields(type) !== undefined) return printStruct(type, value)
  const base = underlying(type)
  if (base.startsWith('[]')) {
    const items = isList(value) ? value : []
    return items.length === 0 ? NIL : `[${items.map((item) => printValue(base.slice(2), item)).join(' ')}]`
  }
  const valueType = mapValueType(base)
  return valueType === undefined ? printScalar(base, value) : printMap(valueType, value)
}

export const printForHash = (type: string, value: unknown): string => `(${type})${printValue(type, value)}`
