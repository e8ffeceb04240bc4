/** Columns that a CustomResourceDefinition asks for. @see Kubernetes documentation, "Additional printer columns" */
import { selectPath } from '../../../kubernetes/field-path.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { CustomResource } from '../../custom/served.ts'
import { since } from './age.ts'
import { NAME, nameOf, type Cell, type Column, type Printer } from './printer.ts'

const AGE = {
  name: 'Age',
  type: 'date',
  jsonPath: '.metadata.creationTimestamp',
  description:
    'CreationTimestamp is a timestamp representing the server time when this object was created. It is not guaranteed to be set in happens-before order across separate operations. Clients may not set this value. It is represented in RFC3339 form and is in UTC.',
} as const

/** `.status.conditions[?(@.type=="Ready")].status` */
const FILTER = /^(.*)\[\?\(@\.([\w-]+)\s*==\s*["']([^"']*)["']\)\](.*)$/u

const plainPath = (path: string): string => path.replace(/^\$?\.?/u, '')

/** The first value at a path, in the part of JSONPath that columns use: fields, indices, `[*]`, and a filter by one field. */
const firstValue = (object: unknown, path: string): unknown => {
  const [, before, field = '', wanted, after = ''] = FILTER.exec(path) ?? []
  if (before === undefined) return path === '.' ? object : selectPath(object, plainPath(path))[0]?.value
  const chosen = selectPath(object, `${plainPath(before)}[*]`).find(
    ({ value }) => selectPath(value, field)[0]?.value === wanted,
  )
  return chosen === undefined || after === '' ? chosen?.value : firstValue(chosen.value, after)
}

/** Null where there is nothing: kubectl then prints `<none>` or an empty place. */
const toCell = (value: unknown, type: string, nowMs: number): Cell | null => {
  if (value === undefined || value === null) return null
  if (type === 'date') return typeof value === 'string' ? since(value, nowMs) : '<unknown>'
  if (type === 'integer') return typeof value === 'number' ? Math.trunc(value) : null
  if (type === 'number') return typeof value === 'number' ? value : null
  if (type === 'boolean') return typeof value === 'boolean' ? value : null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export const customPrinter = ({ version }: CustomResource): Printer => {
  const given = version.additionalPrinterColumns ?? []
  const columns = given.length === 0 ? [AGE] : given
  return {
    columns: [
      NAME,
      ...columns.map(({ name, type, ...rest }): Column => {
        const { format = '', priority = 0, description } = { format: undefined, priority: undefined, ...rest }
        const named = description ?? `Custom resource definition column (in JSONPath format): ${rest.jsonPath}`
        return { name, type, format, priority, description: named }
      }),
    ],
    print: (object: KubernetesObject, nowMs) => [
      nameOf(object),
      ...columns.map(({ jsonPath, type }) => toCell(firstValue(object, jsonPath), type, nowMs)),
    ],
  }
}
