/** Reads objects in the API's binary encoding, which some of kubectl's commands send. @see Kubernetes API concepts, "Kubernetes Protobuf encoding" */
import { MESSAGES, ROOT_MESSAGES } from '../../../kubernetes/generated/protobuf.ts'
import { writeTime, type TimeForm } from '../../../kubernetes/go/time.ts'
import type { JsonObject } from '../../../kubernetes/json.ts'
import { readFields, toInteger, toText, type WireValue } from './wire-format.ts'

const MAGIC = [0x6b, 0x38, 0x73, 0x00] as const

interface Field {
  readonly name: string
  readonly type: string
}

const parsed = new Map<string, ReadonlyMap<number, Field>>()

const fieldsOf = (message: string): ReadonlyMap<number, Field> => {
  const known = parsed.get(message)
  if (known !== undefined) return known
  const fields = new Map(
    (MESSAGES[message] ?? '').split(',').map((text): [number, Field] => {
      const [number = '0', name = '', type = ''] = text.split(' ')
      return [Number(number), { name, type }]
    }),
  )
  parsed.set(message, fields)
  return fields
}

const bytesOf = (value: WireValue | undefined): Uint8Array => (value instanceof Uint8Array ? value : new Uint8Array())

const fieldOf = (data: Uint8Array, wanted: number): WireValue | undefined =>
  readFields(data).find(([number]) => number === wanted)?.[1]

const NANOS_PER_MICRO = 1000

const readTime = (form: TimeForm, data: Uint8Array): string | undefined => {
  const seconds = fieldOf(data, 1)
  if (seconds === undefined) return undefined
  return writeTime(form, toInteger(seconds) * 1000, Math.floor(toInteger(fieldOf(data, 2) ?? 0n) / NANOS_PER_MICRO))
}

const readIntOrString = (data: Uint8Array): unknown =>
  toInteger(fieldOf(data, 1) ?? 0n) === 1 ? toText(fieldOf(data, 3)) : toInteger(fieldOf(data, 2) ?? 0n)

const toBase64 = (data: Uint8Array): string => btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(''))

const readDouble = (value: WireValue): number => {
  const bytes = bytesOf(value)
  return bytes.length === 8 ? new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true) : 0
}

const READERS: Readonly<Record<string, (value: WireValue) => unknown>> = {
  string: toText,
  bytes: (value) => toBase64(bytesOf(value)),
  bool: (value) => toInteger(value) !== 0,
  int: toInteger,
  double: readDouble,
  time: (value) => readTime('time', bytesOf(value)),
  microtime: (value) => readTime('microtime', bytesOf(value)),
  intstr: (value) => readIntOrString(bytesOf(value)),
  quantity: (value) => toText(fieldOf(bytesOf(value), 1)),
  fields: (value) => JSON.parse(toText(fieldOf(bytesOf(value), 1)) || '{}') as unknown,
  items: (value) => readFields(bytesOf(value)).map(([, item]) => toText(item)),
}

const readValue = (value: WireValue, type: string): unknown =>
  (READERS[type] ?? ((inner) => readMessage(bytesOf(inner), type)))(value)

/** Go writes fields that are not set as zero, unless they are pointers. */
const isUnset = (value: unknown): boolean => value === undefined || value === '' || value === 0 || value === false

const addField = (result: Record<string, unknown>, { name, type }: Field, value: WireValue): void => {
  if (name === '~') Object.assign(result, readMessage(bytesOf(value), type.replace(/^\*/u, '')))
  else if (type.startsWith('[]')) {
    const list = result[name]
    result[name] = [...(Array.isArray(list) ? (list as unknown[]) : []), readValue(value, type.slice(2))]
  } else if (type.startsWith('{}')) {
    const entry = readFields(bytesOf(value))
    const key = toText(entry.find(([number]) => number === 1)?.[1])
    const item = entry.find(([number]) => number === 2)?.[1] ?? new Uint8Array()
    result[name] = { ...(result[name] as JsonObject | undefined), [key]: readValue(item, type.slice(2)) }
  } else {
    const read = readValue(value, type.replace(/^\*/u, ''))
    if (read !== undefined && (type.startsWith('*') || !isUnset(read))) result[name] = read
  }
}

const readMessage = (data: Uint8Array, message: string): JsonObject => {
  const fields = fieldsOf(message)
  const result: Record<string, unknown> = {}
  for (const [number, value] of readFields(data)) {
    const field = fields.get(number)
    if (field !== undefined) addField(result, field, value)
  }
  return result
}

/** Undefined where the data is not in this encoding, or of a kind that is not served. */
export const decodeProtobuf = (data: Uint8Array): JsonObject | undefined => {
  if (!MAGIC.every((byte, index) => data[index] === byte)) return undefined
  const envelope = data.subarray(MAGIC.length)
  const type = bytesOf(fieldOf(envelope, 1))
  const apiVersion = toText(fieldOf(type, 1))
  const kind = toText(fieldOf(type, 2))
  // Options of a deletion are the same in all groups.
  const message = kind === 'DeleteOptions' ? ROOT_MESSAGES['v1/DeleteOptions'] : ROOT_MESSAGES[`${apiVersion}/${kind}`]
  return message === undefined ? undefined : { apiVersion, kind, ...readMessage(bytesOf(fieldOf(envelope, 2)), message) }
}
