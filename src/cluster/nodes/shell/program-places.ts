/** Where images have their programs. */
import type { CommandContext, ExecResult } from 'just-bash'
import type { Image, Userland } from '../images/image.ts'
import { commandsOf, userlandOf } from '../userland.ts'

const words = (text: string): readonly string[] => text.trim().split(/\s+/u)

const at = (folder: string, names: string): Readonly<Record<string, string>> =>
  Object.fromEntries(words(names).map((name) => [name, `${folder}/${name}`]))

/** Alpine's, as busybox's links lie there; what is not named is in /usr/bin. @see busybox --list-full in alpine:3.21 */
const ALPINE: Readonly<Record<string, string>> = {
  ...at(
    '/bin',
    `sh ash bash busybox base64 cat chgrp chmod chown cp date dd df dmesg echo egrep false fgrep grep gunzip gzip hostname kill
    link ln ls mkdir mktemp more mount mv netstat nice pidof ping ping6 printenv ps pwd rev rm rmdir sed sleep stat stty sync tar touch true
    uname watch zcat`,
  ),
  ...at('/sbin', 'apk arp ifconfig ip route sysctl'),
  ...at('/usr/sbin', 'arping brctl chroot iptables iptables-save ip6tables ip6tables-save nft'),
}

/** busybox's image has its programs in /bin, and this link. */
const BUSYBOX = at('/usr/bin', 'env')

const PLACES: Readonly<Record<Userland, Readonly<Record<string, string>>>> = {
  none: {},
  busybox: BUSYBOX,
  alpine: ALPINE,
  debian: at('/usr/sbin', 'service'),
  'network-tools': ALPINE,
}

const OTHERS: Readonly<Record<Userland, string>> = {
  none: '/usr/bin',
  busybox: '/bin',
  alpine: '/usr/bin',
  debian: '/usr/bin',
  'network-tools': '/usr/bin',
}

/** The file of a program that an image has; undefined where it has none of this name. */
export const placeOf = (image: Image | undefined, name: string): string | undefined => {
  if (!commandsOf(image).has(name)) return undefined
  const own = image?.commands?.find((path) => path.startsWith('/') && path.endsWith(`/${name}`))
  const userland = userlandOf(image)
  return own ?? PLACES[userland][name] ?? `${OTHERS[userland]}/${name}`
}

/** The program whose file this is. Debian's /bin and /sbin are those of /usr. */
export const programAt = (image: Image | undefined, path: string): string | undefined => {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const place = placeOf(image, name)
  const whole = userlandOf(image) === 'debian' ? path.replace(/^\/(?=s?bin\/)/u, '/usr/') : path
  return place !== undefined && (place === path || place === whole) ? name : undefined
}

/** Files that may be run which are no program of the image's. */
const isScript = async ({ fs, cwd }: CommandContext, path: string): Promise<boolean> => {
  const stat = await fs.stat(fs.resolvePath(cwd, path)).catch(() => undefined)
  return stat?.isFile === true && (stat.mode & 0o111) !== 0
}

/** which. `-a` brings all of a name. */
export async function findPrograms(
  args: readonly string[],
  context: CommandContext,
  image: Image | undefined,
): Promise<ExecResult> {
  const folders = (context.env.get('PATH') ?? '').split(':').filter((folder) => folder !== '')
  const isAll = args.includes('-a')
  const found: string[] = []
  let isMissing = false
  for (const name of args.filter((word) => !word.startsWith('-'))) {
    const places: string[] = []
    for (const path of name.includes('/') ? [name] : folders.map((folder) => `${folder}/${name}`)) {
      const isStub = commandsOf(image).has(path.slice(path.lastIndexOf('/') + 1)) && /^(?:\/usr)?\/s?bin\//u.test(path)
      if (programAt(image, path) !== undefined || (!isStub && (await isScript(context, path)))) places.push(path)
    }
    isMissing ||= places.length === 0
    found.push(...places.slice(0, isAll ? undefined : 1))
  }
  return { stdout: found.map((path) => `${path}\n`).join(''), stderr: '', exitCode: isMissing ? 1 : 0 }
}
