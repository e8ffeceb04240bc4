import { namesOf, tellSetters, type Check } from '../check.ts'

export const windowsHostProcess: Check = {
  id: 'windowsHostProcess',
  level: 'baseline',
  versions: [
    {
      since: 0,
      rule: ({ spec, containers }) => {
        const bad = containers.filter(({ securityContext }) => securityContext?.windowsOptions?.hostProcess === true)
        const setters = tellSetters(spec.securityContext?.windowsOptions?.hostProcess === true, namesOf(bad))
        if (setters === '') return undefined
        return { reason: 'hostProcess', detail: `${setters} must not set securityContext.windowsOptions.hostProcess=true` }
      },
    },
  ],
}
