import { namesOf, plural, quoteAll, sortedOnce, tellContainers, type Check, type Subject } from '../check.ts'

/** Whom a kubelet would ask in place of the Pod. */
const hostsOf = ({
  livenessProbe,
  readinessProbe,
  startupProbe,
  lifecycle,
}: Subject['containers'][number]): readonly string[] =>
  [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop]
    .flatMap((handler) => [handler?.httpGet?.host ?? '', handler?.tcpSocket?.host ?? ''])
    .filter((host) => host !== '')

export const hostProbes: Check = {
  id: 'hostProbesAndHostLifecycle',
  level: 'baseline',
  versions: [
    {
      since: 34,
      rule: ({ containers }) => {
        const bad = sortedOnce(namesOf(containers.filter((container) => hostsOf(container).length > 0)))
        if (bad.length === 0) return undefined
        const hosts = sortedOnce(containers.flatMap(hostsOf))
        const uses = bad.length === 1 ? 'uses' : 'use'
        return {
          reason: 'probe or lifecycle host',
          detail: `${tellContainers(bad)} ${uses} ${plural('probe or lifecycle host', hosts)} ${quoteAll(hosts)}`,
        }
      },
    },
  ],
}
