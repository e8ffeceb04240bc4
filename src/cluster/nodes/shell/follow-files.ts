/** `tail -f`: the end of files, and what is written to them from then on. @see busybox 1.36 and GNU coreutils 9.1 */
import { isBusybox } from '../userland.ts'
import { isThere } from './file-system.ts'
import { fail, type CommandResult, type Session } from './session.ts'

interface Following {
  /** `-F`: goes on with whatever has the name later. */
  readonly retries: boolean
  /** How much of the end is shown first, as the program without -f is told it. */
  readonly shown: readonly string[]
  readonly headings: 'always' | 'never' | 'of several'
  readonly files: readonly string[]
}

interface Followed {
  readonly name: string
  readonly path: string
  /** How much of it was shown; undefined where there is no such file. */
  offset: number | undefined
}

const LONG: Readonly<Record<string, string>> = {
  '--follow': '-f',
  '--follow=descriptor': '-f',
  '--follow=name': '-F',
  '--retry': '-r',
  '--quiet': '-q',
  '--silent': '-q',
  '--verbose': '-v',
  '--lines': '-n',
  '--bytes': '-c',
  '--sleep-interval': '-s',
  '--pid': '-p',
}

/** An option by its letter, with what stands behind a `=`. */
const inLetters = (word: string): readonly string[] => {
  const own = LONG[word]
  if (own !== undefined) return [own]
  const at = word.indexOf('=')
  const short = word.startsWith('--') && at > 0 ? LONG[word.slice(0, at)] : undefined
  return short === undefined ? [word] : [`${short}${word.slice(at + 1)}`]
}

/** The letters of its options, each with its value, and its files. */
function readWords(args: readonly string[]): { readonly options: readonly string[]; readonly files: readonly string[] } {
  const options: string[] = []
  const files: string[] = []
  const rest = args.flatMap(inLetters)
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') return { options, files: [...files, ...rest] }
    if (!/^-./u.test(word)) files.push(word)
    else
      for (let letters = word.slice(1); letters !== '';) {
        const [, count, letter = '', behind = ''] = /^(?:(\d+)|(.))(.*)$/su.exec(letters) ?? []
        const isValued = count === undefined && 'ncsp'.includes(letter)
        options.push(count === undefined ? `-${letter}${isValued ? behind || (rest.shift() ?? '') : ''}` : `-n${count}`)
        letters = isValued ? '' : behind
      }
  }
  return { options, files }
}

/** What `tail` is asked to follow; undefined where it is asked for the end alone, or reads what it is sent. */
function readFollowing(args: readonly string[]): Following | undefined {
  const { options, files } = readWords(args)
  const has = (letter: string): boolean => options.includes(`-${letter}`)
  if ((!has('f') && !has('F')) || files.length === 0) return undefined
  const shown = options.findLast((option) => /^-[nc]/u.test(option))
  return {
    retries: has('F') || has('r'),
    shown: shown === undefined ? [] : [shown.slice(0, 2), shown.slice(2)],
    headings: has('q') ? 'never' : has('v') ? 'always' : 'of several',
    files,
  }
}

/** The end of a text: `-n 5`, `-n +5`, `-c 5`, `-c +5`, ten lines where nothing is said. */
function endOf(text: string, [kind = '-n', given = '10']: readonly string[]): string {
  const count = Number(given.replace(/^[-+]/u, ''))
  const pieces = kind === '-c' ? Array.from(text) : text.split(/(?<=\n)/u)
  if (given.startsWith('+')) return pieces.slice(Math.max(0, count - 1)).join('')
  return pieces.slice(Math.max(0, pieces.length - count)).join('')
}

const NONE = 'No such file or directory'

const WORDS = {
  busybox: {
    missing: (name: string) => `tail: can't open '${name}': ${NONE}\n`,
    nothing: 'tail: no files\n',
    appeared: (name: string) => `tail: ${name} has appeared; following end of new file\n`,
    gone: (name: string) => `tail: ${name} has become inaccessible: ${NONE}\n`,
    truncated: () => '',
  },
  gnu: {
    missing: (name: string) => `tail: cannot open '${name}' for reading: ${NONE}\n`,
    nothing: 'tail: no files remaining\n',
    appeared: (name: string) => `tail: '${name}' has appeared;  following new file\n`,
    gone: (name: string) => `tail: '${name}' has become inaccessible: ${NONE}\n`,
    truncated: (name: string) => `tail: ${name}: file truncated\n`,
  },
} as const

