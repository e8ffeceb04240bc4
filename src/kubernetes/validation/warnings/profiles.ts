/** Annotations that were there before fields: of seccomp and AppArmor profiles. @see k8s.io/kubernetes pkg/api/pod/warnings.go, v1.34 */
import { APP_ARMOR, APP_ARMOR_DEPRECATED } from '../../app-armor.ts'
import type { Container, PodTemplateSpec } from '../../generated/types.ts'

type Template = Pick<PodTemplateSpec, 'metadata' | 'spec'>

const SECCOMP_OF_POD = 'seccomp.security.alpha.kubernetes.io/pod'
const SECCOMP = 'container.seccomp.security.alpha.kubernetes.io/'
const UNUSED = 'non-functional in v1.27+; use the "seccompProfile" field instead'

const warnAnnotation = ({ metadata }: Template, key: string, message: string): readonly string[] =>
  metadata?.annotations?.[key] === undefined ? [] : [`metadata.annotations[${key}]: ${message}`]

export const warnPodProfile = (template: Template): readonly string[] =>
  template.spec?.securityContext?.seccompProfile === undefined ? warnAnnotation(template, SECCOMP_OF_POD, UNUSED) : []

/** A new Pod's AppArmor annotations are told when they become fields (app-armor.ts). */
export const warnContainerProfiles = (
  template: Template,
  { name, securityContext }: Container,
  isPod: boolean,
): readonly string[] => {
  const hasAppArmor = template.spec?.securityContext?.appArmorProfile ?? securityContext?.appArmorProfile
  return [
    ...(securityContext?.seccompProfile === undefined ? warnAnnotation(template, `${SECCOMP}${name}`, UNUSED) : []),
    ...(isPod || hasAppArmor !== undefined ? [] : warnAnnotation(template, `${APP_ARMOR}${name}`, APP_ARMOR_DEPRECATED)),
  ]
}
