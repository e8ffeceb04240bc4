/** Annotations that name AppArmor profiles become fields of a new Pod. @see k8s.io/kubernetes pkg/registry/core/pod/strategy.go, v1.34 */
import type { AppArmorProfile, Container, Pod } from './generated/types.ts'
import { isEqual } from './json.ts'

/** Before the name of a container. */
export const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/'

/** What is said of these annotations. */
export const APP_ARMOR_DEPRECATED = 'deprecated since v1.30; use the "appArmorProfile" field instead'

const LOCALHOST = 'localhost/'

const profileOf = (annotation: string): AppArmorProfile | undefined => {
  if (annotation === 'unconfined') return { type: 'Unconfined' }
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' }
  const localhostProfile = annotation.startsWith(LOCALHOST) ? annotation.slice(LOCALHOST.length) : ''
  return localhostProfile === '' ? undefined : { type: 'Localhost', localhostProfile }
}

/** What the Pod says for all its containers is not said again. */
const withProfile = ({ metadata, spec }: Pod, container: Container): Container => {
  const { securityContext } = container
  const profile = profileOf(metadata.annotations?.[`${APP_ARMOR}${container.name}`] ?? '')
  const isSaid = securityContext?.appArmorProfile !== undefined || isEqual(profile, spec?.securityContext?.appArmorProfile)
  return isSaid || profile === undefined
    ? container
    : { ...container, securityContext: { ...securityContext, appArmorProfile: profile } }
}

/** Every container as its annotation says. */
const withProfiles = (pod: Pod, containers: readonly Container[]): readonly Container[] =>
  containers.map((container) => withProfile(pod, container))

/** Containers for Windows have none. */
export const withAppArmorProfiles = (pod: Pod): Pod => {
  if (pod.spec === undefined || pod.spec.os?.name === 'windows') return pod
  const { initContainers, containers } = pod.spec
  const spec = {
    ...pod.spec,
    containers: withProfiles(pod, containers),
    ...(initContainers === undefined ? {} : { initContainers: withProfiles(pod, initContainers) }),
  }
  return { ...pod, spec }
}

const containersIn = ({ spec }: Pod): readonly Container[] => [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])]

/** Which annotations of a Pod, as it was sent and as it is stored, should have been fields. */
export const warnAppArmor = (sent: Pod, stored: Pod): readonly string[] => {
  const before = containersIn(sent)
  return containersIn(stored)
    .filter(({ name, securityContext }) => {
      const old = before.find((container) => container.name === name)
      return !isEqual(old?.securityContext?.appArmorProfile, securityContext?.appArmorProfile)
    })
    .map(({ name }) => `metadata.annotations[${APP_ARMOR}${name}]: ${APP_ARMOR_DEPRECATED}`)
}
