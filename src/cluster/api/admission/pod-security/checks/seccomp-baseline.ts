import { namesOf, plural, sortedOnce, type Check, type Rule } from '../check.ts'
import { refuseProfiles } from './seccomp-fields.ts'

const OF_POD = 'seccomp.security.alpha.kubernetes.io/pod'
const OF_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/'

const isKnown = (profile: string): boolean =>
  profile === 'runtime/default' || profile === 'docker/default' || profile.startsWith('localhost/')

/** Before there were fields, annotations said it. */
const refuseAnnotations: Rule = ({ annotations, containers }) => {
  const keys = [OF_POD, ...namesOf(containers).map((name) => `${OF_CONTAINER}${name}`)]
  const bad = keys.flatMap((key) => {
    const profile = annotations[key]
    return profile === undefined || isKnown(profile) ? [] : [`${key}=${JSON.stringify(profile)}`]
  })
  if (bad.length === 0) return undefined
  const told = sortedOnce(bad)
  return { reason: 'seccompProfile', detail: `forbidden ${plural('annotation', told)} ${told.join(', ')}` }
}

export const seccompBaseline: Check = {
  id: 'seccompProfile_baseline',
  level: 'baseline',
  versions: [
    { since: 0, rule: refuseAnnotations },
    { since: 19, rule: refuseProfiles },
  ],
}
