/** What a container is told of its own limits and requests. @see kubernetes pkg/api/v1/resource and pkg/kubelet/kubelet_resources.go, v1.34 */
import type { Container, Pod, ResourceFieldSelector } from '../../kubernetes/generated/types.ts'
import { isNode } from '../../kubernetes/guards.ts'
import { ratioOfQuantities } from '../../kubernetes/quantity.ts'
import type { Store } from '../store/store.ts'

const roomOf = ({ spec }: Pod, store: Store): Readonly<Record<string, string>> => {
  const node = store.get('nodes', undefined, spec?.nodeName ?? '')
  return node !== undefined && isNode(node) ? (node.status?.allocatable ?? {}) : {}
}

/** Divided by the divisor and rounded up; what has no limit may have all that its node has for Pods. */
export function resourceOf(
  { resource, divisor = '1' }: ResourceFieldSelector,
  container: Container | undefined,
  pod: Pod,
  store: Store,
): string {
  const [kind, name = ''] = resource.split(/\.(.*)/su)
  const { limits = {}, requests = {} } = container?.resources ?? {}
  const amount = (kind === 'limits' ? (limits[name] ?? roomOf(pod, store)[name]) : requests[name]) ?? '0'
  return String(Math.ceil(ratioOfQuantities(amount, ratioOfQuantities(divisor, '1') === 0 ? '1' : divisor)))
}

/** The container of a Pod that a volume's file is about. */
export const containerOf = ({ spec }: Pod, name: string | undefined): Container | undefined =>
  [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].find((container) => container.name === name)
