import { namesOf, tellSetters, type Check } from '../check.ts'

export const runAsUser: Check = {
  id: 'runAsUser',
  level: 'restricted',
  versions: [
    {
      since: 23,
      rule: ({ spec, containers }) => {
        const bad = namesOf(containers.filter(({ securityContext }) => securityContext?.runAsUser === 0))
        const setters = tellSetters(spec.securityContext?.runAsUser === 0, bad)
        return setters === '' ? undefined : { reason: 'runAsUser=0', detail: `${setters} must not set runAsUser=0` }
      },
    },
  ],
}
