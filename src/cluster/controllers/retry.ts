/** When controllers that could not make something try again. @see client-go util/workqueue, v1.34 */
import { referenceTo, type KubernetesObject } from '../../kubernetes/object.ts'
import type { ControllerContext } from './controller.ts'
import { eventsAbout } from './events.ts'

const MIN_RETRY_MS = 1_000
const MAX_RETRY_MS = 1_000_000

/** After a second, then after as long again as it has failed for. */
export const retryMs = (failingSinceMs: number, nowMs: number): number =>
  Math.min(MAX_RETRY_MS, Math.max(MIN_RETRY_MS, nowMs - failingSinceMs))

/** The same for objects whose status does not say since when: their events do. */
export const retryByEvents = (
  object: KubernetesObject,
  { store, clock }: Pick<ControllerContext, 'store' | 'clock'>,
): number => {
  const events = eventsAbout(store, { ...referenceTo(object), uid: object.metadata.uid ?? '' })
  const made = events
    .filter(({ reason }) => reason === 'SuccessfulCreate')
    .map(({ lastTimestamp = '' }) => lastTimestamp)
    .sort()
    .at(-1)
  const [first = ''] = events
    .filter(({ reason, lastTimestamp = '' }) => reason === 'FailedCreate' && lastTimestamp > (made ?? ''))
    .map(({ firstTimestamp = '' }) => firstTimestamp)
    .sort()
  const now = clock.now()
  return retryMs(Date.parse(first) || now, now)
}
