/** An image is the one thing of a container that may change under a running Pod: the container is then run anew with it. */
import type { Container } from '../../kubernetes/generated/types.ts'
import type { ControllerContext } from '../controllers/controller.ts'
import { isRunning, stateOf, type ContainerRecord } from './container-record.ts'
import { reporter } from './pod-events.ts'
import type { Sandbox } from './sandbox.ts'

const specOf = ({ pod: { spec } }: Sandbox, { container, kind }: ContainerRecord): Container | undefined => {
  if (kind === 'ephemeral') return undefined
  const list = kind === 'main' ? spec?.containers : spec?.initContainers
  return list?.find(({ name }) => name === container.name)
}

/** A run under way ends and counts as a restart, whatever the Pod's restart policy; one that waited for the old image waits no longer. */
export function followImages(sandbox: Sandbox, context: ControllerContext): void {
  for (const record of sandbox.records) {
    const now = specOf(sandbox, record)
    if (now === undefined || now.image === record.container.image) continue
    const wasRunning = isRunning(record)
    // An init container that has done its work is not run again.
    if (record.kind === 'init' && !wasRunning && record.waiting === undefined) continue
    if (wasRunning) {
      reporter(sandbox, context, record)('Normal', 'Killing', `Container ${now.name} definition changed, will be restarted`)
      record.instance?.stop('terminate')
      record.finishedAtMs = context.clock.now()
      record.lastState = stateOf(record, sandbox.uid)
    }
    record.container = now
    record.waiting = { reason: 'ContainerCreating' }
    record.ready = false
    record.retryAtMs = 0
    record.backoffMs = 0
  }
}
