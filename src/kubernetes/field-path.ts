/** Field paths in Kubernetes notation: `spec.ports[0].targetPort`, `metadata.labels[app.kubernetes.io/name]`. */
import { isJsonObject, isList } from './json.ts'

export type PathStep = string | number

/** Splits a path; `[*]` gives the step `*`, and keys that hold dots stand in brackets. */
export const parsePath = (path: string): readonly PathStep[] => {
  const steps: PathStep[] = []
  for (const match of path.matchAll(/\[([^\]]*)\]|[^.[\]]+/gu)) {
    const inBrackets = match[1]
    if (inBrackets === undefined) steps.push(match[0])
    else steps.push(/^\d+$/u.test(inBrackets) ? Number(inBrackets) : inBrackets)
  }
  return steps
}

export const formatPath = (steps: readonly PathStep[]): string =>
  steps.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[${step}]`
    if (/[.[\]]/u.test(step) || step === '*') return `${path}[${step}]`
    return path === '' ? step : `${path}.${step}`
  }, '')

/** The value at a path, or undefined. */
export const getPath = (value: unknown, steps: readonly PathStep[]): unknown =>
  steps.reduce<unknown>((current, step) => {
    if (typeof step === 'number') return isList(current) ? current[step] : undefined
    return isJsonObject(current) && Object.hasOwn(current, step) ? current[step] : undefined
  }, value)

/** All values at a path in which `*` stands for every item of a list, each with its own path. */
export const selectPath = (value: unknown, path: string): readonly { readonly path: string; readonly value: unknown }[] => {
  let found: readonly { readonly steps: readonly PathStep[]; readonly value: unknown }[] = [{ steps: [], value }]
  for (const step of parsePath(path)) {
    found = found.flatMap(({ steps, value: current }) => {
      if (step === '*') return isList(current) ? current.map((item, index) => ({ steps: [...steps, index], value: item })) : []
      const next = getPath(current, [step])
      return next === undefined ? [] : [{ steps: [...steps, step], value: next }]
    })
  }
  return found.map((item) => ({ path: formatPath(item.steps), value: item.value }))
}

/** A copy with the value at the path replaced; undefined removes it. Objects and lists on the way are made where they are missing. */
export const setPath = (value: unknown, steps: readonly PathStep[], replacement: unknown): unknown => {
  const [first, ...rest] = steps
  if (first === undefined) return replacement
  if (typeof first === 'number') {
    const list = isList(value) ? [...value] : []
    if (rest.length === 0 && replacement === undefined) list.splice(first, 1)
    else list[first] = setPath(list[first], rest, replacement)
    return list
  }
  const object: Record<string, unknown> = isJsonObject(value) ? { ...value } : {}
  const changed = setPath(object[first], rest, replacement)
  if (changed === undefined) return Object.fromEntries(Object.entries(object).filter(([key]) => key !== first))
  object[first] = changed
  return object
}
