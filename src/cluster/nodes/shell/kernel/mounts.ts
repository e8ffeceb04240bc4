/** The file systems of a container: its own, those the kubelet puts files into, and its volumes. */
import type { Volume, VolumeMount } from '../../../../kubernetes/generated/types.ts'
import { userlandOf } from '../../userland.ts'
import { podOf } from '../commands/pod.ts'
import type { Session } from '../session.ts'
import { diskOf, memoryOf, type Amounts } from './node-resources.ts'

export interface Mount {
  readonly device: string
  readonly path: string
  readonly type: string
  readonly options: string
  /** undefined where df leaves it out. */
  readonly size?: Amounts
}

const HARDENED = 'rw,nosuid,nodev,noexec,relatime'
const DISK = '/dev/vda1'
/** What a container gets of shared memory and devices, in KiB. */
const SMALL: Amounts = { total: 65_536, used: 0, available: 65_536 }

const ofKernel = (): readonly Mount[] => [
  { device: 'proc', path: '/proc', type: 'proc', options: HARDENED },
  { device: 'tmpfs', path: '/dev', type: 'tmpfs', options: 'rw,nosuid,size=65536k,mode=755', size: SMALL },
  { device: 'devpts', path: '/dev/pts', type: 'devpts', options: 'rw,nosuid,noexec,relatime,gid=5,mode=620,ptmxmode=666' },
  { device: 'mqueue', path: '/dev/mqueue', type: 'mqueue', options: HARDENED },
  { device: 'sysfs', path: '/sys', type: 'sysfs', options: 'ro,nosuid,nodev,noexec,relatime' },
  { device: 'cgroup', path: '/sys/fs/cgroup', type: 'cgroup2', options: 'ro,nosuid,nodev,noexec,relatime' },
]

const fromDisk = (path: string, size: Amounts, isReadOnly = false): Mount => ({
  device: DISK,
  path,
  type: 'ext4',
  options: `${isReadOnly ? 'ro' : 'rw'},relatime`,
  size,
})

const inMemory = (path: string, { total }: Amounts, isReadOnly: boolean): Mount => ({
  device: 'tmpfs',
  path,
  type: 'tmpfs',
  options: `${isReadOnly ? 'ro' : 'rw'},relatime,size=${total}k`,
  size: { total, used: 0, available: total },
})

/** Secrets, tokens and what the API says of the Pod never reach the disk of a node. */
const isInMemory = ({ secret, projected, downwardAPI, emptyDir }: Volume): boolean =>
  secret !== undefined || projected !== undefined || downwardAPI !== undefined || emptyDir?.medium === 'Memory'

/** Where /var/run is a link, the kernel names what it leads to. */
const pathIn = (session: Session, path: string): string =>
  userlandOf(session.instance.setup.image) === 'debian' ? path.replace(/^\/var\/run\//u, '/run/') : path

function ofVolumes(session: Session): readonly Mount[] {
  const volumes = new Map(podOf(session)?.spec?.volumes?.map((volume) => [volume.name, volume]))
  const mounts: readonly VolumeMount[] = session.instance.setup.container.volumeMounts ?? []
  return mounts.flatMap(({ name, mountPath, readOnly = false }) => {
    const volume = volumes.get(name)
    if (volume === undefined) return []
    const path = pathIn(session, mountPath)
    const isReadOnly = readOnly || volume.configMap !== undefined || volume.secret !== undefined
    return [isInMemory(volume) ? inMemory(path, memoryOf(session), isReadOnly) : fromDisk(path, diskOf(session), isReadOnly)]
  })
}

/** In the order in which they were mounted. */
export function mountsOf(session: Session): readonly Mount[] {
  const disk = diskOf(session)
  const layers = 'lowerdir=/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/1/fs'
  const { terminationMessagePath = '/dev/termination-log' } = session.instance.setup.container
  return [
    { device: 'overlay', path: '/', type: 'overlay', options: `rw,relatime,${layers}`, size: disk },
    ...ofKernel(),
    ...['/etc/hosts', terminationMessagePath, '/etc/hostname', '/etc/resolv.conf'].map((path) => fromDisk(path, disk)),
    { device: 'shm', path: '/dev/shm', type: 'tmpfs', options: 'rw,nosuid,nodev,noexec,relatime,size=65536k', size: SMALL },
    ...ofVolumes(session),
  ]
}

/** The one that holds a path. */
export const mountOf = (session: Session, path: string): Mount | undefined =>
  mountsOf(session)
    .filter((mount) => path === mount.path || path.startsWith(mount.path === '/' ? '/' : `${mount.path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0]

/** /proc/mounts. */
export const mountTable = (session: Session): string =>
  mountsOf(session)
    .map(({ device, path, type, options }) => `${device} ${path} ${type} ${options} 0 0\n`)
    .join('')
