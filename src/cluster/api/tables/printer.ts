/** What a kind's printer says: columns and, for an object, their cells. @see k8s.io/kubernetes pkg/printers/internalversion, v1.34 */
import type { KubernetesObject } from '../../../kubernetes/object.ts'

/** null: nothing, which custom kinds may have. */
export type Cell = string | number | boolean | null

export interface Column {
  readonly name: string
  readonly type: string
  readonly format: string
  /** 0: always shown, higher: with `-o wide`. */
  readonly priority: number
  readonly description?: string
}

export interface Printer {
  readonly columns: readonly Column[]
  /** One cell a column. `nowMs` is what ages are counted to. */
  print(object: KubernetesObject, nowMs: number): readonly Cell[]
}

export const NAME: Column = { name: 'Name', type: 'string', format: 'name', priority: 0 }

export const text = (name: string): Column => ({ name, type: 'string', format: '', priority: 0 })
export const wide = (name: string): Column => ({ name, type: 'string', format: '', priority: 1 })
export const integer = (name: string): Column => ({ name, type: 'integer', format: '', priority: 0 })

/** A printer of objects that the guard recognises. */
export const printer = <T extends KubernetesObject>(
  is: (object: KubernetesObject) => object is T,
  columns: readonly Column[],
  print: (object: T, nowMs: number) => readonly Cell[],
): Printer => ({
  columns,
  print: (object, nowMs) =>
    is(object) ? print(object, nowMs) : columns.map((_, index) => (index === 0 ? nameOf(object) : NONE)),
})

export const NONE = '<none>'
export const UNKNOWN = '<unknown>'

export const nameOf = ({ metadata }: KubernetesObject): string => metadata.name ?? ''

export const orNone = (value: string | undefined): string => (value === undefined || value === '' ? NONE : value)
