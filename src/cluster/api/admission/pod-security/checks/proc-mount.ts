import { namesOf, quoteAll, sortedOnce, tellContainers, type Check, type Subject } from '../check.ts'

const otherOf = ({ securityContext }: Subject['containers'][number]): readonly string[] => {
  const { procMount = 'Default' } = securityContext ?? {}
  return procMount === 'Default' ? [] : [procMount]
}

export const procMount: Check = {
  id: 'procMount',
  level: 'baseline',
  versions: [
    {
      since: 0,
      rule: ({ containers }) => {
        const bad = namesOf(containers.filter((container) => otherOf(container).length > 0))
        if (bad.length === 0) return undefined
        const types = quoteAll(sortedOnce(containers.flatMap(otherOf)))
        return { reason: 'procMount', detail: `${tellContainers(bad)} must not set securityContext.procMount to ${types}` }
      },
    },
  ],
}
