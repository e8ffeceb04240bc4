/** What both levels say of the fields that name seccomp profiles. */
import type { SeccompProfile } from '../../../../../kubernetes/generated/types.ts'
import { namesOf, quoteAll, sortedOnce, tellSetters, type Rule } from '../check.ts'

const isOther = (profile: SeccompProfile | undefined): profile is SeccompProfile =>
  profile !== undefined && profile.type !== 'RuntimeDefault' && profile.type !== 'Localhost'

/** Profiles that confine nothing. */
export const refuseProfiles: Rule = ({ spec, containers }) => {
  const ofPod = [spec.securityContext?.seccompProfile].filter(isOther)
  const bad = containers.filter(({ securityContext }) => isOther(securityContext?.seccompProfile))
  const setters = tellSetters(ofPod.length > 0, namesOf(bad))
  if (setters === '') return undefined
  const profiles = [...ofPod, ...bad.map(({ securityContext }) => securityContext?.seccompProfile).filter(isOther)]
  const types = quoteAll(sortedOnce(profiles.map(({ type }) => type)))
  return { reason: 'seccompProfile', detail: `${setters} must not set securityContext.seccompProfile.type to ${types}` }
}
