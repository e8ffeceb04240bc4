/**
 * What the API server holds inside, as its error texts show it: fields in the order of its own Go structs, under their Go names, set or
 * not. @see k8s.io/apimachinery pkg/util/diff, v0.34
 */
import { escapeHtml } from './escape-html.ts'
import type { PodSpec } from '../generated/types.ts'
import { isJsonObject, isList, type JsonObject } from '../json.ts'
import { goFields, mapValueType, underlying, type GoField } from './structs.ts'

/** Inside, the Pod's use of its host stands in its security context. */
const toInternal = ({
  securityContext,
  hostNetwork,
  hostPID,
  hostIPC,
  shareProcessNamespace,
  hostUsers,
  ...spec
}: PodSpec): object => ({
  ...spec,
  securityContext: { ...securityContext, hostNetwork, hostPID, hostIPC, shareProcessNamespace, hostUsers },
})

const OF_HOST: Readonly<Record<string, string>> = {
  HostNetwork: 'hostNetwork',
  HostPID: 'hostPID',
  HostIPC: 'hostIPC',
  ShareProcessNamespace: 'shareProcessNamespace',
  HostUsers: 'hostUsers',
}

/** The API's name of a field of one of the server's own structs. */
const apiName = (struct: string, { name }: GoField): string =>
  goFields(struct.replace(/^core\./u, 'v1.'))?.find((field) => field.name === name)?.json ?? OF_HOST[name] ?? name

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === 0 ||
  value === false ||
  (isList(value) && value.length === 0) ||
  (isJsonObject(value) && Object.keys(value).length === 0)

const convertStruct = (struct: string, object: JsonObject): JsonObject => {
  const entries = (goFields(struct) ?? []).flatMap((field): readonly (readonly [string, unknown])[] => {
    const { type, json, isEmbedded, omitEmpty } = field
    if (isEmbedded && json === undefined && goFields(type) !== undefined) return Object.entries(convertStruct(type, object))
    const value = object[json ?? apiName(struct, field)]
    return omitEmpty && isEmpty(value) ? [] : [[json ?? field.name, convert(type, value)]]
  })
  return Object.fromEntries(entries)
}

/** What stands for nothing in types that are printed as they are. */
const ZEROS: Readonly<Record<string, unknown>> = {
  bool: false,
  string: '',
  'intstr.IntOrString': 0,
  'resource.Quantity': '0',
  'types.UID': '',
  'v1.Time': null,
}

const convertMap = (valueType: string, value: unknown): unknown => {
  if (!isJsonObject(value)) return null
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(sorted.map(([key, item]) => [key, convert(valueType, item)]))
}

const convert = (type: string, value: unknown): unknown => {
  if (type.startsWith('*')) return value === undefined || value === null ? null : convert(type.slice(1), value)
  if (goFields(type) !== undefined) return convertStruct(type, isJsonObject(value) ? value : {})
  const base = underlying(type)
  if (base.startsWith('[]')) return isList(value) ? value.map((item) => convert(base.slice(2), item)) : null
  const valueType = mapValueType(base)
  if (valueType !== undefined) return convertMap(valueType, value)
  return value ?? (Object.hasOwn(ZEROS, base) ? ZEROS[base] : 0)
}

/** What errors show of a struct that the server holds under its own names: `core.SecurityContext`. */
export const internalValue = (struct: string, value: object): JsonObject => convertStruct(struct, { ...value })

const linesOf = (value: unknown): readonly string[] => escapeHtml(JSON.stringify(value, null, 1)).split('\n')

/** Such a struct as indented JSON: its lines, without their ends. */
export const internalLines = (struct: string, value: object): readonly string[] => linesOf(internalValue(struct, value))

/** A Pod's specification, likewise. */
export const internalPodSpec = (spec: PodSpec): readonly string[] => linesOf(convert('core.PodSpec', toInternal(spec)))
