/** `ls -l` as it stands in a container: files are root's, programs may be run, and devices are no files. */
import type { Image } from '../images/image.ts'
import { isBusybox, userlandOf } from '../userland.ts'
import { placeOf, programAt } from './program-places.ts'

const LONG = /^(?<mode>[-dlcbps][-rwxsStT]{9}) +(?<links>\d+) \S+ \S+ +(?<size>\S+) (?<time>\S+ +\d+ +\S+) (?<name>.+)$/u

/** What is told of a file beside its time. */
interface Row {
  readonly mode: string
  readonly links: string
  readonly size: string
  readonly time: string
  readonly name: string
}

/** Major and minor numbers. @see Documentation/admin-guide/devices.txt */
const DEVICES: Readonly<Record<string, readonly [major: number, minor: number]>> = {
  '/dev/null': [1, 3],
  '/dev/zero': [1, 5],
  '/dev/full': [1, 7],
  '/dev/random': [1, 8],
  '/dev/urandom': [1, 9],
  '/dev/tty': [5, 0],
}

const LINKS: Readonly<Record<string, string>> = {
  '/dev/fd': '/proc/self/fd',
  '/dev/stdin': '/proc/self/fd/0',
  '/dev/stdout': '/proc/self/fd/1',
  '/dev/stderr': '/proc/self/fd/2',
}

/** Debian has its programs and libraries below /usr alone. */
const mergedAt = (path: string): string | undefined =>
  ['/bin', '/lib', '/lib64', '/sbin'].includes(path) ? `usr${path}` : undefined

const MULTICALL = '/bin/busybox'
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** Programs of Alpine that are no links to busybox. */
const isImagesOwn = (image: Image | undefined, path: string): boolean =>
  path === MULTICALL ||
  ['apk', 'getent'].includes(nameOf(path)) ||
  (image?.commands?.some((command) => nameOf(command) === nameOf(path)) ?? false)

const targetOf = (image: Image | undefined, path: string): string | undefined => {
  if (path in LINKS) return LINKS[path]
  const merged = userlandOf(image) === 'debian' ? mergedAt(path) : undefined
  if (merged !== undefined) return merged
  if (programAt(image, path) === undefined) return undefined
  if (userlandOf(image) === 'alpine' && !isImagesOwn(image, path)) return MULTICALL
  return userlandOf(image) === 'debian' && nameOf(path) === 'sh' ? 'dash' : undefined
}

/** DIFFERS: about what programs take up, not what each of them does (test/unit/cluster/nodes/shell/program-files.test.ts). */
const sizeOf = (image: Image | undefined, path: string): string =>
  isBusybox(image) && !isImagesOwn(image, path.replace(MULTICALL, '/bin/sh'))
    ? '1131168'
    : String(100_000 + 1_024 * nameOf(placeOf(image, nameOf(path)) ?? path).length)

const asItIs = (row: Row, path: string, image: Image | undefined): Row => {
  const device = DEVICES[path]
  if (device !== undefined) return { ...row, mode: 'crw-rw-rw-', size: `${device[0]}, ${String(device[1]).padStart(3)}` }
  const target = targetOf(image, path)
  if (target !== undefined) return { ...row, mode: 'lrwxrwxrwx', size: String(target.length), name: `${row.name} -> ${target}` }
  return programAt(image, path) === undefined ? row : { ...row, mode: '-rwxr-xr-x', size: sizeOf(image, path) }
}

const pathIn = (folder: string, name: string): string => (name.startsWith('/') ? name : `${folder.replace(/\/$/u, '')}/${name}`)

export interface Listed {
  /** In full: the folder that is listed, or where the files are that are named. */
  readonly folder: string
  readonly image: Image | undefined
  readonly marksFolders: boolean
}

/** What the shell lists, as the container has it. */
export const asInContainer = (text: string, { folder, image, marksFolders }: Listed): string => {
  const plain = marksFolders ? text : text.replaceAll(/^(d.*)\/$/gmu, '$1')
  let here = folder
  const lines = plain.split('\n').map((line): Row | string => {
    if (/^\/.*:$/u.test(line)) here = line.slice(0, -1)
    const row = LONG.exec(line)?.groups
    if (row === undefined) return line
    const { mode = '', links = '', size = '', time = '', name = '' } = row
    return asItIs({ mode, links, size, time, name }, pathIn(here, name), image)
  })
  const width = (column: 'links' | 'size'): number =>
    Math.max(...lines.map((line) => (typeof line === 'string' ? 0 : line[column].length)))
  const [links, size] = isBusybox(image) ? [4, 9] : [width('links'), width('size')]
  const owner = isBusybox(image) ? 'root     root    ' : 'root root'
  return lines
    .map((line) =>
      typeof line === 'string'
        ? line
        : `${line.mode} ${line.links.padStart(links)} ${owner} ${line.size.padStart(size)} ${line.time} ${line.name}`,
    )
    .join('\n')
}
