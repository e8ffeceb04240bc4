import type { Pod, PodSpec } from '../../../kubernetes/generated/types.ts'
import { podResources, type Resources } from '../../../kubernetes/pod-resources.ts'

const known = new WeakMap<PodSpec, Resources>()

/** What a Pod asks of its node. Remembered by its spec: a node's Pods are summed up for each Pod that is to be placed. */
export const requestsOf = ({ spec }: Pod): Resources => {
  if (spec === undefined) return {}
  const found = known.get(spec)
  if (found !== undefined) return found
  const requests = podResources(spec, 'requests')
  known.set(spec, requests)
  return requests
}
