import { namesOf, quoteAll, sortedOnce, tellContainers, type Check, type Subject } from '../check.ts'

/** What container runtimes give anyway. */
const USUAL: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
])

const unusualOf = ({ securityContext }: Subject['containers'][number]): readonly string[] =>
  (securityContext?.capabilities?.add ?? []).filter((name) => !USUAL.has(name))

export const capabilitiesBaseline: Check = {
  id: 'capabilities_baseline',
  level: 'baseline',
  versions: [
    {
      since: 0,
      rule: ({ containers }) => {
        const bad = namesOf(containers.filter((container) => unusualOf(container).length > 0))
        if (bad.length === 0) return undefined
        const added = quoteAll(sortedOnce(containers.flatMap(unusualOf)))
        return {
          reason: 'non-default capabilities',
          detail: `${tellContainers(bad)} must not include ${added} in securityContext.capabilities.add`,
        }
      },
    },
  ],
}
