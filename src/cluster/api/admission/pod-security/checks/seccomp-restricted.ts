import { exceptOnWindows, namesOf, tellContainers, type Check, type Rule } from '../check.ts'
import { refuseProfiles } from './seccomp-fields.ts'

/** What a container leaves unsaid the Pod can say for it. */
const rule: Rule = (subject) => {
  const refused = refuseProfiles(subject)
  if (refused !== undefined) return refused
  const { spec, containers } = subject
  if (spec.securityContext?.seccompProfile !== undefined) return undefined
  const silent = namesOf(containers.filter(({ securityContext }) => securityContext?.seccompProfile === undefined))
  if (silent.length === 0) return undefined
  const must = 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"'
  return { reason: 'seccompProfile', detail: `pod or ${tellContainers(silent)} ${must}` }
}

export const seccompRestricted: Check = {
  id: 'seccompProfile_restricted',
  level: 'restricted',
  replaces: 'seccompProfile_baseline',
  versions: [
    { since: 19, rule },
    { since: 25, rule: exceptOnWindows(rule) },
  ],
}
