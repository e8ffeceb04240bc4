/**
 * Whether an applied configuration is what the schema of its kind describes, in the words of server-side apply.
 * @see sigs.k8s.io/structured-merge-diff, typed/validate.go, v6
 */
import { typeOf } from '../../../kubernetes/field-types.ts'
import { goTypeOf, printSyntax, printValue } from '../../../kubernetes/go/print-value.ts'
import { isJsonObject, isList, type JsonObject } from '../../../kubernetes/json.ts'
import { listMapKeys } from '../../../kubernetes/patch/merge-keys.ts'
import { fieldsOf, ROOT_STRUCTURES } from '../../../kubernetes/structure.ts'
import { itemStep, renderPath } from './field-path.ts'

interface Place {
  readonly path: string
  readonly type: string
  /** By which keys the items of a list are told apart, where they are. */
  readonly keys: readonly string[] | undefined
}

type Problems = readonly string[]

/** What a plain value has to be; types that are missing here take any. */
const SCALARS: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  string: (value) =>
    typeof value === 'string' ? undefined : `expected string, got &value.valueUnstructured{Value:${printSyntax(value)}}`,
  boolean: (value) => (typeof value === 'boolean' ? undefined : `expected boolean, got &{${printValue(value)}}`),
  integer: (value) => (typeof value === 'number' ? undefined : `expected numeric (int or float), got ${goTypeOf(value)}`),
}

const checkList = (value: unknown, { path, type, keys }: Place): Problems => {
  if (!isList(value)) return [`${path}: expected list, got &{${printValue(value)}}`]
  const seen = new Set<string>()
  return value.flatMap((item, index) => {
    const step = keys === undefined ? `[${index}]` : renderPath(itemStep(item, keys))
    const isTwice = keys !== undefined && seen.has(step)
    seen.add(step)
    return [
      ...(isTwice ? [`${path}: duplicate entries for key ${step}`] : []),
      ...checkValue(item, { path: `${path}${step}`, type: type.slice(2), keys: undefined }),
    ]
  })
}

const checkMap = (value: unknown, { path, type }: Place): Problems => {
  if (!isJsonObject(value)) return [`${path}: expected map, got &{${printValue(value)}}`]
  const names = Object.keys(value).sort()
  return names.flatMap((name) => checkValue(value[name], { path: `${path}.${name}`, type: type.slice(2), keys: undefined }))
}

const checkStructure = (value: unknown, { path, type }: Place, fields: Readonly<Record<string, string>>): Problems => {
  if (!isJsonObject(value)) return [`${path}: expected map, got &{${printValue(value)}}`]
  return Object.keys(value)
    .sort()
    .flatMap((name) => {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined
      const inner = `${path}.${name}`
      if (field === undefined) return [`${inner}: field not declared in schema`]
      return checkValue(value[name], { path: inner, type: typeOf(field), keys: listMapKeys(type, name) })
    })
}

const checkValue = (value: unknown, place: Place): Problems => {
  const { type, path } = place
  if (value === null) return []
  if (type.startsWith('[]')) return checkList(value, place)
  if (type.startsWith('{}')) return checkMap(value, place)
  const fields = fieldsOf(type)
  if (fields !== undefined) return checkStructure(value, place, fields)
  const problem = SCALARS[type]?.(value)
  return problem === undefined ? [] : [`${path}: ${problem}`]
}

/** Why the configuration cannot be applied; undefined where it can be. Kinds that are not Kubernetes' own are not looked at. */
export function typeProblems(configuration: JsonObject): string | undefined {
  const { apiVersion, kind } = configuration
  const root = ROOT_STRUCTURES[`${String(apiVersion)}/${String(kind)}`]
  const problems = root === undefined ? [] : checkValue(configuration, { path: '', type: root, keys: undefined })
  const [first, ...others] = problems
  return first === undefined || others.length === 0 ? first : ['errors:', ...problems].join('\n  ')
}
