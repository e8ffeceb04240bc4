/** As whom a container's processes run, and whether they may. @see kubernetes pkg/kubelet/kuberuntime/security_context.go, v1.34 */
import type { Container, Pod, PodSecurityContext, SecurityContext } from '../../kubernetes/generated/types.ts'
import { findImage } from './images/images.ts'
import type { Image } from './images/image.ts'

/** What the kernel knows of a process. */
export interface ContainerUser {
  readonly uid: number
  readonly gid: number
  /** All of them, the first one included. */
  readonly groups: readonly number[]
}

const NOBODY = 65_534

type Effective = Pick<SecurityContext & PodSecurityContext, 'runAsUser' | 'runAsGroup'>

/** The container's own word goes before the Pod's. */
const effective = ({ securityContext: own = {} }: Container, { spec }: Pod): Effective => {
  const { runAsUser, runAsGroup } = spec?.securityContext ?? {}
  const user = own.runAsUser ?? runAsUser
  const group = own.runAsGroup ?? runAsGroup
  return {
    ...(user === undefined ? {} : { runAsUser: user }),
    ...(group === undefined ? {} : { runAsGroup: group }),
  }
}

/** The group that an image's list of users has for one of them; root's where it does not list it. */
const groupOf = (uid: number, image: Image | undefined): number => {
  if (uid === NOBODY) return NOBODY
  return uid === image?.user?.uid ? image.user.gid : 0
}

/** An image of which nothing is known is taken to run as root. */
export const userOf = (container: Container, pod: Pod): ContainerUser => {
  const image = findImage(container.image ?? '')
  const { runAsUser, runAsGroup } = effective(container, pod)
  const uid = runAsUser ?? image?.user?.uid ?? 0
  const gid = runAsGroup ?? groupOf(uid, image)
  const { fsGroup, supplementalGroups = [] } = pod.spec?.securityContext ?? {}
  return { uid, gid, groups: [...new Set([gid, ...(fsGroup === undefined ? [] : [fsGroup]), ...supplementalGroups])] }
}

/** Why a container that must not run as root is not started; undefined where it may be, or where nothing is known of its image. */
export const rootProblem = (container: Container, pod: Pod): string | undefined => {
  const mustNot = container.securityContext?.runAsNonRoot ?? pod.spec?.securityContext?.runAsNonRoot
  return mustNot === true ? problemOfUser(container, pod) : undefined
}

const problemOfUser = (container: Container, pod: Pod): string | undefined => {
  const { runAsUser } = effective(container, pod)
  const { name = '', namespace = '', uid = '' } = pod.metadata
  const place = `(pod: "${name}_${namespace}(${uid})", container: ${container.name})`
  if (runAsUser !== undefined) return runAsUser === 0 ? `container's runAsUser breaks non-root policy ${place}` : undefined
  const user = findImage(container.image ?? '')?.user
  if (user?.uid === 0) return `container has runAsNonRoot and image will run as root ${place}`
  if (user?.byName !== true) return undefined
  return `container has runAsNonRoot and image has non-numeric user (${user.name}), cannot verify user is non-root ${place}`
}

const NAMES: Readonly<Record<number, string>> = { 0: 'root', [NOBODY]: 'nobody' }

/** The name that an image's list of users has for one; undefined where it has none. */
export const userName = (uid: number, image: Image | undefined): string | undefined =>
  NAMES[uid] ?? (uid === image?.user?.uid ? image.user.name : undefined)

/** The same for groups. Debian and Alpine call the last one nogroup. */
export const groupName = (gid: number, image: Image | undefined): string | undefined => {
  if (gid === NOBODY && image?.userland !== 'busybox') return 'nogroup'
  return NAMES[gid] ?? (gid === image?.user?.gid ? image.user.group : undefined)
}
