/** The cluster IPs and node ports that Services hold. The Services are the record: nothing is lost in a crash, nothing leaks. */
import type { Service, ServicePort, ServiceSpec } from '../../../kubernetes/generated/types.ts'
import { isService } from '../../../kubernetes/guards.ts'
import type { Index, Store } from '../../store/store.ts'
import { nodePortKey } from './node-port.ts'

/** Addresses, or keys of node ports. */
export interface Held {
  has(key: string): boolean
}

const keyOfPort = ({ nodePort, protocol }: ServicePort): readonly string[] =>
  nodePort === undefined ? [] : [nodePortKey(nodePort, protocol ?? 'TCP')]

const keyOfHealth = (port = 0): readonly string[] => (port === 0 ? [] : [nodePortKey(port, 'TCP')])

export const nodePortKeys = ({ ports = [], healthCheckNodePort }: ServiceSpec): readonly string[] => [
  ...ports.flatMap(keyOfPort),
  ...keyOfHealth(healthCheckNodePort),
]

/** Addresses do not look like keys of node ports. */
const BY_HELD: Index = {
  resource: 'services',
  keysOf: (service) => (isService(service) ? [...addressesOf(service), ...nodePortKeys(service.spec ?? {})] : []),
}

const addressesOf = ({ spec }: Service): readonly string[] => (spec?.clusterIPs ?? []).filter((ip) => ip !== 'None')

/** What other Services than this one hold. */
export const takenByOthers = (store: Store, { metadata }: Service): Held => ({
  has: (key) =>
    store
      .indexed(BY_HELD, key)
      .some((other) => other.metadata.name !== metadata.name || other.metadata.namespace !== metadata.namespace),
})

/** What is held already, and what is claimed beside it. */
export class Claims implements Held {
  private readonly held: Held
  private readonly own: Set<string>

  constructor(held: Held, own: Iterable<string> = []) {
    this.held = held
    this.own = new Set(own)
  }

  has(key: string): boolean {
    return this.own.has(key) || this.held.has(key)
  }

  add(key: string): void {
    this.own.add(key)
  }
}
