/** What the causes about Services look for. */
import type { Service } from '../../../kubernetes/generated/types.ts'
import { isService } from '../../../kubernetes/guards.ts'
import type { Failure } from '../../failure.ts'
import type { Edit } from '../../repair/patch.ts'
import { serviceOf } from '../evidence.ts'

/** A headless Service as it would be with an address of its own. */
export const WITH_ADDRESS: readonly Edit[] = [
  { path: 'spec.clusterIP', value: undefined },
  { path: 'spec.clusterIPs', value: undefined },
]

/** The Service that a host names by `name.namespace`, with or without what follows. */
export const serviceNamed = ({ snapshot }: Pick<Failure, 'snapshot'>, host: string): Service | undefined => {
  const [name, namespace] = host.replace(/\.$/u, '').split('.')
  return snapshot.objects.filter(isService).find(({ metadata }) => metadata.name === name && metadata.namespace === namespace)
}

/** The name that was looked up on the way. */
export const lookedUpName = ({ walk }: Failure): string | undefined =>
  walk?.hops.flatMap((hop) => (hop.kind === 'resolve' ? [hop.name] : []))[0]

/** The headless Service that a connection asked for by name. */
export const headlessServiceOf = (failure: Failure): Service | undefined => {
  const name = lookedUpName(failure)
  const service = (name === undefined ? undefined : serviceNamed(failure, name)) ?? serviceOf(failure)
  return service?.spec?.clusterIP === 'None' ? service : undefined
}
