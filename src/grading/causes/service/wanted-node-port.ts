import type { GradedTask } from '../../task.ts'

/** The node port that the task's checks ask for, from outside or at a node. */
export const wantedNodePort = (task: GradedTask): number | undefined => {
  for (const { spec } of task.checks) {
    if (spec.kind === 'http' && spec.node !== undefined) {
      const port = /\/\/[^/]*?:(\d+)/u.exec(spec.url)?.[1]
      if (port !== undefined) return Number(port)
    }
    if (spec.kind === 'connects' && 'node' in spec.target.to && typeof spec.target.port === 'number') return spec.target.port
  }
  return undefined
}
