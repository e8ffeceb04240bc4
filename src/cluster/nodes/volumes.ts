/** What a Pod's volumes bring into its containers. */
import type { Container, KeyToPath, Pod, Volume } from '../../kubernetes/generated/types.ts'
import { isConfigMap, isPersistentVolumeClaim, isSecret } from '../../kubernetes/guards.ts'
import { tokenOf } from './service-account-token.ts'
import type { MakeToken } from '../controllers/controller.ts'
import type { Store } from '../store/store.ts'
import type { ContainerFiles, SharedVolume } from './container-files.ts'
import { addressesOfPod } from '../../network/state.ts'
import { decodeBase64, fieldOf, secretContents } from './environment-variables.ts'
import { containerOf, resourceOf } from './resource-values.ts'

type Contents = Readonly<Record<string, string>>

const pick = (contents: Contents, items: readonly KeyToPath[] | undefined): Contents =>
  items === undefined
    ? contents
    : Object.fromEntries(items.flatMap(({ key, path }) => (contents[key] === undefined ? [] : [[path, contents[key]]])))

interface Source {
  readonly kind: 'configmap' | 'secret'
  readonly name: string
  readonly optional: boolean
  readonly items?: readonly KeyToPath[]
}

/** The ConfigMaps and Secrets behind a volume. */
function sourcesOf(volume: Volume): readonly Source[] {
  const { configMap, secret, projected } = volume
  const toSource = (
    kind: Source['kind'],
    name: string | undefined,
    given: { optional?: boolean; items?: readonly KeyToPath[] },
  ): Source => ({
    kind,
    name: name ?? '',
    optional: given.optional === true,
    ...(given.items === undefined ? {} : { items: given.items }),
  })
  return [
    ...(configMap === undefined ? [] : [toSource('configmap', configMap.name, configMap)]),
    ...(secret === undefined ? [] : [toSource('secret', secret.secretName, secret)]),
    ...(projected?.sources ?? []).flatMap((part) => [
      ...(part.configMap === undefined ? [] : [toSource('configmap', part.configMap.name, part.configMap)]),
      ...(part.secret === undefined ? [] : [toSource('secret', part.secret.name, part.secret)]),
    ]),
  ]
}

function read(store: Store, namespace: string | undefined, { kind, name }: Source): Contents | undefined {
  const object = store.get(kind === 'configmap' ? 'configmaps' : 'secrets', namespace, name)
  if (object === undefined) return undefined
  if (isSecret(object)) return secretContents(object)
  if (!isConfigMap(object)) return {}
  const binary = Object.entries(object.binaryData ?? {}).map(([key, value]) => [key, decodeBase64(value)] as const)
  return { ...object.data, ...Object.fromEntries<string>(binary) }
}

/** The volumes that a container mounts: a kubelet leaves the others alone. @see kubernetes pkg/volume/util, GetPodVolumeNames, v1.34 */
const mountedVolumes = ({ spec }: Pod): readonly Volume[] => {
  const { containers = [], initContainers = [], ephemeralContainers = [], volumes = [] } = spec ?? {}
  const mounted = [...containers, ...initContainers, ...ephemeralContainers].flatMap(({ volumeMounts = [] }) => volumeMounts)
  const names = new Set(mounted.map(({ name }) => name))
  return volumes.filter(({ name }) => names.has(name))
}

const keyProblem = ({ kind }: Source, key: string): string =>
  `${kind === 'secret' ? 'references non-existent secret key' : 'configmap references non-existent config key'}: ${key}`

/** What a volume lacks of a source, in the kubelet's words. */
const lackOf = (pod: Pod, source: Source, store: Store): string | undefined => {
  if (source.optional) return undefined
  const contents = read(store, pod.metadata.namespace, source)
  if (contents === undefined) return `${source.kind} "${source.name}" not found`
  const missing = source.items?.find(({ key }) => contents[key] === undefined)
  return missing === undefined ? undefined : keyProblem(source, missing.key)
}

