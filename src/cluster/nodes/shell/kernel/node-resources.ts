/** What a container sees of its node's memory and disk: the sizes that the Node object says. */
import type { Node } from '../../../../kubernetes/generated/types.ts'
import { isNode } from '../../../../kubernetes/guards.ts'
import { quantityParts } from '../../../../kubernetes/quantity.ts'
import { podOf } from '../commands/pod.ts'
import type { Session } from '../session.ts'

const KIB = 1024

/** In KiB, as the kernel and df count. */
export interface Amounts {
  readonly total: number
  readonly used: number
  readonly available: number
}

const nodeOf = (session: Session): Node | undefined => {
  const name = podOf(session)?.spec?.nodeName
  return session.world
    .snapshot()
    .objects.filter(isNode)
    .find(({ metadata }) => metadata.name === name)
}

const capacityOf = (session: Session, resource: string): number => {
  const text = nodeOf(session)?.status?.capacity?.[resource]
  if (text === undefined) return 0
  const { value, scale } = quantityParts(text)
  return Math.floor((Number(value) * 10 ** scale) / KIB)
}

/** Nobody measures a node that is simulated: a sixteenth is in use, always. */
const amounts = (total: number): Amounts => {
  const used = Math.floor(total / 16)
  return { total, used, available: total - used }
}

export const memoryOf = (session: Session): Amounts => amounts(capacityOf(session, 'memory'))

export const diskOf = (session: Session): Amounts => amounts(capacityOf(session, 'ephemeral-storage'))

/** How many processors the node has. */
export const processorsOf = (session: Session): number => Number(nodeOf(session)?.status?.capacity?.['cpu'] ?? 1)

/** For how many seconds the node has run. */
export const uptimeOf = (session: Session): number => {
  const begun = Date.parse(nodeOf(session)?.metadata.creationTimestamp ?? '')
  return Number.isNaN(begun) ? 0 : Math.max(0, Math.floor((session.world.clock.now() - begun) / 1000))
}
