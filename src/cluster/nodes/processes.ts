/** Which processes see each other: those of one process namespace. */
import type { ContainerRecord } from './container-record.ts'
import { isRunning } from './container-record.ts'
import type { Sandbox } from './sandbox.ts'

/** What holds the namespace that all containers of a Pod share. */
const PAUSE = ['/pause']

/**
 * The command lines of the main processes that a container sees, the oldest first. A container has a namespace of its own, unless the
 * Pod shares one, or `kubectl debug --target` put it into another's.
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/
 */
export function processesSeenBy({ container }: ContainerRecord, { pod, records }: Sandbox): readonly (readonly string[])[] {
  const { spec } = pod
  const targets = new Map(spec?.ephemeralContainers?.map(({ name, targetContainerName }) => [name, targetContainerName]))
  const namespaceOf = (name: string): string => targets.get(name) ?? (spec?.shareProcessNamespace === true ? '' : name)
  const own = namespaceOf(container.name)
  const seen = records.filter((one) => isRunning(one) && namespaceOf(one.container.name) === own)
  return [...(own === '' ? [PAUSE] : []), ...seen.map(({ instance }) => instance?.setup.argv ?? [])]
}
