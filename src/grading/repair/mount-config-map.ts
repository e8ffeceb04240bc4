/** A ConfigMap as files of a container. */
import type { Pod, VolumeMount } from '../../kubernetes/generated/types.ts'
import { referenceTo } from '../../kubernetes/object.ts'
import type { Change } from './patch.ts'
import { withoutToken } from './without-token.ts'

/** Where it is mounted: a whole directory, or one file of it where the rest of the directory has to stay. */
export interface MountPlace {
  readonly mountPath: string
  /** The key that becomes the file. */
  readonly subPath?: string
}

const isWithin = (path: string, directory: string): boolean => `${path}/`.startsWith(`${directory.replace(/\/+$/u, '')}/`)

/** A name that no volume has. */
const freeName = (taken: ReadonlySet<string>): string => {
  let number = 1
  const nameOf = (count: number): string => (count === 1 ? 'configuration' : `configuration-${count}`)
  while (taken.has(nameOf(number))) number += 1
  return nameOf(number)
}

/** Mounts the ConfigMap at these places; what was mounted there, above or below goes. */
export const mountConfigMap = (pod: Pod, container: string, map: string, places: readonly MountPlace[]): Change => {
  const index = Math.max(
    0,
    (pod.spec?.containers ?? []).findIndex(({ name }) => name === container),
  )
  const isReplaced = ({ mountPath }: VolumeMount): boolean =>
    places.some((place) => isWithin(mountPath, place.mountPath) || isWithin(place.mountPath, mountPath))
  const mounted = withoutToken(pod.spec?.containers[index]?.volumeMounts)
  const replaced = new Set(mounted.filter(isReplaced).map(({ name }) => name))
  const volumes = withoutToken(pod.spec?.volumes).filter(({ name }) => !replaced.has(name))
  const name = freeName(new Set(volumes.map((volume) => volume.name)))
  const mounts = [...places.map((place) => ({ name, ...place })), ...mounted.filter((mount) => !replaced.has(mount.name))]
  return {
    kind: 'edit',
    object: referenceTo(pod),
    edits: [
      { path: `spec.containers[${index}].volumeMounts`, value: mounts },
      { path: 'spec.volumes', value: [{ name, configMap: { name: map } }, ...volumes] },
    ],
  }
}
