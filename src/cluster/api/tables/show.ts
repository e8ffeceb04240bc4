/** Printers whose cells come out of a few fields. */
import { getPath, parsePath } from '../../../kubernetes/field-path.ts'
import { isList } from '../../../kubernetes/json.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import { ageOf } from './age.ts'
import { NAME, nameOf, orNone, text, type Cell, type Column, type Printer } from './printer.ts'

const AGE = text('Age')
const CREATED: Column = { name: 'Created At', type: 'date', format: '', priority: 0 }

export type Show = (object: KubernetesObject) => Cell

/** A text, a number or a list of them, by its path. */
export const field =
  (path: string): Show =>
  (object) => {
    const value = getPath(object, parsePath(path))
    if (isList(value)) return orNone(value.map(String).join(','))
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '<none>'
  }

/** How many items the list at a path has. */
export const countOf =
  (path: string): Show =>
  (object) => {
    const list = getPath(object, parsePath(path))
    return isList(list) ? list.length : 0
  }

/** What is at a path, whatever it is, and what is said where nothing is. */
export const valueOr =
  (path: string, absent: Cell): Show =>
  (object) => {
    const value = getPath(object, parsePath(path))
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : absent
  }

export const define = (columns: readonly (readonly [Column, Show])[]): Printer => ({
  columns: [NAME, ...columns.map(([column]) => column)],
  print: (object) => [nameOf(object), ...columns.map(([, show]) => show(object))],
})

/** The object's age comes after the columns. */
export const aged = (
  columns: readonly (readonly [Column, Show])[],
  after: readonly (readonly [Column, Show])[] = [],
): Printer => ({
  columns: [NAME, ...columns.map(([column]) => column), AGE, ...after.map(([column]) => column)],
  print: (object, nowMs) => [
    nameOf(object),
    ...columns.map(([, show]) => show(object)),
    ageOf(object, nowMs),
    ...after.map(([, show]) => show(object)),
  ],
})

/** The time of its making alone. */
export const created = define([[CREATED, (object) => object.metadata.creationTimestamp ?? '']])
