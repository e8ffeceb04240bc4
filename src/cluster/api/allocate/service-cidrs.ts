/** The ServiceCIDR objects: the ranges that Services get addresses out of. @see pkg/controller/servicecidrs, v1.34 */
import type { ServiceCIDR } from '../../../kubernetes/generated/types.ts'

export const SERVICE_CIDRS = 'servicecidrs.networking.k8s.io'
/** Holds a range that is being deleted until no address of it is in use. */
export const SERVICE_CIDR_FINALIZER = 'networking.k8s.io/service-cidr-finalizer'

type Condition = NonNullable<NonNullable<ServiceCIDR['status']>['conditions']>[number]

export const readyCondition = (lastTransitionTime: string): Condition => ({
  type: 'Ready',
  status: 'True',
  lastTransitionTime,
  reason: '',
  message: 'Kubernetes Service CIDR is ready',
})

/** Whether new addresses may be taken out of it. */
export const isReady = ({ metadata, status }: ServiceCIDR): boolean =>
  metadata.deletionTimestamp === undefined &&
  (status?.conditions ?? []).some(({ type, status: state }) => type === 'Ready' && state === 'True')
