/** The columns that all workloads have with `-o wide`. */
import type { Container, LabelSelector } from '../../../kubernetes/generated/types.ts'
import { renderSelector } from '../../../kubernetes/labels.ts'
import { wide, type Column } from './printer.ts'

export const CONTAINERS: Column = wide('Containers')
export const IMAGES: Column = wide('Images')
export const SELECTOR: Column = wide('Selector')

interface Template {
  readonly spec?: { readonly containers?: readonly Container[] }
}

export const containerNames = (template: Template | undefined): string =>
  (template?.spec?.containers ?? []).map(({ name }) => name).join(',')

export const images = (template: Template | undefined): string =>
  (template?.spec?.containers ?? []).map(({ image }) => image ?? '').join(',')

export const selectorText = (selector: LabelSelector | undefined): string => renderSelector(selector)

/** A map of labels as `key=value,…`. */
export const labelsText = (labels: Readonly<Record<string, string>> | undefined): string => {
  const entries = Object.entries(labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.length === 0 ? '<none>' : entries.map(([key, value]) => `${key}=${value}`).join(',')
}
