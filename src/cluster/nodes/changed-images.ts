/** A new image of a container under a running Pod: the container is run anew with it. */
import type { Container } from '../../kubernetes/generated/types.ts'
import type { ControllerContext } from '../controllers/controller.ts'
import { isRunning, stateOf, type ContainerRecord } from './container-record.ts'
import { reporter } from './pod-events.ts'
import type { Sandbox } from './sandbox.ts'

/** The container as its Pod has it now. */
export const specOf = ({ pod: { spec } }: Sandbox, { container, kind }: ContainerRecord): Container | undefined => {
  if (kind === 'ephemeral') return undefined
  const list = kind === 'main' ? spec?.containers : spec?.initContainers
  return list?.find(({ name }) => name === container.name)
}

/** A run under way ends and counts as a restart, whatever the Pod's restart policy; one that waited waits no longer. */
export function runAnew(
  sandbox: Sandbox,
  record: ContainerRecord,
  { container, why }: { readonly container: Container; readonly why: string },
  context: ControllerContext,
): void {
  if (isRunning(record)) {
    reporter(sandbox, context, record)('Normal', 'Killing', `Container ${container.name} ${why}`)
    record.instance?.stop('terminate')
    record.finishedAtMs = context.clock.now()
    record.lastState = stateOf(record, sandbox.uid)
  }
  record.container = container
  record.waiting = { reason: 'ContainerCreating' }
  record.ready = false
  record.retryAtMs = 0
  record.backoffMs = 0
}

export function followImages(sandbox: Sandbox, context: ControllerContext): void {
  for (const record of sandbox.records) {
    const container = specOf(sandbox, record)
    if (container === undefined || container.image === record.container.image) continue
    // An init container that has done its work is not run again.
    if (record.kind === 'init' && !isRunning(record) && record.waiting === undefined) continue
    runAnew(sandbox, record, { container, why: 'definition changed, will be restarted' }, context)
  }
}
