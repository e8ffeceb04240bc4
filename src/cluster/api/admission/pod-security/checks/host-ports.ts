import { namesOf, plural, sortedOnce, tellContainers, type Check, type Subject } from '../check.ts'

const portsOf = ({ ports }: Subject['containers'][number]): readonly string[] =>
  (ports ?? []).flatMap(({ hostPort = 0 }) => (hostPort === 0 ? [] : [String(hostPort)]))

export const hostPorts: Check = {
  id: 'hostPorts',
  level: 'baseline',
  versions: [
    {
      since: 0,
      rule: ({ containers }) => {
        const bad = namesOf(containers.filter((container) => portsOf(container).length > 0))
        if (bad.length === 0) return undefined
        const ports = sortedOnce(containers.flatMap(portsOf))
        const uses = bad.length === 1 ? 'uses' : 'use'
        return { reason: 'hostPort', detail: `${tellContainers(bad)} ${uses} ${plural('hostPort', ports)} ${ports.join(', ')}` }
      },
    },
  ],
}
