/** Containers that are given other resources while they run. @see k8s.io/kubernetes pkg/kubelet/allocation, v1.34 */
import type { Container, Pod } from '../../kubernetes/generated/types.ts'
import { isNode } from '../../kubernetes/guards.ts'
import { isEqual } from '../../kubernetes/json.ts'
import { podResources } from '../../kubernetes/pod-resources.ts'
import { compareQuantities, ratioOfQuantities } from '../../kubernetes/quantity.ts'
import type { ControllerContext } from '../controllers/controller.ts'
import { runAnew, specOf } from './changed-images.ts'
import { isRunning, type ContainerRecord } from './container-record.ts'
import { reporter } from './pod-events.ts'
import type { Sandbox } from './sandbox.ts'

interface Resized {
  readonly record: ContainerRecord
  readonly container: Container
}

const resizedIn = (sandbox: Sandbox): readonly Resized[] =>
  sandbox.records.flatMap((record) => {
    const container = record.kind === 'main' || record.kind === 'sidecar' ? specOf(sandbox, record) : undefined
    return container === undefined || isEqual(container.resources, record.container.resources) ? [] : [{ record, container }]
  })

/** What a node counts in: thousandths of a processor, bytes. */
const UNITS = { memory: '1', cpu: '1m' } as const

/**
 * Why the node can never take a Pod that asks for so much; undefined where it could.
 * DIFFERS: what others on the node ask for is not looked at, a real kubelet defers a resize until they leave room (resized.test.ts).
 */
const whyUnfit = ({ spec }: Pod, { store }: ControllerContext): string | undefined => {
  const node = store.get('nodes', undefined, spec?.nodeName ?? '')
  if (spec === undefined || node === undefined || !isNode(node)) return undefined
  const asked = podResources(spec, 'requests')
  const capacity = node.status?.allocatable ?? {}
  const name = (['memory', 'cpu'] as const).find((one) => compareQuantities(asked[one] ?? '0', capacity[one] ?? '0') > 0)
  if (name === undefined) return undefined
  const shown = (quantity = '0'): number => Math.ceil(ratioOfQuantities(quantity, UNITS[name]))
  return `Node didn't have enough capacity: ${name}, requested: ${shown(asked[name])}, capacity: ${shown(capacity[name])}`
}

/** Whether a resource changes that the container has to begin anew for. */
const needsRestart = ({ record: { container: old }, container }: Resized): boolean =>
  (container.resizePolicy ?? []).some(
    ({ resourceName, restartPolicy }) =>
      restartPolicy === 'RestartContainer' &&
      (['requests', 'limits'] as const).some(
        (kind) => old.resources?.[kind]?.[resourceName] !== container.resources?.[kind]?.[resourceName],
      ),
  )

const inOrder = (amounts: Readonly<Record<string, string>>): object =>
  Object.fromEntries(Object.entries(amounts).sort(([one], [other]) => (one < other ? -1 : 1)))

/** As Go writes them. */
const tellResources = ({ limits, requests }: NonNullable<Container['resources']>): object => ({
  ...(limits === undefined ? {} : { limits: inOrder(limits) }),
  ...(requests === undefined ? {} : { requests: inOrder(requests) }),
})

const tellSize = ({ pod: { spec } }: Sandbox): string => {
  const sizes = (containers: readonly Container[]): readonly object[] =>
    containers.map(({ name, resources = {} }) => ({ name, resources: tellResources(resources) }))
  const sidecars = (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always')
  return JSON.stringify({
    ...(sidecars.length === 0 ? {} : { initContainers: sizes(sidecars) }),
    containers: sizes(spec?.containers ?? []),
  })
}

/** Takes new resources over at once, or says why that cannot be. */
export function followResizes(sandbox: Sandbox, context: ControllerContext): void {
  const resized = resizedIn(sandbox)
  sandbox.unfit = resized.length === 0 ? undefined : whyUnfit(sandbox.pod, context)
  if (resized.length === 0 || sandbox.unfit !== undefined) return
  const hasRun = sandbox.records.some(isRunning)
  for (const { record, container } of resized)
    if (isRunning(record) && needsRestart({ record, container }))
      runAnew(sandbox, record, { container, why: 'resize requires restart' }, context)
    else record.container = { ...record.container, resources: container.resources ?? {} }
  if (hasRun) reporter(sandbox, context)('Normal', 'ResizeCompleted', `Pod resize completed: ${tellSize(sandbox)}`)
}
