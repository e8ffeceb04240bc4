/** Removes Jobs a while after they have ended. @see kubernetes pkg/controller/ttlafterfinished, v1.34 */
import { isJob } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { keyOfObject } from '../owners.ts'
import type { Controller } from '../controller.ts'
import { endOf } from './job-end.ts'

export const ttlAfterFinishedController: Controller = {
  name: 'ttl-after-finished',
  watches: ['jobs.batch'],
  keysFor: ({ object, type }) => (type === 'DELETED' ? [] : [keyOfObject(object)]),
  reconcile: ({ namespace, name }, { store, writer, clock }) => {
    const job = store.get('jobs.batch', namespace, name)
    if (job === undefined || !isJob(job) || job.metadata.deletionTimestamp !== undefined) return undefined
    const seconds = job.spec?.ttlSecondsAfterFinished
    const endedAt = endOf(job)?.lastTransitionTime
    if (seconds === undefined || endedAt === undefined) return undefined
    const leftMs = Date.parse(endedAt) + seconds * 1000 - clock.now()
    if (leftMs > 0) return leftMs
    const uid = job.metadata.uid
    writer.delete(referenceTo(job), { propagation: 'Foreground', ...(uid === undefined ? {} : { uid }) })
    return undefined
  },
}
