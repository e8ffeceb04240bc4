/** The cluster IPs and node ports that Services hold. The Services are the record: nothing is lost in a crash, nothing leaks. */
import type { Service, ServiceSpec } from '../../../kubernetes/generated/types.ts'
import { isService } from '../../../kubernetes/guards.ts'
import type { Index, Store } from '../../store/store.ts'
import { nodePortKey } from './node-port.ts'

/** Addresses, or keys of node ports. */
export interface Held {
  has(key: string): boolean
}

export const nodePortKeys = ({ ports = [], healthCheckNodePort: health }: ServiceSpec): readonly string[] => [
  ...ports.flatMap(({ nodePort, protocol }) => (nodePort === undefined ? [] : [nodePortKey(nodePort, protocol ?? 'TCP')])),
  ...(health === undefined || health === 0 ? [] : [nodePortKey(health, 'TCP')]),
]

const BY_IP: Index = {
  resource: 'services',
  keysOf: (service) => (isService(service) ? (service.spec?.clusterIPs ?? []).filter((ip) => ip !== 'None') : []),
}

const BY_NODE_PORT: Index = {
  resource: 'services',
  keysOf: (service) => (isService(service) ? nodePortKeys(service.spec ?? {}) : []),
}

const heldByOthers = (store: Store, { metadata }: Service, index: Index): Held => ({
  has: (key) =>
    store
      .indexed(index, key)
      .some((other) => other.metadata.name !== metadata.name || other.metadata.namespace !== metadata.namespace),
})

/** What other Services than this one hold. */
export const takenByOthers = (store: Store, service: Service): { readonly ips: Held; readonly ports: Held } => ({
  ips: heldByOthers(store, service, BY_IP),
  ports: heldByOthers(store, service, BY_NODE_PORT),
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
