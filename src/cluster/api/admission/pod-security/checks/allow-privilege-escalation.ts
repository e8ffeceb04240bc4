import { exceptOnWindows, namesOf, tellContainers, type Check, type Rule } from '../check.ts'

const rule: Rule = ({ containers }) => {
  const bad = namesOf(containers.filter(({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false))
  if (bad.length === 0) return undefined
  return {
    reason: 'allowPrivilegeEscalation != false',
    detail: `${tellContainers(bad)} must set securityContext.allowPrivilegeEscalation=false`,
  }
}

export const allowPrivilegeEscalation: Check = {
  id: 'allowPrivilegeEscalation',
  level: 'restricted',
  versions: [
    { since: 8, rule },
    { since: 25, rule: exceptOnWindows(rule) },
  ],
}
