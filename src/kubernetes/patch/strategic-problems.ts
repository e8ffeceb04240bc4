/** Why a strategic merge patch cannot be carried out, in the server's words. @see k8s.io/apimachinery pkg/util/strategicpatch, v1.34 */
import { typeOf } from '../field-types.ts'
import { printValue } from '../go/print-value.ts'
import { isEqual, isJsonObject, isList, type JsonObject } from '../json.ts'
import { fieldsOf } from '../structure.ts'
import { patchMergeKey } from './merge-keys.ts'

const DIRECTIVES: readonly unknown[] = [undefined, 'merge', 'replace', 'delete']
const ORDER = '$setElementOrder/'

/** An item of a list that is merged by a key has the key, unless it only says that the list is replaced. */
const problemOfItem = (item: unknown, key: string): string | undefined => {
  if (!isJsonObject(item) || item['$patch'] === 'replace' || item[key] !== undefined) return undefined
  return `map: ${printValue(item)} does not contain declared merge key: ${key}`
}

/** The items of the patch come in the order that it asks for. */
const problemOfOrder = (order: readonly unknown[], list: readonly unknown[], key: string | undefined): string | undefined => {
  const identify = (item: unknown): unknown => (key !== undefined && isJsonObject(item) ? item[key] : item)
  let at = 0
  for (const item of list) {
    if (isJsonObject(item) && item['$patch'] !== undefined) continue
    while (at < order.length && !isEqual(identify(order[at]), identify(item))) at += 1
    if (at === order.length)
      return `The order in patch list:\n${printValue(list)}\n doesn't match $setElementOrder list:\n${printValue(order)}\n`
  }
  return undefined
}

/** Items of a list that is not there yet are taken as they are. */
const problemOfList = (target: unknown, list: readonly unknown[], key: string, structure: string): string | undefined => {
  if (!isList(target)) return undefined
  for (const item of list) {
    const same = target.find((other) => isJsonObject(other) && isJsonObject(item) && isEqual(other[key], item[key]))
    const problem = problemOfItem(item, key) ?? (isJsonObject(item) ? strategicProblem(same, item, structure) : undefined)
    if (problem !== undefined) return problem
  }
  return undefined
}

const problemOfField = (target: JsonObject, patch: JsonObject, name: string, structure: string): string | undefined => {
  const value = patch[name]
  const isOrder = name.startsWith(ORDER)
  const field = isOrder ? name.slice(ORDER.length) : name
  const key = patchMergeKey(structure, field)
  if (isOrder && isList(value)) {
    const listed = patch[field]
    const order = key === undefined ? undefined : value.map((item) => problemOfItem(item, key)).find((one) => one !== undefined)
    return order ?? (isList(listed) ? problemOfOrder(value, listed, key) : undefined)
  }
  const inner = typeOf(fieldsOf(structure)?.[field] ?? '').replaceAll(/\[\]|\{\}/gu, '')
  if (isList(value)) return key === undefined ? undefined : problemOfList(target[field], value, key, inner)
  return isJsonObject(value) ? strategicProblem(target[field], value, inner) : undefined
}

/** `structure`: the name of that which is patched, such as `Pod`. Undefined where nothing is wrong. */
export const strategicProblem = (target: unknown, patch: JsonObject, structure: string): string | undefined => {
  const directive = patch['$patch']
  if (!DIRECTIVES.includes(directive)) return `unknown patch type: ${printValue(directive)} in map: ${printValue(patch)}`
  for (const name of Object.keys(patch).sort()) {
    const problem = problemOfField(isJsonObject(target) ? target : {}, patch, name, structure)
    if (problem !== undefined) return problem
  }
  return undefined
}
