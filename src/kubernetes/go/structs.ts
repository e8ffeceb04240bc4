/** The Go structs behind the API's objects, as far as their order and names show. */
import { GO_NAMED, GO_STRUCTS } from '../generated/go-structs.ts'
import { rareNamedOf, rareStructOf } from './structs-rare.ts'

export interface GoField {
  /** As in Go: `HostIP`. */
  readonly name: string
  /** As in JSON; undefined where it has none, and of embedded structs whose fields stand among those of the outer one. */
  readonly json: string | undefined
  readonly isEmbedded: boolean
  /** Left out of JSON when empty. */
  readonly omitEmpty: boolean
  readonly type: string
}

const parseField = (text: string): GoField => {
  const [name = '', json = '', type = ''] = text.split(' ')
  return {
    name: name.replace('~', ''),
    json: json === '-' ? undefined : json.replace('?', ''),
    isEmbedded: name.startsWith('~'),
    omitEmpty: json.endsWith('?'),
    type,
  }
}

/** A type with a name of its own, which is not among those that nearly every template has. */
const isRare = (type: string): boolean =>
  /^\w+\.\w+$/u.test(type) && GO_STRUCTS[type] === undefined && GO_NAMED[type] === undefined

const parsed = new Map<string, readonly GoField[]>()

/** The fields of a struct in their order; undefined for what is no struct. */
export const goFields = (type: string): readonly GoField[] | undefined => {
  const known = parsed.get(type)
  const text = isRare(type) ? rareStructOf(type) : GO_STRUCTS[type]
  if (known !== undefined || text === undefined) return known
  const fields = text === '' ? [] : text.split(',').map(parseField)
  parsed.set(type, fields)
  return fields
}

/** What a named type is: `string` for `v1.Protocol`. Others are returned as they are. */
export const underlying = (type: string): string => {
  const named = isRare(type) ? rareNamedOf(type) : GO_NAMED[type]
  return named === undefined ? type : underlying(named)
}

/** The type of a map's values. */
export const mapValueType = (type: string): string | undefined => /^map\[[^\]]+\](.+)$/u.exec(type)?.[1]
