/** A container's files as the shell sees them; what the shell writes goes back. */
import type { InMemoryFs } from 'just-bash'
import { isPod } from '../../../kubernetes/guards.ts'
import { renderHostsFile } from '../../../network/dns/hosts-file.ts'
import { renderResolvConf, resolvConf } from '../../../network/dns/resolv-conf.ts'
import { indexSnapshot } from '../../../network/state.ts'
import type { ContainerInstance } from '../container-instance.ts'
import { DEVICES } from './kernel/devices.ts'
import { renewKernelFiles } from './kernel/kernel-files.ts'
import { isProgramFile } from './program-files.ts'
import { layOut, systemFiles } from './root-folders.ts'
import type { Session } from './session.ts'

/** Folders that belong to the shell. */
const OWN = /^\/(?:bin|usr\/bin|dev|proc)(?:\/|$)/u

/** The file for the message of how it ended is the container's, although it lies among devices. */
const isOwn = (path: string, { instance }: Session): boolean =>
  OWN.test(path) && path !== instance.setup.container.terminationMessagePath

/** Written by the kubelet. */
const GENERATED = ['/etc/resolv.conf', '/etc/hosts', '/etc/hostname'] as const

const known = new WeakMap<ContainerInstance, InMemoryFs>()

/** Folders that are there although nothing is in them: where volumes are mounted, and where processes begin. */
const foldersOf = ({ setup, workingDirectory }: ContainerInstance): readonly string[] =>
  [...(setup.container.volumeMounts ?? []).map(({ mountPath }) => mountPath), workingDirectory].filter(
    (path) => path !== '/' && setup.files.read(path) === undefined,
  )

/** Whose files are being written by their own shells, which have them. */
const keeping = new Set<ContainerInstance>()

/** The files of a container's shells, which see what others in its Pod write while they run. */
async function begin(instance: ContainerInstance, create: () => InMemoryFs): Promise<InMemoryFs> {
  const fs = create()
  known.set(instance, fs)
  const { files, image } = instance.setup
  await layOut(fs, image, foldersOf(instance))
  for (const path of DEVICES) fs.writeFileSync(path, '')
  files.onChange((path, content) => {
    if (keeping.has(instance)) return
    if (content === undefined) void fs.rm(path, { force: true })
    else fs.writeFileSync(path, content)
  })
  return fs
}

/** Files that the kubelet writes into each container. */
const kubeletFiles = (session: Session): Readonly<Record<string, string>> => {
  const { world, instance, source } = session
  const snapshot = world.snapshot()
  const { namespace, pod: name, hostname } = instance.setup
  const state = indexSnapshot(snapshot)
  const pod = snapshot.objects.find(
    (object) => object.kind === 'Pod' && object.metadata.namespace === namespace && object.metadata.name === name,
  )
  return {
    '/etc/resolv.conf': renderResolvConf(resolvConf(state, source)),
    ...(pod !== undefined && isPod(pod) ? { '/etc/hosts': renderHostsFile(state, pod) } : {}),
    '/etc/hostname': `${hostname}\n`,
  }
}

/** The shell's files, brought up to date with the container's. */
export const openFiles = async (session: Session, create: () => InMemoryFs): Promise<InMemoryFs> => {
  const { files } = session.instance.setup
  const fs = known.get(session.instance) ?? (await begin(session.instance, create))
  const wanted = {
    ...Object.fromEntries(files.list('/').map((path) => [path, files.read(path) ?? ''])),
    ...kubeletFiles(session),
  }
  for (const [path, content] of Object.entries(wanted)) {
    if ((await fs.exists(path)) && (await fs.readFile(path)) === content) continue
    fs.writeFileSync(path, content)
  }
  renewKernelFiles(session, fs)
  return fs
}

/** Takes over what a run wrote and removed. */
export const keepFiles = async (session: Session, fs: InMemoryFs): Promise<void> => {
  const { files, image } = session.instance.setup
  const write = (path: string, content: string | undefined): void => {
    keeping.add(session.instance)
    files.write(path, content)
    keeping.delete(session.instance)
  }
  const generated = new Set([...GENERATED, ...Object.keys(systemFiles(image))])
  const present = new Set<string>()
  for (const path of fs.getAllPaths()) {
    if (isOwn(path, session) || generated.has(path)) continue
    const stat = await fs.stat(path).catch(() => undefined)
    if (stat?.isFile !== true) continue
    present.add(path)
    const content = await fs.readFile(path)
    if (files.read(path) !== content && !isProgramFile(image, path, content)) write(path, content)
  }
  for (const path of files.list('/')) if (!present.has(path) && !isOwn(path, session)) write(path, undefined)
  session.instance.refresh()
}

/** Files and folders that a shell of the container has seen; before there was one, the files that it will see. */
export const pathsIn = (instance: ContainerInstance): readonly string[] =>
  known.get(instance)?.getAllPaths() ?? [
    ...instance.setup.files.list('/'),
    ...foldersOf(instance),
    ...GENERATED,
    ...Object.keys(systemFiles(instance.setup.image)),
  ]

/** Whether there is a file or a folder at a path. */
export const isThere = (instance: ContainerInstance, path: string): boolean => {
  const bare = path.replace(/(.)\/+$/u, '$1')
  return pathsIn(instance).some((one) => one === bare || one.startsWith(bare === '/' ? bare : `${bare}/`))
}
