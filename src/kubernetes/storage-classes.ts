/** How volumes are provisioned. @see k8s.io/kubernetes pkg/apis/storage/util, v1.34 */
import type { StorageClass } from './generated/types.ts'

/** Where both are there, either of them does. */
const DEFAULT_ANNOTATIONS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
] as const

export const isDefaultClass = ({ metadata }: StorageClass): boolean =>
  DEFAULT_ANNOTATIONS.some((name) => metadata.annotations?.[name] === 'true')

/** Of several default classes the newest counts, and of equally old ones the first by name. */
export const defaultClassOf = (classes: readonly StorageClass[]): StorageClass | undefined =>
  classes
    .filter(isDefaultClass)
    .sort(
      (a, b) =>
        (b.metadata.creationTimestamp ?? '').localeCompare(a.metadata.creationTimestamp ?? '') ||
        ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1),
    )[0]