class Follower {
  private readonly following: Following
  private readonly session: Session
  private readonly files: readonly Followed[]
  private readonly words: (typeof WORDS)[keyof typeof WORDS]
  private latest: Followed | undefined

  constructor(following: Following, session: Session) {
    this.following = following
    this.session = session
    this.files = following.files.map((name) => ({ name, path: session.pathOf(name), offset: undefined }))
    this.words = WORDS[isBusybox(session.instance.setup.image) ? 'busybox' : 'gnu']
  }

  async run(): Promise<CommandResult> {
    const { session, words } = this
    const isOpen: boolean[] = []
    for (const file of this.files) isOpen.push(await this.showEnd(file))
    if (!this.following.retries && !isOpen.includes(true)) return fail(words.nothing)
    let wake: () => void = () => undefined
    const stop = session.instance.setup.files.onChange(() => wake())
    try {
      for (;;) {
        const changed = new Promise<void>((resolve) => (wake = resolve))
        for (const file of this.files) this.showMore(file)
        await session.waitUntil(changed)
      }
    } finally {
      stop()
    }
  }

  /** False where there is no such file. */
  private async showEnd(file: Followed): Promise<boolean> {
    const { session, words, following } = this
    const content = this.contentOf(file)
    if (content === undefined && !isThere(session.instance, file.path)) {
      session.emit(words.missing(file.name), 'stderr')
      return false
    }
    file.offset = content?.length ?? 0
    this.head(file)
    if (content !== undefined) session.emit(endOf(content, following.shown))
    else if (!file.path.startsWith('/dev/')) {
      // What the kubelet and the kernel wrote, only the shell knows.
      const { stdout } = await session.run(['tail', ...following.shown, file.path], '', session.signal)
      session.emit(stdout)
    }
    return true
  }

  private showMore(file: Followed): void {
    const { words, session, following } = this
    const content = this.contentOf(file)
    if (content === undefined) {
      if (!following.retries || file.offset === undefined || isThere(session.instance, file.path)) return
      session.emit(words.gone(file.name), 'stderr')
      file.offset = undefined
      return
    }
    if (file.offset === undefined) {
      if (!following.retries) return
      session.emit(words.appeared(file.name), 'stderr')
      file.offset = 0
    }
    if (content.length < file.offset) {
      session.emit(words.truncated(file.name), 'stderr')
      file.offset = 0
    }
    if (content.length === file.offset) return
    this.head(file)
    session.emit(content.slice(file.offset))
    file.offset = content.length
  }

  /** Says of which file comes what follows, where that is not clear. */
  private head(file: Followed): void {
    const { headings } = this.following
    const isHeaded = headings === 'always' || (headings === 'of several' && this.files.length > 1)
    if (isHeaded && this.latest !== file) this.session.emit(`${this.latest === undefined ? '' : '\n'}==> ${file.name} <==\n`)
    this.latest = file
  }

  private contentOf({ path }: Followed): string | undefined {
    return this.session.instance.setup.files.read(path)
  }
}

/** Follows files until the process is stopped; undefined where `tail` is not asked to. */
export async function followFiles(args: readonly string[], session: Session): Promise<CommandResult | undefined> {
  const following = readFollowing(args)
  if (following === undefined) return undefined
  await session.flush()
  return new Follower(following, session).run()
}

/** The words without those that ask to follow: what is sent ends by itself. */
export const withoutFollowing = (args: readonly string[]): string[] => {
  const { options, files } = readWords(args)
  if (!options.some((option) => /^-[fFr]$/u.test(option))) return [...args]
  const kept = options.filter((option) => !/^-[fFrsp]/u.test(option))
  return [...kept.flatMap((option) => (/^-[nc]/u.test(option) ? [option.slice(0, 2), option.slice(2)] : [option])), ...files]
}
