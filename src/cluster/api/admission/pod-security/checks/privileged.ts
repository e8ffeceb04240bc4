import { namesOf, tellContainers, type Check } from '../check.ts'

export const privileged: Check = {
  id: 'privileged',
  level: 'baseline',
  versions: [
    {
      since: 0,
      rule: ({ containers }) => {
        const bad = namesOf(containers.filter(({ securityContext }) => securityContext?.privileged === true))
        if (bad.length === 0) return undefined
        return { reason: 'privileged', detail: `${tellContainers(bad)} must not set securityContext.privileged=true` }
      },
    },
  ],
}
