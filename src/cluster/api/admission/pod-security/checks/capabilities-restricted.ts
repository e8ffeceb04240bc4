import {
  exceptOnWindows,
  namesOf,
  quoteAll,
  sortedOnce,
  tellContainers,
  type Check,
  type Rule,
  type Subject,
} from '../check.ts'

type Container = Subject['containers'][number]

const dropsAll = ({ securityContext }: Container): boolean => (securityContext?.capabilities?.drop ?? []).includes('ALL')

const addedBy = ({ securityContext }: Container): readonly string[] =>
  (securityContext?.capabilities?.add ?? []).filter((name) => name !== 'NET_BIND_SERVICE')

const rule: Rule = ({ containers }) => {
  const keeping = namesOf(containers.filter((container) => !dropsAll(container)))
  const adding = namesOf(containers.filter((container) => addedBy(container).length > 0))
  if (keeping.length === 0 && adding.length === 0) return undefined
  const added = quoteAll(sortedOnce(containers.flatMap(addedBy)))
  const details = [
    ...(keeping.length === 0 ? [] : [`${tellContainers(keeping)} must set securityContext.capabilities.drop=["ALL"]`]),
    ...(adding.length === 0 ? [] : [`${tellContainers(adding)} must not include ${added} in securityContext.capabilities.add`]),
  ]
  return { reason: 'unrestricted capabilities', detail: details.join('; ') }
}

export const capabilitiesRestricted: Check = {
  id: 'capabilities_restricted',
  level: 'restricted',
  replaces: 'capabilities_baseline',
  versions: [
    { since: 22, rule },
    { since: 25, rule: exceptOnWindows(rule) },
  ],
}
