/** Calls that are no calls: their arguments are evaluated for each item, or not at all. @see cel-spec, "Macros"; cel-go ext.TwoVarComprehensions */
import type { Call, Expression, Problem } from './syntax.ts'

/** How many arguments there are besides one variable, and besides two; none: there is no such form. */
interface Form {
  readonly one: readonly number[]
  readonly two: readonly number[]
}

const FORMS: Readonly<Record<string, Form>> = {
  all: { one: [1], two: [1] },
  exists: { one: [1], two: [1] },
  exists_one: { one: [1], two: [] },
  existsOne: { one: [1], two: [1] },
  filter: { one: [1], two: [] },
  map: { one: [1, 2], two: [] },
  optMap: { one: [1], two: [] },
  optFlatMap: { one: [1], two: [] },
  transformList: { one: [], two: [1, 2] },
  transformMap: { one: [], two: [1, 2] },
  transformMapEntry: { one: [], two: [1, 2] },
}

const expandHas = (call: Call): Expression | Problem => {
  const [argument] = call.arguments
  if (argument?.kind !== 'select' || argument.mode !== 'value')
    return { at: argument?.at ?? call.at, message: 'invalid argument to has() macro' }
  return { ...argument, mode: 'presence', at: call.at }
}

const expandLoop = (call: Call, range: Expression, form: Form): Expression | Problem => {
  const { name: macro, arguments: all, at } = call
  // With one form of each, the number of arguments decides; maps take two either way.
  const count = form.one.includes(all.length - 1) ? 1 : form.two.includes(all.length - 2) ? 2 : 0
  if (count === 0) return call
  const names = all.slice(0, count).map((one) => (one.kind === 'name' ? one.name : undefined))
  const wrong = names.findIndex((name) => name === undefined)
  if (wrong !== -1) return { at: all[wrong]?.at ?? at, message: 'argument must be a simple name' }
  const variables = names.filter((name) => name !== undefined)
  return {
    kind: 'comprehension',
    macro: macro === 'existsOne' ? 'exists_one' : macro,
    range,
    variables,
    steps: all.slice(count),
    at,
  }
}

/** The call itself where it is none of them. */
export const expandMacro = (call: Call): Expression | Problem => {
  if (call.target === undefined) return call.name === 'has' && call.arguments.length === 1 ? expandHas(call) : call
  const form = FORMS[call.name]
  return form === undefined ? call : expandLoop(call, call.target, form)
}
