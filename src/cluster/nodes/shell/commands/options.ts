/** Options of command line tools: flags, single letters run together, values behind a blank, a letter or `=`. */
export interface Options {
  readonly flags: ReadonlySet<string>
  readonly values: ReadonlyMap<string, string>
  /** Options with their values as they were given, in their order. */
  readonly given: readonly (readonly [name: string, value: string])[]
  /** Of every `-H`/`--header`, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  /** What is no option. */
  readonly operands: readonly string[]
}

const HEADER = new Set(['-H', '--header'])

class OptionReader {
  readonly flags = new Set<string>()
  readonly values = new Map<string, string>()
  readonly given: (readonly [name: string, value: string])[] = []
  readonly headers: Record<string, string> = {}
  readonly operands: string[] = []
  private readonly rest: string[]
  private readonly valued: ReadonlySet<string>

  constructor(args: readonly string[], valued: ReadonlySet<string>) {
    this.rest = [...args]
    this.valued = valued
  }

  read(): Options {
    for (let word = this.rest.shift(); word !== undefined; word = this.rest.shift()) {
      if (word.startsWith('--')) this.long(word)
      else if (/^-[a-zA-Z0-9#]/u.test(word)) this.short(word)
      else this.operands.push(word)
    }
    return this
  }

  private long(word: string): void {
    const at = word.indexOf('=')
    const name = at < 0 ? word : word.slice(0, at)
    if (!this.valued.has(name)) this.flags.add(name)
    else this.put(name, at < 0 ? (this.rest.shift() ?? '') : word.slice(at + 1))
  }

  private short(word: string): void {
    for (let at = 1; at < word.length; at++) {
      const flag = `-${word.charAt(at)}`
      if (this.valued.has(flag)) {
        const behind = word.slice(at + 1)
        this.put(flag, behind === '' ? (this.rest.shift() ?? '') : behind)
        return
      }
      this.flags.add(flag)
    }
  }

  private put(name: string, value: string): void {
    this.given.push([name, value])
    if (!HEADER.has(name)) {
      this.values.set(name, value)
      return
    }
    const at = value.indexOf(':')
    this.headers[value.slice(0, Math.max(0, at)).trim().toLowerCase()] = value.slice(at + 1).trim()
  }
}

/** `valued` names the options that take a value. */
export const parseOptions = (args: readonly string[], valued: ReadonlySet<string>): Options =>
  new OptionReader(args, valued).read()

/** The first of several spellings that was given. */
export const valueOf = ({ values }: Options, ...names: readonly string[]): string | undefined =>
  names.map((name) => values.get(name)).find((value) => value !== undefined)

export const hasFlag = ({ flags }: Options, ...names: readonly string[]): boolean => names.some((name) => flags.has(name))
