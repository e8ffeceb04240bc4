/** JSON patch. @see RFC 6902 */
import { isEqual, isJsonObject, isList, type JsonObject } from '../../../kubernetes/json.ts'

export type Patched = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string }

const refuse = (message: string): Patched => ({ ok: false, message })

/** @see RFC 6901 */
const parsePointer = (pointer: string): readonly string[] | undefined => {
  if (pointer === '') return []
  if (!pointer.startsWith('/')) return undefined
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** Negative ones count from the end, as the server's library has it. */
const indexIn = (step: string, end: number): number | undefined => {
  const index = /^-?(?:0|[1-9]\d*)$/u.test(step) ? Number(step) : Number.NaN
  const counted = index < 0 ? index + end : index
  return counted >= 0 && counted < end ? counted : undefined
}

interface Missing {
  readonly missing: true
}
const MISSING: Missing = { missing: true }

const read = (value: unknown, steps: readonly string[]): unknown => {
  let current = value
  for (const step of steps) {
    if (isList(current)) {
      const index = indexIn(step, current.length)
      if (index === undefined) return MISSING
      current = current[index]
    } else if (isJsonObject(current) && Object.hasOwn(current, step)) current = current[step]
    else return MISSING
  }
  return current
}

type Change = 'add' | 'replace' | 'remove'

const changeList = (list: readonly unknown[], step: string, change: Change, value: unknown): unknown => {
  const index = change === 'add' && step === '-' ? list.length : indexIn(step, list.length + (change === 'add' ? 1 : 0))
  if (index === undefined) return MISSING
  const copy = [...list]
  if (change === 'remove') copy.splice(index, 1)
  else copy.splice(index, change === 'add' ? 0 : 1, value)
  return copy
}

const changeObject = (object: JsonObject, step: string, change: Change, value: unknown): unknown => {
  if (change === 'remove' && !Object.hasOwn(object, step)) return MISSING
  const rest = Object.entries(object).filter(([key]) => change !== 'remove' || key !== step)
  return change === 'remove' ? Object.fromEntries(rest) : { ...object, [step]: value }
}

/** A changed copy, or MISSING where the place does not exist. */
const write = (target: unknown, steps: readonly string[], change: Change, value: unknown): unknown => {
  const [step, ...rest] = steps
  if (step === undefined) return change === 'remove' ? MISSING : value
  if (rest.length === 0) {
    if (isList(target)) return changeList(target, step, change, value)
    return isJsonObject(target) ? changeObject(target, step, change, value) : MISSING
  }
  const inner = read(target, [step])
  if (inner === MISSING) return MISSING
  const changed = write(inner, rest, change, value)
  if (changed === MISSING) return MISSING
  return isList(target)
    ? changeList(target, step, 'replace', changed)
    : changeObject(target as JsonObject, step, 'replace', changed)
}

/** What the server's library finds at the end of a path: a field that an object lacks is null. */
const readEnd = (value: unknown, steps: readonly string[]): unknown => {
  const found = read(value, steps)
  return found === MISSING && isJsonObject(read(value, steps.slice(0, -1))) ? null : found
}

const toPatched = (value: unknown, pointer: string): Patched =>
  value === MISSING ? refuse(`there is nothing at ${pointer}`) : { ok: true, value }

const copyOrMove = (target: unknown, operation: JsonObject, to: readonly string[]): Patched => {
  const { from, path } = operation
  const steps = typeof from === 'string' ? parsePointer(from) : undefined
  const value = steps === undefined ? MISSING : operation['op'] === 'copy' ? readEnd(target, steps) : read(target, steps)
  if (steps === undefined || value === MISSING) return refuse(`there is nothing at ${String(from)}`)
  const base = operation['op'] === 'move' ? write(target, steps, 'remove', undefined) : target
  return toPatched(write(base, to, 'add', value), String(path))
}

const applyOperation = (target: unknown, operation: unknown): Patched => {
  if (!isJsonObject(operation)) return refuse('an operation is not an object')
  const { op, path, value } = operation
  const steps = typeof path === 'string' ? parsePointer(path) : undefined
  if (steps === undefined) return refuse(`the path ${String(path)} is not valid`)
  switch (op) {
    case 'add':
    case 'replace':
    case 'remove':
      return toPatched(write(target, steps, op, value), String(path))
    case 'move':
    case 'copy':
      return copyOrMove(target, operation, steps)
    case 'test':
      return isEqual(readEnd(target, steps), value)
        ? { ok: true, value: target }
        : refuse(`testing value ${String(path)} failed`)
    default:
      return refuse(`unexpected kind: ${String(op)}`)
  }
}

/** All operations or none. */
export const jsonPatch = (target: unknown, operations: readonly unknown[]): Patched => {
  let current: Patched = { ok: true, value: target }
  for (const operation of operations) {
    if (!current.ok) return current
    current = applyOperation(current.value, operation)
  }
  return current
}
