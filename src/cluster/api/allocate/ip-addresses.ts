/** The IPAddress objects of Services: one for each address, made and deleted with it. @see pkg/registry/core/service/ipallocator, v1.34 */
import type { IPAddress, Service } from '../../../kubernetes/generated/types.ts'
import { isService } from '../../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import { familyOf } from '../../../network/address.ts'
import { timestamp, type WriteContext } from '../write/context.ts'

export const IP_ADDRESSES = 'ipaddresses.networking.k8s.io'

type Allocator = Pick<WriteContext, 'store' | 'clock' | 'random'>

const addressesOf = (object: KubernetesObject | undefined): readonly string[] =>
  object !== undefined && isService(object) ? (object.spec?.clusterIPs ?? []).filter((ip) => ip !== 'None') : []

const ipAddress = (ip: string, { metadata }: Service, context: Allocator): IPAddress => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IPAddress',
  metadata: {
    name: ip,
    uid: context.random.uuid(),
    creationTimestamp: timestamp(context),
    labels: {
      'ipaddress.kubernetes.io/ip-family': familyOf(ip),
      'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
    },
  },
  spec: { parentRef: { resource: 'services', namespace: metadata.namespace ?? '', name: metadata.name ?? '' } },
})

/** Follows a write of a Service, undefined where it is not there: addresses that it gained have an object, those it gave up none. */
export const recordAddresses = (
  context: Allocator,
  before: KubernetesObject | undefined,
  after: KubernetesObject | undefined,
): void => {
  const kept = addressesOf(after)
  for (const ip of addressesOf(before)) if (!kept.includes(ip)) context.store.remove(IP_ADDRESSES, undefined, ip)
  if (after === undefined || !isService(after)) return
  for (const ip of kept)
    if (context.store.get(IP_ADDRESSES, undefined, ip) === undefined)
      context.store.put(IP_ADDRESSES, ipAddress(ip, after, context))
}

/** The objects of Services that were stored before there were any, or by somebody else: what the repair loop of a server does. */
export const recordAllAddresses = (context: Allocator): void => {
  for (const service of context.store.list('services')) recordAddresses(context, undefined, service)
}
