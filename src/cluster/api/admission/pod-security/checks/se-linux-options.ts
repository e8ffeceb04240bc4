import type { SELinuxOptions } from '../../../../../kubernetes/generated/types.ts'
import { namesOf, plural, quoteAll, sortedOnce, tellSetters, type Check, type Rule } from '../check.ts'

const TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t'] as const

const isSet = (text: string | undefined): boolean => (text ?? '') !== ''

const allowing =
  (types: readonly string[]): Rule =>
  ({ spec, containers }) => {
    const isBad = ({ type = '', user, role }: SELinuxOptions): boolean => !types.includes(type) || isSet(user) || isSet(role)
    const ofPod = [spec.securityContext?.seLinuxOptions ?? {}].filter(isBad)
    const bad = containers.filter(({ securityContext }) => isBad(securityContext?.seLinuxOptions ?? {}))
    const setters = tellSetters(ofPod.length > 0, namesOf(bad))
    if (setters === '') return undefined
    const found = [...ofPod, ...bad.map(({ securityContext }) => securityContext?.seLinuxOptions ?? {})]
    const badTypes = sortedOnce(found.map(({ type = '' }) => type).filter((type) => !types.includes(type)))
    const details = [
      ...(badTypes.length === 0 ? [] : [`${plural('type', badTypes)} ${quoteAll(badTypes)}`]),
      ...(found.some(({ user }) => isSet(user)) ? ['user may not be set'] : []),
      ...(found.some(({ role }) => isSet(role)) ? ['role may not be set'] : []),
    ]
    return {
      reason: 'seLinuxOptions',
      detail: `${setters} set forbidden securityContext.seLinuxOptions: ${details.join('; ')}`,
    }
  }

export const seLinuxOptions: Check = {
  id: 'seLinuxOptions',
  level: 'baseline',
  versions: [
    { since: 0, rule: allowing(TYPES) },
    { since: 31, rule: allowing([...TYPES, 'container_engine_t']) },
  ],
}