/** What keeps the Pod from starting: of each volume the first source that is missing, or that lacks a key. */
export const missingSources = (pod: Pod, store: Store): readonly string[] =>
  mountedVolumes(pod).flatMap((volume) => {
    const lack = sourcesOf(volume)
      .map((source) => lackOf(pod, source, store))
      .find((one) => one !== undefined)
    return lack === undefined ? [] : [`MountVolume.SetUp failed for volume "${volume.name}" : ${lack}`]
  })

/** The first of them; undefined where nothing does. */
export const missingSource = (pod: Pod, store: Store): string | undefined => missingSources(pod, store)[0]

/** True where the Pod mounts the ConfigMap or Secret. */
export const mounts = (pod: Pod, kind: Source['kind'], name: string): boolean =>
  (pod.spec?.volumes ?? []).some((volume) => sourcesOf(volume).some((source) => source.kind === kind && source.name === name))

const downward = ({ pod, store }: Pick<MountContext, 'pod' | 'store'>, { downwardAPI, projected }: Volume): Contents =>
  Object.fromEntries(
    [downwardAPI, ...(projected?.sources ?? []).map((source) => source.downwardAPI)]
      .flatMap((part) => part?.items ?? [])
      .map(({ path, fieldRef, resourceFieldRef: asked }) => [
        path,
        asked === undefined
          ? (fieldOf(pod, fieldRef?.fieldPath ?? '', addressesOfPod(pod)) ?? '')
          : resourceOf(asked, containerOf(pod, asked.containerName), pod, store),
      ]),
  )

/** The service account's token, where a source asks for it. */
const tokens = (pod: Pod, { projected }: Volume, makeToken: MakeToken | undefined): Contents =>
  Object.fromEntries(
    (projected?.sources ?? []).flatMap(({ serviceAccountToken: wanted }) =>
      wanted === undefined ? [] : [[wanted.path, makeToken?.(pod, wanted) ?? tokenOf(pod)]],
    ),
  )

function contentsOf(volume: Volume, { pod, store, makeToken }: Pick<MountContext, 'pod' | 'store' | 'makeToken'>): Contents {
  const parts = sourcesOf(volume).map((source) => pick(read(store, pod.metadata.namespace, source) ?? {}, source.items))
  return Object.assign({}, downward({ pod, store }, volume), tokens(pod, volume, makeToken), ...parts) as Contents
}

const isShared = ({ configMap, secret, projected, downwardAPI }: Volume): boolean =>
  configMap === undefined && secret === undefined && projected === undefined && downwardAPI === undefined

const join = (directory: string, name: string): string => `${directory.replace(/\/$/u, '')}/${name}`

export interface MountContext {
  readonly pod: Pod
  readonly store: Store
  /** Without it a Pod's token has the right form, and nobody takes it. */
  readonly makeToken?: MakeToken
  readonly shared: Map<string, SharedVolume>
  /** Of PersistentVolumes, by their names: they outlive Pods. */
  readonly persistent: Map<string, SharedVolume>
}

const PLUGINS = {
  configMap: 'configmap',
  secret: 'secret',
  projected: 'projected',
  downwardAPI: 'downward-api',
  emptyDir: 'empty-dir',
} as const

/** What a container runtime says where a folder is to be mounted on a file, or a file on a folder. */
const notADirectory = (volume: Volume, mountPath: string, { metadata }: Pod): string => {
  const [, plugin = 'csi'] = Object.entries(PLUGINS).find(([source]) => Object.hasOwn(volume, source)) ?? []
  const from = `/var/lib/kubelet/pods/${metadata.uid ?? ''}/volumes/kubernetes.io~${plugin}/${volume.name}`
  return `error during container init: error mounting "${from}" to rootfs at "${mountPath}": mount ${from}:${mountPath} (via /proc/self/fd/6), flags: 0x5001: not a directory: unknown`
}

