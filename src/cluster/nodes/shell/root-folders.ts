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

const alpineRelease = (): string => `NAME="Alpine Linux"
ID=alpine
VERSION_ID=3.21.0
PRETTY_NAME="Alpine Linux v3.21"
HOME_URL="https://alpinelinux.org/"
BUG_REPORT_URL="https://gitlab.alpinelinux.org/alpine/aports/-/issues"
`

const debianRelease = (): string => `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
HOME_URL="https://www.debian.org/"
SUPPORT_URL="https://www.debian.org/support"
BUG_REPORT_URL="https://bugs.debian.org/"
`

const jessieRelease = (): string => `PRETTY_NAME="Debian GNU/Linux 8 (jessie)"
NAME="Debian GNU/Linux"
VERSION_ID="8"
VERSION="8 (jessie)"
ID=debian
HOME_URL="http://www.debian.org/"
SUPPORT_URL="http://www.debian.org/support"
BUG_REPORT_URL="https://bugs.debian.org/"
`

const ubuntuRelease = (): string => `PRETTY_NAME="Ubuntu 24.04.1 LTS"
NAME="Ubuntu"
VERSION_ID="24.04"
VERSION="24.04.1 LTS (Noble Numbat)"
VERSION_CODENAME=noble
ID=ubuntu
ID_LIKE=debian
HOME_URL="https://www.ubuntu.com/"
SUPPORT_URL="https://help.ubuntu.com/"
BUG_REPORT_URL="https://bugs.launchpad.net/ubuntu/"
PRIVACY_POLICY_URL="https://www.ubuntu.com/legal/terms-and-policies/privacy-policy"
UBUNTU_CODENAME=noble
LOGO=ubuntu-logo
`

/** That of its own where an image is not of its userland's usual one. busybox's does not say whose it is. */
const releaseOf = (image: Image | undefined): string | undefined => {
  const is = (name: string): boolean => image?.repositories.includes(name) === true
  if (is('ubuntu')) return ubuntuRelease()
  if (is('jessie-dnsutils')) return jessieRelease()
  switch (userlandOf(image)) {
    case 'alpine':
    case 'network-tools':
      return alpineRelease()
    case 'debian':
      return debianRelease()
    default:
      return undefined
  }
}

/** The older file with the version alone, as each family names it. */
const versionFile = (release: string): Readonly<Record<string, string>> => {
  const id = /^ID=(\w+)$/mu.exec(release)?.[1]
  const version = /^VERSION_ID="?([\d.]+)/mu.exec(release)?.[1] ?? ''
  if (id === 'alpine') return { '/etc/alpine-release': `${version}\n` }
  if (id === 'ubuntu') return { '/etc/debian_version': 'trixie/sid\n' }
  return { '/etc/debian_version': `${POINT_RELEASES[version] ?? version}\n` }
}

const POINT_RELEASES: Readonly<Record<string, string>> = { 8: '8.11', 12: '12.8' }

const GROUPS = 'root:x:0:\nnogroup:x:65534:\n'
const LOOKUPS = 'hosts: files dns\n'

/** Files of the operating system that every image has. They are the shell's: nobody mounts or serves them. */
export const systemFiles = (image: Image | undefined): Readonly<Record<string, string>> => {
  const users = USERS[userlandOf(image)]
  const release = releaseOf(image)
  return users === ''
    ? {}
    : {
        '/etc/passwd': users,
        '/etc/group': GROUPS,
        '/etc/nsswitch.conf': LOOKUPS,
        ...(release === undefined ? {} : { '/etc/os-release': release, ...versionFile(release) }),
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
