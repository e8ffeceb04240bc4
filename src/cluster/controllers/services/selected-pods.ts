/** Finds Pods by a Service's selector and Services by a Pod's labels without a look at all of them. */
import type { Pod, Service } from '../../../kubernetes/generated/types.ts'
import { isPod, isService } from '../../../kubernetes/guards.ts'
import type { Index, Store } from '../../store/store.ts'

const labelKey = (namespace: string | undefined, [name, value]: readonly [string, string]): string =>
  `${namespace ?? ''}/${name}=${value}`

const PODS_BY_LABEL: Index = {
  resource: 'pods',
  keysOf: ({ metadata }) => Object.entries(metadata.labels ?? {}).map((label) => labelKey(metadata.namespace, label)),
}

/** Under one pair of the selector: a Pod that it selects has that, too. */
const SERVICES_BY_LABEL: Index = {
  resource: 'services',
  keysOf: (service) => {
    const [label] = isService(service) ? Object.entries(service.spec?.selector ?? {}) : []
    return label === undefined ? [] : [labelKey(service.metadata.namespace, label)]
  },
}

const byName = (a: Pod | Service, b: Pod | Service): number => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1)

/** The Pods that have one pair of the Service's selector, by name; none without a selector. */
export const podsThatMayBeSelected = (store: Store, { metadata, spec }: Service): readonly Pod[] => {
  const [label] = Object.entries(spec?.selector ?? {})
  if (label === undefined) return []
  return store.indexed(PODS_BY_LABEL, labelKey(metadata.namespace, label)).filter(isPod).sort(byName)
}

/** The Services of which one pair of the selector is on one of these versions of a Pod, by name. */
export const servicesThatMaySelect = (store: Store, versions: readonly Pod[]): readonly Service[] => {
  const keys = new Set(
    versions.flatMap(({ metadata }) =>
      Object.entries(metadata.labels ?? {}).map((label) => labelKey(metadata.namespace, label)),
    ),
  )
  return [...keys].flatMap((key) => store.indexed(SERVICES_BY_LABEL, key).filter(isService)).sort(byName)
}
