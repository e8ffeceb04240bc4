import type { Edit } from '../../repair/patch.ts'
import type { TaskCheck } from '../../task.ts'
import type { Service } from '../../../kubernetes/generated/types.ts'

/** The node port that a check asks for, from outside or at a node. */
export const nodePortOf = ({ spec }: Pick<TaskCheck, 'spec'>): number | undefined => {
  if (spec.kind === 'http' && spec.node !== undefined) {
    const port = /\/\/[^/]*?:(\d+)/u.exec(spec.url)?.[1]
    if (port !== undefined) return Number(port)
  }
  if (spec.kind === 'connects' && 'node' in spec.target.to && typeof spec.target.port === 'number') return spec.target.port
  return undefined
}

/** The node ports that a task's checks ask for, in their order. */
export const wantedNodePorts = ({ checks }: { readonly checks: readonly Pick<TaskCheck, 'spec'>[] }): readonly number[] => [
  ...new Set(checks.map(nodePortOf).filter((port) => port !== undefined)),
]

/** Gives a Service's ports, in their order, the node ports that the task asks for. */
export const nodePortEdits = (task: Parameters<typeof wantedNodePorts>[0], { spec }: Pick<Service, 'spec'>): readonly Edit[] =>
  wantedNodePorts(task)
    .slice(0, spec?.ports?.length ?? 0)
    .map((value, index) => ({ path: `spec.ports[${index}].nodePort`, value }))
