/** df, mount and free, as busybox and the GNU tools print them. */
import { isBusybox } from '../../userland.ts'
import { isThere } from '../file-system.ts'
import { mountOf, mountsOf, type Mount } from '../kernel/mounts.ts'
import { memoryOf, type Amounts } from '../kernel/node-resources.ts'
import { done, fail, type Command, type Session } from '../session.ts'
import { hasFlag, parseOptions, type Options } from './options.ts'

const UNITS = ['', 'K', 'M', 'G', 'T', 'P']

/** busybox rounds to a tenth; GNU rounds up, and shows a tenth of what is below ten. */
function human(kib: number, isRoundedUp: boolean): string {
  let amount = kib * 1024
  let unit = 0
  while (amount >= 1024 && unit < UNITS.length - 1) {
    amount /= 1024
    unit += 1
  }
  const name = UNITS[unit] ?? ''
  if (unit === 0) return String(amount)
  if (!isRoundedUp) return `${amount.toFixed(1)}${name}`
  const tenths = Math.ceil(amount * 10) / 10
  return `${tenths < 10 ? tenths.toFixed(1) : Math.ceil(amount)}${name}`
}

const shown = (kib: number, options: Options, isRoundedUp: boolean): string => {
  if (hasFlag(options, '-h')) return kib === 0 ? '0' : human(kib, isRoundedUp)
  return String(hasFlag(options, '-m') ? (isRoundedUp ? Math.ceil(kib / 1024) : Math.round(kib / 1024)) : kib)
}

interface Sized extends Mount {
  readonly size: Amounts
}

const isSized = (mount: Mount): mount is Sized => mount.size !== undefined

/** df rounds up. */
const percent = ({ used, available }: Amounts): string => `${used === 0 ? 0 : Math.ceil((100 * used) / (used + available))}%`

type Row = readonly [device: string, total: string, used: string, available: string, percent: string, path: string]

const rowOf = ({ device, path, size }: Sized, options: Options, isRoundedUp: boolean): Row => {
  const cell = (kib: number): string => shown(kib, options, isRoundedUp)
  return [device, cell(size.total), cell(size.used), cell(size.available), percent(size), path]
}

/** Columns as wide as busybox has them always. */
const renderBusybox = (rows: readonly Row[], options: Options): string => {
  const unit = hasFlag(options, '-h') ? '     Size' : hasFlag(options, '-m') ? '1M-blocks' : '1K-blocks'
  const line = ([device, total, used, available, share, path]: Row): string =>
    `${device.padEnd(20)} ${total.padStart(9)} ${used.padStart(9)} ${available.padStart(9)} ${share.padStart(4)} ${path}\n`
  return ['Filesystem'.padEnd(20), ` ${unit}      Used Available Use% Mounted on\n`, ...rows.map(line)].join('')
}

/** Columns as wide as their widest cell, and no narrower than GNU has them. */
const renderGnu = (rows: readonly Row[], options: Options): string => {
  const isHuman = hasFlag(options, '-h')
  const unit = isHuman ? 'Size' : hasFlag(options, '-m') ? '1M-blocks' : '1K-blocks'
  const head: Row = ['Filesystem', unit, 'Used', isHuman ? 'Avail' : 'Available', 'Use%', 'Mounted on']
  const least = [14, 5, 5, 5, 4, 0]
  const widths = least.map((width, column) => Math.max(width, ...[head, ...rows].map((row) => row[column]?.length ?? 0)))
  const line = (row: Row): string =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0
        return column === 0 ? cell.padEnd(width) : column === 5 ? cell : cell.padStart(width)
      })
      .join(' ')
  return [head, ...rows].map((row) => `${line(row)}\n`).join('')
}

const mountAt = (session: Session, path: string): Mount | undefined =>
  isThere(session.instance, path) ? mountOf(session, path) : undefined

const NOT_THERE = 'No such file or directory'

/** Which file systems are asked for: those that hold the paths, or all that have a size. */
function asked(paths: readonly string[], session: Session): { readonly mounts: readonly Mount[]; readonly complaints: string } {
  if (paths.length === 0) return { mounts: mountsOf(session), complaints: '' }
  const known = paths.map((path) => ({ path, mount: mountAt(session, session.pathOf(path)) }))
  const words = (path: string): string =>
    isBusybox(session.instance.setup.image) ? `df: ${path}: can't find mount point\n` : `df: ${path}: ${NOT_THERE}\n`
  return {
    mounts: known.flatMap(({ mount }) => (mount === undefined ? [] : [mount])),
    complaints: known.map(({ path, mount }) => (mount === undefined ? words(path) : '')).join(''),
  }
}

export const df: Command = (args, session) => {
  const options = parseOptions(args, new Set(['-t', '-B']))
  const isGnu = !isBusybox(session.instance.setup.image)
  const { mounts, complaints } = asked(options.operands, session)
  const rows = mounts.filter(isSized).map((mount) => rowOf(mount, options, isGnu))
  const isEmpty = isGnu && rows.length === 0 && complaints !== ''
  const table = isEmpty ? '' : isGnu ? renderGnu(rows, options) : renderBusybox(rows, options)
  return { stdout: table, stderr: complaints, exitCode: complaints === '' ? 0 : 1 }
}

const MOUNT_FAILED = 255

/** Without arguments it lists; to mount something takes rights that containers lack. */
export const mount: Command = (args, session) => {
  const { operands } = parseOptions(args, new Set(['-t', '-o']))
  const [what = '', where = what] = operands
  if (operands.length > 0 && !isThere(session.instance, session.pathOf(where)))
    return fail(`mount: mounting ${what} on ${where} failed: No such file or directory\n`, MOUNT_FAILED)
  if (operands.length > 0) return fail('mount: permission denied (are you root?)\n')
  return done(
    mountsOf(session)
      .map(({ device, path, type, options }) => `${device} on ${path} type ${type} (${options})\n`)
      .join(''),
  )
}

const MEMORY_HEAD = '              total        used        free      shared  buff/cache   available\n'

export const free: Command = (args, session) => {
  const options = parseOptions(args, new Set())
  const { total, used, available } = memoryOf(session)
  const line = (name: string, ...amounts: readonly number[]): string =>
    `${name.padEnd(6)}${amounts.map((kib) => shown(kib, options, false).padStart(12)).join(' ')}\n`
  return done(`${MEMORY_HEAD}${line('Mem:', total, used, total - used, 0, 0, available)}${line('Swap:', 0, 0, 0)}`)
}
