import { isResourceQuota } from '../../../kubernetes/guards.ts'
import { ageOf } from './age.ts'
import { NAME, nameOf, text, type Printer } from './printer.ts'

/** Limits have a column of their own. */
const isLimit = (name: string): boolean => name.startsWith('limits')

export const resourceQuotaPrinter: Printer = {
  columns: [NAME, text('Request'), text('Limit'), text('Age')],
  print: (object, nowMs) => {
    const { hard = {}, used = {} } = (isResourceQuota(object) ? object.status : undefined) ?? {}
    const show = (names: readonly string[]): string =>
      names.map((name) => `${name}: ${used[name] ?? '0'}/${hard[name] ?? '0'}`).join(', ')
    const names = Object.keys(hard).sort()
    return [nameOf(object), show(names.filter((name) => !isLimit(name))), show(names.filter(isLimit)), ageOf(object, nowMs)]
  },
}
