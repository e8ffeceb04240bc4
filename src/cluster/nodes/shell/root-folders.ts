/** The folders that an image begins with, by its userland. */
import type { InMemoryFs } from 'just-bash'
import type { Image, Userland } from '../images/image.ts'
import { userlandOf } from '../userland.ts'

const words = (text: string): readonly string[] => text.trim().split(/\s+/u)

const ALPINE = words('bin dev etc home lib media mnt opt proc root run sbin srv sys tmp usr var')

const ROOTS: Readonly<Record<Userland, readonly string[]>> = {
  none: [],
  busybox: words('bin dev etc home lib lib64 proc root sys tmp usr var'),
  alpine: ALPINE,
  debian: words('bin boot dev etc home lib lib64 media mnt opt proc root run sbin srv sys tmp usr var'),
  'network-tools': ALPINE,
}

const INSIDE: Readonly<Record<Userland, readonly string[]>> = {
  none: [],
  busybox: words('var/spool var/www usr/sbin'),
  alpine: words('usr/sbin usr/lib usr/local usr/share var/cache var/lib var/log var/run var/tmp'),
  debian: words('usr/sbin usr/lib usr/local usr/share var/cache var/lib var/log var/run var/tmp'),
  'network-tools': words('usr/sbin usr/lib usr/local usr/share var/cache var/lib var/log var/run var/tmp'),
}

const USERS: Readonly<Record<Userland, string>> = {
  none: '',
  busybox: 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n',
  alpine: 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/sbin/nologin\n',
  debian: 'root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n',
  'network-tools': 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/sbin/nologin\n',
}

const ALPINE_RELEASE = 'NAME="Alpine Linux"\nID=alpine\nVERSION_ID=3.21.0\nPRETTY_NAME="Alpine Linux v3.21"\n'

/** busybox's image does not say whose it is. */
const RELEASES: Readonly<Partial<Record<Userland, string>>> = {
  alpine: ALPINE_RELEASE,
  debian: 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\n',
  'network-tools': ALPINE_RELEASE,
}

const GROUPS = 'root:x:0:\nnogroup:x:65534:\n'
const LOOKUPS = 'hosts: files dns\n'

/** Files of the operating system that every image has. They are the shell's: nobody mounts or serves them. */
export const systemFiles = (image: Image | undefined): Readonly<Record<string, string>> => {
  const users = USERS[userlandOf(image)]
  const release = RELEASES[userlandOf(image)]
  return users === ''
    ? {}
    : {
        '/etc/passwd': users,
        '/etc/group': GROUPS,
        '/etc/nsswitch.conf': LOOKUPS,
        ...(release === undefined ? {} : { '/etc/os-release': release }),
      }
}

/** A program that stands in no folder of commands, such as `/agnhost`, as a file that the shell finds. */
const ownProgram = (image: Image | undefined): string | undefined => image?.entrypoint.find((word) => /^\/[\w-]+$/u.test(word))

/** Makes the image's folders and those of the container, and what stands beside them. */
export async function layOut(fs: InMemoryFs, image: Image | undefined, own: readonly string[]): Promise<void> {
  const userland = userlandOf(image)
  const roots = [...ROOTS[userland], ...INSIDE[userland]].map((path) => `/${path}`)
  for (const path of [...roots, ...own]) await fs.mkdir(path, { recursive: true })
  for (const [path, content] of Object.entries(systemFiles(image))) fs.writeFileSync(path, content)
  const program = ownProgram(image)
  if (program === undefined || userland === 'none') return
  fs.writeFileSync(program, `#!/bin/sh\n${program.slice(1)} "$@"\n`)
  await fs.chmod(program, 0o755)
}
