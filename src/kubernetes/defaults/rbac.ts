/** Whoever names no group means RBAC's own. @see k8s.io/kubernetes pkg/apis/rbac/v1/defaults.go, v1.34 */
import type { ClusterRoleBinding, RoleBinding, RoleRef, Subject } from '../generated/types.ts'

const GROUP = 'rbac.authorization.k8s.io'

const defaultSubject = (given: Partial<Subject>): Subject => {
  const subject = { ...given, kind: given.kind ?? '', name: given.name ?? '' }
  const isOurs = subject.kind === 'User' || subject.kind === 'Group'
  return (subject.apiGroup ?? '') === '' && isOurs ? { ...subject, apiGroup: GROUP } : subject
}

/** A reference that was left out is an empty one, for validation to tell. */
const defaultReference = (given: Partial<RoleRef> | undefined): RoleRef => {
  const { apiGroup = '', kind = '', name = '' } = given ?? {}
  return { apiGroup: apiGroup === '' ? GROUP : apiGroup, kind, name }
}

export const defaultBinding = <T extends ClusterRoleBinding | RoleBinding>(binding: T): T => ({
  ...binding,
  roleRef: defaultReference(binding.roleRef),
  ...(binding.subjects === undefined ? {} : { subjects: binding.subjects.map(defaultSubject) }),
})
