/** Whoever names no group means RBAC's own. @see k8s.io/kubernetes pkg/apis/rbac/v1/defaults.go, v1.34 */
import type { ClusterRoleBinding, RoleBinding, Subject } from '../generated/types.ts'

const GROUP = 'rbac.authorization.k8s.io'

const defaultSubject = (subject: Subject): Subject =>
  (subject.apiGroup ?? '') === '' && (subject.kind === 'User' || subject.kind === 'Group')
    ? { ...subject, apiGroup: GROUP }
    : subject

export const defaultBinding = <T extends ClusterRoleBinding | RoleBinding>(binding: T): T => ({
  ...binding,
  roleRef: (binding.roleRef.apiGroup as string | undefined) ? binding.roleRef : { ...binding.roleRef, apiGroup: GROUP },
  ...(binding.subjects === undefined ? {} : { subjects: binding.subjects.map(defaultSubject) }),
})