/** Whether a folder would have to take the place of a file, or a file that of a folder; what a path of the node's is, nobody knows. */
const isBlocked = (
  volume: Volume,
  { mountPath, subPath }: { readonly mountPath: string; readonly subPath: string },
  files: ContainerFiles,
  context: MountContext,
): boolean => {
  if (volume.hostPath !== undefined) return false
  const isFile = !isShared(volume) && subPath !== '' && contentsOf(volume, context)[subPath] !== undefined
  const hasFile = files.read(mountPath) !== undefined
  return isFile ? !hasFile && files.list(mountPath).length > 0 : hasFile
}

/** The PersistentVolume behind a volume, where there is one. */
const volumeNameOf = ({ name, persistentVolumeClaim, ephemeral }: Volume, { pod, store }: MountContext): string | undefined => {
  const claimName =
    persistentVolumeClaim?.claimName ?? (ephemeral === undefined ? undefined : `${pod.metadata.name ?? ''}-${name}`)
  const claim = claimName === undefined ? undefined : store.get('persistentvolumeclaims', pod.metadata.namespace, claimName)
  return claim === undefined || !isPersistentVolumeClaim(claim) ? undefined : claim.spec?.volumeName
}

/** What several containers see of a volume: of the Pod's own, or of the PersistentVolume that outlives it. */
function sharedPlace(volume: Volume, subPath: string, context: MountContext): SharedVolume {
  const kept = volumeNameOf(volume, context)
  const places = kept === undefined ? context.shared : context.persistent
  const key = `${kept ?? volume.name}/${subPath}`
  const known = places.get(key) ?? { files: new Map<string, string>(), members: new Set<ContainerFiles>() }
  places.set(key, known)
  return known
}

/** One file where the path within the volume is one, else all below it. */
function putContents(
  contents: Readonly<Record<string, string>>,
  { mountPath, subPath }: { readonly mountPath: string; readonly subPath: string },
  files: ContainerFiles,
): void {
  const file = subPath === '' ? undefined : contents[subPath]
  if (file !== undefined) {
    files.write(mountPath, file)
    return
  }
  const prefix = subPath === '' ? '' : `${subPath}/`
  files.clear(mountPath)
  for (const [path, content] of Object.entries(contents))
    if (path.startsWith(prefix)) files.write(join(mountPath, path.slice(prefix.length)), content)
}

/** Puts the contents of the mounted volumes into a container's files; what is returned says why one cannot be mounted there. */
export function mountVolumes(container: Container, files: ContainerFiles, context: MountContext): string | undefined {
  const { pod } = context
  for (const { name, mountPath, subPath = '' } of container.volumeMounts ?? []) {
    const volume = (pod.spec?.volumes ?? []).find((candidate) => candidate.name === name)
    if (volume === undefined) continue
    if (isBlocked(volume, { mountPath, subPath }, files, context)) return notADirectory(volume, mountPath, pod)
    if (isShared(volume)) files.share(mountPath.replace(/(.)\/$/u, '$1'), sharedPlace(volume, subPath, context))
    else putContents(contentsOf(volume, context), { mountPath, subPath }, files)
  }
  return undefined
}

/** Brings changed ConfigMaps and Secrets into running containers; subPath mounts stay as they were. */
export function refreshVolumes(container: Container, files: ContainerFiles, context: MountContext): void {
  const { pod } = context
  for (const { name, mountPath, subPath = '' } of container.volumeMounts ?? []) {
    const volume = (pod.spec?.volumes ?? []).find((candidate) => candidate.name === name)
    if (volume === undefined || isShared(volume) || subPath !== '') continue
    const contents = contentsOf(volume, context)
    const wanted = new Set(Object.keys(contents).map((path) => join(mountPath, path)))
    for (const path of files.list(mountPath)) if (!wanted.has(path)) files.write(path, undefined)
    for (const [path, content] of Object.entries(contents)) files.write(join(mountPath, path), content)
  }
}
