/** What a Pod says of itself when it is made to leave. */
import type { Pod, PodCondition } from '../../../kubernetes/generated/types.ts'
import { toTimestamp } from '../../time.ts'
import type { ControllerContext } from '../controller.ts'

const TYPE = 'DisruptionTarget'

/** Writes down who disrupts the Pod; `phase` where it ends by that. */
export function markDisrupted(
  pod: Pod,
  { reason, message, phase }: { readonly reason: string; readonly message: string; readonly phase?: string },
  { writer, clock }: Pick<ControllerContext, 'writer' | 'clock'>,
): void {
  const condition: PodCondition = {
    type: TYPE,
    status: 'True',
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
    lastTransitionTime: toTimestamp(clock.now()),
    reason,
    message,
  }
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== TYPE)
  const status = { ...pod.status, ...(phase === undefined ? {} : { phase }), conditions: [...others, condition] }
  writer.updateStatus({ ...pod, status } as Pod)
}
