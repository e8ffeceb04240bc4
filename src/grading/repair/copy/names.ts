/** What things are called in a copy of namespaces that stands beside them in the same cluster. */
import { METADATA_NAME } from '../../../kubernetes/labels.ts'

/** On every namespace of a copy; its value names the run. What carries it is removed by `grade clean`. */
export const COPY_LABEL = 'netgrade.dev/copy'

export interface CopyNames {
  /** Letters and digits. */
  readonly run: string
  /** Those that are copied, as they are called themselves. */
  readonly namespaces: readonly string[]
  /** Of the copy; the same for namespaces that are not copied. */
  readonly namespace: (name: string) => string
  /** Of the original; undefined for names that are no copy's. */
  readonly original: (name: string) => string | undefined
  /** Labels of namespaces go by other keys in the copy, so that no selector finds both. */
  readonly labelKey: (key: string) => string
  readonly host: (host: string) => string
}

const MAX_NAME = 63

const cut = (text: string, length: number): string => text.slice(0, length).replace(/[^a-z\d]+$/iu, '')

export const createCopyNames = (run: string, namespaces: readonly string[]): CopyNames => {
  const prefix = `netgrade-copy-${run}-`
  const names = new Map(namespaces.map((name, index) => [name, cut(`${prefix}${index + 1}-${name}`, MAX_NAME)] as const))
  const originals = new Map([...names].map(([original, name]) => [name, original]))
  return {
    run,
    namespaces,
    namespace: (name) => names.get(name) ?? name,
    original: (name) => originals.get(name),
    labelKey: (key) => `copy-${run}.netgrade.dev/${cut(key === METADATA_NAME ? 'name' : key.replaceAll('/', '_'), MAX_NAME)}`,
    // Reserved for names that lead nowhere: RFC 2606.
    host: (host) => `${host}.${run}.invalid`,
  }
}

/** What follows the namespace in the name of a Service or a Pod. */
const RECORDS: ReadonlySet<string | undefined> = new Set([undefined, '', 'svc', 'pod'])

/** `db.shop.svc.cluster.local` as it is called in the copy; names that lead elsewhere stay as they are. */
export const nameInCopy = (name: string, { namespaces, namespace }: CopyNames): string => {
  const labels = name.split('.')
  const index = labels.findIndex((label, at) => at > 0 && namespaces.includes(label) && RECORDS.has(labels[at + 1]))
  return index < 0 ? name : labels.with(index, namespace(labels[index] ?? '')).join('.')
}
