import type { AppArmorProfile } from '../../../../../kubernetes/generated/types.ts'
import { namesOf, plural, quoteAll, sortedOnce, tellSetters, type Check, type Rule } from '../check.ts'

const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/'

const isOther = (profile: AppArmorProfile | undefined): profile is AppArmorProfile =>
  profile !== undefined && profile.type !== 'RuntimeDefault' && profile.type !== 'Localhost'

const isOtherValue = (profile: string): boolean =>
  profile !== '' && profile !== 'runtime/default' && !profile.startsWith('localhost/')

const rule: Rule = ({ annotations, spec, containers }) => {
  const ofPod = [spec.securityContext?.appArmorProfile].filter(isOther)
  const bad = containers.filter(({ securityContext }) => isOther(securityContext?.appArmorProfile))
  const annotated = sortedOnce(
    Object.entries(annotations).flatMap(([key, profile]) =>
      key.startsWith(ANNOTATION) && isOtherValue(profile) ? [`${key}=${JSON.stringify(profile)}`] : [],
    ),
  )
  const setters = [
    tellSetters(ofPod.length > 0, namesOf(bad)),
    annotated.length === 0 ? '' : plural('annotation', annotated),
  ].filter((setter) => setter !== '')
  if (setters.length === 0) return undefined
  const profiles = [...ofPod, ...bad.map(({ securityContext }) => securityContext?.appArmorProfile).filter(isOther)]
  const values = [...sortedOnce(profiles.map(({ type }) => type)), ...annotated]
  return {
    reason: plural('forbidden AppArmor profile', values),
    detail: `${setters.join(' and ')} must not set AppArmor profile type to ${quoteAll(values)}`,
  }
}

export const appArmorProfile: Check = { id: 'appArmorProfile', level: 'baseline', versions: [{ since: 0, rule }] }
