import { namesOf, tellContainers, tellSetters, type Check } from '../check.ts'

const REASON = 'runAsNonRoot != true'

/** What a container leaves unsaid the Pod can say for it. */
export const runAsNonRoot: Check = {
  id: 'runAsNonRoot',
  level: 'restricted',
  versions: [
    {
      since: 0,
      rule: ({ spec, containers }) => {
        const ofPod = spec.securityContext?.runAsNonRoot
        const saying = (value: boolean | undefined): readonly string[] =>
          namesOf(containers.filter(({ securityContext }) => securityContext?.runAsNonRoot === value))
        const setters = tellSetters(ofPod === false, saying(false))
        if (setters !== '') return { reason: REASON, detail: `${setters} must not set securityContext.runAsNonRoot=false` }
        const silent = ofPod === true ? [] : saying(undefined)
        if (silent.length === 0) return undefined
        return { reason: REASON, detail: `pod or ${tellContainers(silent)} must set securityContext.runAsNonRoot=true` }
      },
    },
  ],
}
