/** Commands that look at files and write them, as a container's have it: files are root's, and nothing is written into a folder that is not there. */
import type { Command, CommandContext, defineCommand, ExecResult } from 'just-bash'
import { isBusybox } from '../userland.ts'
import type { Surroundings } from './adjusted-commands.ts'
import { asInContainer } from './long-list.ts'
import { dumpBytes } from './od.ts'
import { copyBlocks, headOfDevice } from './dd.ts'
import { withoutFollowing } from './follow-files.ts'
import { Status } from './status.ts'
import { folderOf, withRelativeMembers } from './tar-members.ts'

const NONE = 'No such file or directory'

const original = async (args: string[], { origCommand }: CommandContext): Promise<ExecResult> =>
  (await origCommand?.(args)) ?? { stdout: '', stderr: '', exitCode: Status.notFound }

/** Whether the folder is missing in which a file would be written. */
const lacksFolder = async ({ fs, cwd }: CommandContext, path: string): Promise<boolean> => {
  const folder = fs.resolvePath(cwd, path).replace(/\/+[^/]+\/*$/u, '')
  return folder !== '' && !(await fs.exists(folder))
}

const failed = (stderr: string, result?: ExecResult): ExecResult => ({
  stdout: result?.stdout ?? '',
  stderr: (result?.stderr ?? '') + stderr,
  exitCode: 1,
})

/** Files are named by the words that are no options; `writesTo` says which of them would be written, and what is said where they cannot be. */
interface Writing {
  readonly name: string
  readonly writesTo: (files: readonly string[]) => readonly string[]
  readonly complaint: (path: string, files: readonly string[]) => string
  /** Whether it goes on with these of its files. */
  readonly goesOn: (files: readonly string[]) => boolean
}

const WRITING: readonly Writing[] = [
  {
    name: 'touch',
    writesTo: (files) => files,
    complaint: (path) => `touch: cannot touch '${path}': ${NONE}\n`,
    goesOn: (files) => files.length > 0,
  },
  { name: 'tee', writesTo: (files) => files, complaint: (path) => `tee: ${path}: ${NONE}\n`, goesOn: () => true },
  {
    name: 'cp',
    writesTo: (files) => files.slice(-1),
    complaint: (path) => `cp: cannot create regular file '${path}': ${NONE}\n`,
    goesOn: () => false,
  },
  {
    name: 'mv',
    writesTo: (files) => files.slice(-1),
    complaint: (path, [from = '']) => `mv: cannot move '${from}' to '${path}': ${NONE}\n`,
    goesOn: () => false,
  },
]

const isOption = (word: string): boolean => word.startsWith('-') && word !== '-'

const write = async (
  { writesTo, complaint, goesOn }: Writing,
  args: string[],
  context: CommandContext,
): Promise<ExecResult> => {
  const files = args.filter((word) => !isOption(word))
  const missing = new Set<string>()
  for (const path of writesTo(files)) if (await lacksFolder(context, path)) missing.add(path)
  if (missing.size === 0) return original(args, context)
  const said = [...missing].map((path) => complaint(path, files)).join('')
  const rest = args.filter((word) => !missing.has(word))
  return failed(said, goesOn(rest.filter((word) => !isOption(word))) ? await original(rest, context) : undefined)
}

/** ls of several: files come first, a line each, then what is in folders. */
const list = async (args: string[], context: CommandContext): Promise<ExecResult> => {
  const operands = args.filter((word) => !isOption(word))
  const kinds = await Promise.all(
    operands.map((path) => context.fs.stat(context.fs.resolvePath(context.cwd, path)).catch(() => undefined)),
  )
  const files = operands.filter((_, index) => kinds[index]?.isFile === true).toSorted()
  if (operands.length < 2 || files.length === 0) return original(args, context)
  const options = args.filter(isOption)
  const folders = operands.filter((path) => !files.includes(path))
  const listed = await Promise.all(files.map((file) => original([...options, file], context)))
  const rest = folders.length === 0 ? undefined : await original([...options, ...folders], context)
  const isOne = folders.length === 1 && rest?.exitCode === 0
  return {
    stdout: [
      ...listed.map(({ stdout }) => stdout),
      ...(rest === undefined || rest.stdout === '' ? [] : [`\n${isOne ? `${folders[0]}:\n` : ''}${rest.stdout}`]),
    ].join(''),
    stderr: rest?.stderr ?? '',
    exitCode: rest?.exitCode ?? 0,
  }
}

/** The folder that ls lists; of several, it says which. */
const folderListed = async (args: readonly string[], { fs, cwd }: CommandContext): Promise<string> => {
  const [first = '.', ...others] = args.filter((word) => !isOption(word))
  const path = fs.resolvePath(cwd, first)
  const isFolder = others.length === 0 && (await fs.stat(path).catch(() => undefined))?.isDirectory === true
  return isFolder && !args.some((word) => /^-\w*d/u.test(word)) ? path : cwd
}

/** cat, which reads no folders. */
const concatenate = async (args: string[], context: CommandContext): Promise<ExecResult> => {
  const { fs, cwd } = context
  const folders: string[] = []
  for (const path of args.filter((word) => !isOption(word) && word !== '-')) {
    const stat = await fs.stat(fs.resolvePath(cwd, path)).catch(() => undefined)
    if (stat?.isDirectory === true) folders.push(path)
  }
  if (folders.length === 0) return original(args, context)
  const rest = args.filter((word) => !folders.includes(word))
  const said = folders.map((path) => `cat: ${path}: Is a directory\n`).join('')
  return failed(said, rest.some((word) => !isOption(word)) ? await original(rest, context) : undefined)
}

/** chown and chgrp: all files are root's, and stay so. */
const giveAway = async (name: string, args: string[], { fs, cwd }: CommandContext): Promise<ExecResult> => {
  const [, ...paths] = args.filter((word) => !isOption(word))
  const missing: string[] = []
  for (const path of paths) if (!(await fs.exists(fs.resolvePath(cwd, path)))) missing.push(path)
  if (missing.length === 0) return { stdout: '', stderr: '', exitCode: 0 }
  return failed(missing.map((path) => `${name}: cannot access '${path}': ${NONE}\n`).join(''))
}

/** GNU's ls tells that something named is missing by 2, busybox's by 1. */
const LS_FAILED = { gnu: 2, busybox: 1 } as const

const TAR_MISSING = /^tar: (?<member>.+): ENOENT: .*$/mu
/** GNU's tar tells by 2 that it has failed, busybox's by 1. */
const TAR_FAILED = { gnu: 2, busybox: 1 } as const

/** tar, whose archives have no members with a leading slash, and which makes no folder to go into. */
const archive = async (args: string[], context: CommandContext, exitCode: number): Promise<ExecResult> => {
  const { fs, cwd } = context
  const folder = folderOf(args)
  if (folder !== undefined && !(await fs.exists(fs.resolvePath(cwd, folder)))) {
    const stderr = `tar: ${folder}: Cannot open: ${NONE}\ntar: Error is not recoverable: exiting now\n`
    return { stdout: '', stderr, exitCode }
  }
  const relative = withRelativeMembers(args)
  const result = await original([...relative], context)
  const removed = relative === args ? '' : "tar: Removing leading `/' from member names\n"
  const member = TAR_MISSING.exec(result.stderr)?.groups?.['member']
  if (member === undefined) return { ...result, stderr: removed + result.stderr }
  const stderr = `tar: ${member}: Cannot stat: ${NONE}\ntar: Exiting with failure status due to previous errors\n`
  return { ...result, stderr: removed + stderr, exitCode }
}

/** How many bytes one file has, or what is read where there is none; undefined where it cannot be read. */
const lengthOf = async ({ fs, cwd, stdin }: CommandContext, file = '-'): Promise<number | undefined> => {
  if (file === '-') return typeof stdin === 'string' ? (stdin as string).length : 0
  return (await fs.readFileBuffer(fs.resolvePath(cwd, file)).catch(() => undefined))?.length
}

/** tail, which counts bytes from the end alone: `-c +3` is all but the first two of one file. */
const tail = async (args: string[], context: CommandContext): Promise<ExecResult> => {
  const words = withoutFollowing(args).flatMap((word) =>
    /^-[cn]\+\d+$/u.test(word) ? [word.slice(0, 2), word.slice(2)] : [word],
  )
  const at = words.findIndex((word, index) => word === '-c' && /^\+\d+$/u.test(words[index + 1] ?? ''))
  if (at < 0) return original(words, context)
  const rest = words.toSpliced(at, 2)
  const length = await lengthOf(
    context,
    rest.find((word) => !isOption(word)),
  )
  const skipped = Math.max(0, Number(words[at + 1]) - 1)
  if (length !== undefined && skipped >= length) return { stdout: '', stderr: '', exitCode: 0 }
  return original(['-c', String((length ?? 1) - skipped), ...rest], context)
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const TEMPORARY = '/tmp/tmp.XXXXXXXXXX'

/** mktemp, with -d for a folder; the X of its template become letters. */
const makeTemporary = async (args: string[], { fs, cwd }: CommandContext, chance: () => number): Promise<ExecResult> => {
  const template = args.find((word) => !isOption(word)) ?? TEMPORARY
  const letter = (): string => LETTERS[Math.floor(chance() * LETTERS.length)] ?? 'a'
  if (!/XXX$/u.test(template)) return failed(`mktemp: too few X's in template '${template}'\n`)
  const path = template.replace(/X+$/u, (end) => Array.from(end, letter).join(''))
  if (args.some((word) => /^-[a-z]*d/u.test(word))) await fs.mkdir(fs.resolvePath(cwd, path))
  else await fs.writeFile(fs.resolvePath(cwd, path), '')
  return { stdout: `${path}\n`, stderr: '', exitCode: 0 }
}

export const fileCommands = (
  define: typeof defineCommand,
  { image, chance, follow }: Pick<Surroundings, 'image' | 'chance' | 'follow'>,
): readonly Command[] => [
  define('dd', (args, context) => copyBlocks(args, { context, chance }, isBusybox(image))),
  define('od', (args, context) => dumpBytes(args, { context, chance })),
  define('mktemp', (args, context) => makeTemporary(args, context, chance)),
  define('head', async (args, context) => headOfDevice(args, { context, chance }) ?? original(args, context)),
  ...WRITING.map((writing) => define(writing.name, (args, context) => write(writing, args, context))),
  define('ls', async (args, context) => {
    const result = await list(args, context)
    const exitCode = result.exitCode === LS_FAILED.gnu && isBusybox(image) ? LS_FAILED.busybox : result.exitCode
    const has = (letters: RegExp): boolean => args.some((word) => /^-\w/u.test(word) && letters.test(word))
    const folder = await folderListed(args, context)
    const stdout = has(/[lgno]/u) ? asInContainer(result.stdout, { folder, image, marksFolders: has(/[Fp]/u) }) : result.stdout
    return { ...result, exitCode, stdout }
  }),
  define('cat', concatenate),
  ...['chown', 'chgrp'].map((name) => define(name, (args, context) => giveAway(name, args, context))),
  define('tar', (args, context) => archive(args, context, isBusybox(image) ? TAR_FAILED.busybox : TAR_FAILED.gnu)),
  define('tail', async (args, context) => (await follow(args, context)) ?? tail(args, context)),
]
