import type { HeaderChange } from './decision.ts'

type Headers = Readonly<Record<string, string>>

const without = (headers: Headers, name: string): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([key]) => key.toLowerCase() !== name.toLowerCase()))

const valueOf = (headers: Headers, name: string): string | undefined =>
  Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]

const applyOne = (headers: Headers, { set, add, remove }: HeaderChange): Headers => {
  let result = headers
  for (const [name, value] of Object.entries(set)) result = { ...without(result, name), [name.toLowerCase()]: value }
  for (const [name, value] of Object.entries(add)) {
    const present = valueOf(result, name)
    const joined = present === undefined ? value : `${present},${value}`
    result = { ...without(result, name), [name.toLowerCase()]: joined }
  }
  for (const name of remove) result = without(result, name)
  return result
}

/** Headers after all changes; added values are joined to present ones by a comma (I22). */
export const changeHeaders = (headers: Headers, changes: readonly HeaderChange[] = []): Headers =>
  changes.reduce(applyOne, headers)
