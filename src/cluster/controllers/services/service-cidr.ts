/** Says of each range of Services whether it is ready, and lets go of one that is deleted when nothing of it is in use. @see pkg/controller/servicecidrs, v1.34 */
import type { ServiceCIDR } from '../../../kubernetes/generated/types.ts'
import { isServiceCIDR } from '../../../kubernetes/guards.ts'
import { inBlocks } from '../../../network/address.ts'
import { IP_ADDRESSES } from '../../api/allocate/ip-addresses.ts'
import { isReady, readyCondition, SERVICE_CIDR_FINALIZER, SERVICE_CIDRS } from '../../api/allocate/service-cidrs.ts'
import { toTimestamp } from '../../time.ts'
import type { Controller, ControllerContext } from '../controller.ts'
import { keyOfObject } from '../owners.ts'

/** So long a range is kept after its deletion, that no address is taken out of it by somebody who has not heard of it yet. */
const GRACE_MS = 10_000

/** Addresses of the range that no other range holds. */
const isInUse = ({ metadata, spec }: ServiceCIDR, { store }: ControllerContext): boolean => {
  const others = store
    .list(SERVICE_CIDRS)
    .filter(isServiceCIDR)
    .filter((other) => other.metadata.uid !== metadata.uid && isReady(other))
    .flatMap((other) => other.spec?.cidrs ?? [])
  return store
    .list(IP_ADDRESSES)
    .map((address) => address.metadata.name ?? '')
    .some((ip) => inBlocks(spec?.cidrs ?? [], ip) && !inBlocks(others, ip))
}

const writeCondition = (range: ServiceCIDR, condition: ReturnType<typeof readyCondition>, context: ControllerContext): void => {
  const [known] = range.status?.conditions ?? []
  if (known?.status === condition.status && known.reason === condition.reason) return
  context.writer.updateStatus({ ...range, status: { conditions: [condition] } } as ServiceCIDR)
}

const finalize = (range: ServiceCIDR, context: ControllerContext): number | undefined => {
  const { finalizers = [], deletionTimestamp = '' } = range.metadata
  if (!finalizers.includes(SERVICE_CIDR_FINALIZER)) return undefined
  if (isInUse(range, context)) {
    writeCondition(
      range,
      {
        type: 'Ready',
        status: 'False',
        lastTransitionTime: toTimestamp(context.clock.now()),
        reason: 'Terminating',
        message: 'There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR',
      },
      context,
    )
    return undefined
  }
  const waitMs = Date.parse(deletionTimestamp) + GRACE_MS - context.clock.now()
  if (waitMs > 0) return waitMs
  const rest = finalizers.filter((name) => name !== SERVICE_CIDR_FINALIZER)
  context.writer.update({ ...range, metadata: { ...range.metadata, finalizers: rest } })
  return undefined
}

const provide = (range: ServiceCIDR, context: ControllerContext): void => {
  const finalizers = range.metadata.finalizers ?? []
  if (!finalizers.includes(SERVICE_CIDR_FINALIZER))
    context.writer.update({
      ...range,
      metadata: { ...range.metadata, finalizers: [...finalizers, SERVICE_CIDR_FINALIZER] },
    })
  const stored = context.store.get(SERVICE_CIDRS, undefined, range.metadata.name ?? '')
  if (stored !== undefined && isServiceCIDR(stored))
    writeCondition(stored, readyCondition(toTimestamp(context.clock.now())), context)
}

export const serviceCidrController: Controller = {
  name: 'service-cidr',
  watches: [SERVICE_CIDRS, IP_ADDRESSES],
  // Another range, or an address that is given up, can let one go.
  keysFor: ({ resource, type }, { store }) =>
    resource === IP_ADDRESSES && type !== 'DELETED'
      ? []
      : store
          .list(SERVICE_CIDRS)
          .filter(({ metadata }) => resource === SERVICE_CIDRS || metadata.deletionTimestamp !== undefined)
          .map(keyOfObject),
  reconcile: ({ name }, context) => {
    const range = context.store.get(SERVICE_CIDRS, undefined, name)
    if (range === undefined || !isServiceCIDR(range)) return undefined
    if (range.metadata.deletionTimestamp !== undefined) return finalize(range, context)
    provide(range, context)
    return undefined
  },
}
