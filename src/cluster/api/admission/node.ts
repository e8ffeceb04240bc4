/** Nothing is put on a new node before it says that it is ready. @see k8s.io/kubernetes plugin/pkg/admission/nodetaint/admission.go, v1.34 */
import type { Node, Taint } from '../../../kubernetes/generated/types.ts'

const NOT_READY: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }

/** The mark of nodes that are not ready; its effect tells it from the one that makes Pods leave. */
export const isNotReadyMark = ({ key, effect }: Taint): boolean => key === NOT_READY.key && effect === NOT_READY.effect

export const admitNode = (node: Node): Node => {
  const taints = node.spec?.taints ?? []
  return taints.some(isNotReadyMark) ? node : { ...node, spec: { ...node.spec, taints: [...taints, NOT_READY] } }
}
