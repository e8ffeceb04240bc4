/** Which commands there are in a container. */
import type { ResolverLibrary } from '../../network/model.ts'
import { FIREWALL_COMMANDS, type Image, type Userland } from './images/image.ts'

const words = (text: string): readonly string[] => text.trim().split(/\s+/u)

/** Commands of the shell itself, and those every userland has. */
const COMMON =
  words(`sh echo cat printf ls mkdir rmdir touch rm cp mv ln chmod chown chgrp pwd readlink head tail wc stat grep fgrep egrep sed
  awk sort uniq cut paste tr tee find basename dirname du env printenv xargs true false base64 diff date sleep timeout seq expr md5sum
  sha1sum sha256sum which od gzip gunzip zcat tar whoami hostname id tty stty uname test kill df mount dd yes nproc uptime mktemp`)
const NETWORK = words('wget nc nslookup ping ping6 traceroute ip ifconfig netstat route ps telnet arp vi free top httpd')

/** Programs for texts that coreutils and busybox have. */
const TEXT = words('tac nl comm split fold expand unexpand')
const APPLETS = [...TEXT, ...words('rev clear strings tree less more')]

const SETS: Readonly<Record<Userland, ReadonlySet<string>>> = {
  none: new Set(),
  busybox: new Set([...COMMON, ...NETWORK, ...APPLETS, 'ash', 'busybox']),
  alpine: new Set([...COMMON, ...NETWORK, ...APPLETS, 'ash', 'busybox', 'getent', 'apk']),
  debian: new Set([...COMMON, ...TEXT, 'more', 'nice', 'nohup', 'bash', 'dash', 'join', 'getent', 'perl', 'apt', 'apt-get']),
  'network-tools': new Set([
    ...COMMON,
    ...NETWORK,
    ...APPLETS,
    'apk',
    'bash',
    'curl',
    'dig',
    'host',
    'getent',
    'ss',
    'jq',
    'netcat',
    ...FIREWALL_COMMANDS,
  ]),
}

/** What a container is taken to have where its image is not in the catalogue. */
const ASSUMED: Userland = 'debian'

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

export const userlandOf = (image: Image | undefined): Userland => image?.userland ?? ASSUMED

export const isBusybox = (image: Image | undefined): boolean =>
  userlandOf(image) === 'busybox' || userlandOf(image) === 'alpine'

/** Whose resolver the programs of an image use (semantics D23): those of Alpine are linked to musl. */
export const libraryOf = (image: Image | undefined): ResolverLibrary => (userlandOf(image) === 'alpine' ? 'musl' : 'glibc')

/** Tool images are built on Alpine, whose wget is busybox's. */
export const hasBusyboxWget = (image: Image | undefined): boolean => userlandOf(image) !== 'debian'

/** Whose ping and ip an image has: busybox's, or those of iputils and iproute2. */
export const toolsOf = (image: Image | undefined): 'busybox' | 'iputils' => (isBusybox(image) ? 'busybox' : 'iputils')

/** Whose nc an image has: busybox's, or the one of OpenBSD. */
export const netcatOf = (image: Image | undefined): 'busybox' | 'openbsd' => (isBusybox(image) ? 'busybox' : 'openbsd')

export const commandsOf = (image: Image | undefined): ReadonlySet<string> =>
  new Set([...SETS[userlandOf(image)], ...(image?.commands ?? []).map(baseName)])

export const hasCommand = (image: Image | undefined, command: string): boolean => commandsOf(image).has(baseName(command))

/** The script by which an image starts its program. */
export const isEntrypointScript = (path: string): boolean => /(^|\/)(docker-)?entrypoint\.sh$/u.test(path)

/** Scripts that images put before their program; they set up what is ready here, and run the rest. */
export function withoutEntrypointScript(argv: readonly string[], image: Image | undefined): readonly string[] {
  const [first = '', ...rest] = argv
  if (!isEntrypointScript(first)) return argv
  const [program = ''] = image?.command ?? []
  // As the scripts do: options, and what is no command of the image, are for its program.
  const isForProgram = rest[0]?.startsWith('-') === true || (program === 'curl' && !hasCommand(image, rest[0] ?? ''))
  return isForProgram ? [program, ...rest] : rest
}
