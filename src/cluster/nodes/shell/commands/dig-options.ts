/** The words that dig is called with: queries one after another, each with options of its own. @see BIND 9.18 manual, dig */
import { reverseName } from '../../../../network/dns/reverse-name.ts'
import type { DnsType } from '../../../../network/model.ts'

const TYPES: readonly DnsType[] = ['A', 'AAAA', 'SRV', 'PTR', 'TXT', 'CNAME', 'SOA', 'NS', 'MX', 'ANY']
const CLASSES: ReadonlySet<string> = new Set(['IN', 'CH', 'HS'])

/** What is printed of an answer. `cmd` is the banner, `comments` are header, titles and warnings. */
const PARTS = ['cmd', 'comments', 'question', 'answer', 'authority', 'additional', 'stats'] as const
export type DigPart = (typeof PARTS)[number]

/** Options that `+` and `+no` switch, beside the parts. */
const SWITCHES = ['short', 'search', 'tcp', 'edns', 'recurse', 'identify'] as const
type Switch = (typeof SWITCHES)[number]

const SPELLINGS: Readonly<Record<string, Switch>> = { defname: 'search', vc: 'tcp', rec: 'recurse' }

/** Options without an effect on what a cluster's server answers, or on how it is shown here. */
const WITHOUT_EFFECT =
  /^(?:no)?(?:aaflag|aaonly|adflag|badcookie|besteffort|bufsize|cdflag|class|cookie|crypto|dnssec|do|expire|fail|header-only|idnin|idnout|ignore|keepalive|keepopen|mapped|multiline|nsid|nssearch|onesoa|padding|qid|qr|rrcomments|showsearch|split|subnet|trace|ttlid|ttlunits|unknownformat|yaml|zflag)(?:=.*)?$/u

export interface DigQuery {
  readonly name: string
  readonly type: DnsType
  /** As it was written; undefined where the resolver's own servers are asked. */
  readonly server?: string
  readonly port: number
  readonly parts: ReadonlySet<DigPart>
  readonly on: ReadonlySet<Switch>
  /** Stands in place of the search list. */
  readonly domain?: string
  readonly timeoutMs: number
  readonly tries: number
}

export type DigCall = { readonly queries: readonly DigQuery[] } | { readonly invalid: string } | { readonly isVersion: true }

interface Settings {
  server?: string
  domain?: string
  port: number
  timeoutMs: number
  tries: number
  readonly parts: Set<DigPart>
  readonly on: Set<Switch>
}

interface Draft {
  readonly settings: Settings
  name?: string
  type?: DnsType
}

const typeOf = (word: string): DnsType | undefined => TYPES.find((type) => type === word.toUpperCase())

const initial = (): Settings => ({
  port: 53,
  timeoutMs: 5_000,
  tries: 3,
  parts: new Set(PARTS),
  on: new Set<Switch>(['edns', 'recurse']),
})

class DigReader {
  private readonly global = initial()
  private readonly drafts: Draft[] = []
  /** Switches of the whole call, wherever they stand. */
  private readonly everywhere = new Set<Switch>()
  private readonly rest: string[]
  private type: DnsType | undefined

  constructor(args: readonly string[]) {
    this.rest = [...args]
  }

  read(): DigCall {
    for (let word = this.rest.shift(); word !== undefined; word = this.rest.shift()) {
      if (word === '-v') return { isVersion: true }
      const isKnown = word.startsWith('+') ? this.option(word.slice(1)) : this.word(word)
      if (!isKnown) return { invalid: word }
    }
    if (this.drafts.length === 0) this.begin('.', this.type ?? 'NS')
    return { queries: this.drafts.map((draft) => toQuery(draft, this.everywhere)) }
  }

  /** Options in front of the first name are for all queries. */
  private settings(): Settings {
    return this.drafts.at(-1)?.settings ?? this.global
  }

  private begin(name: string, type: DnsType | undefined): void {
    const { global } = this
    const settings = { ...global, parts: new Set(global.parts), on: new Set(global.on) }
    this.drafts.push({ settings, name, ...(type === undefined ? {} : { type }) })
  }

  private word(word: string): boolean {
    if (word.startsWith('@')) this.settings().server = word.slice(1)
    else if (word.startsWith('-')) return this.letter(word)
    else if (typeOf(word) !== undefined && this.drafts.at(-1)?.type === undefined) this.setType(word)
    else if (!CLASSES.has(word.toUpperCase())) this.begin(word, this.drafts.length === 0 ? this.type : undefined)
    return true
  }

  /** `-t A` or `-tA`. */
  private letter(word: string): boolean {
    const letter = word.slice(0, 2)
    if (letter === '-4' || letter === '-6') return true
    if (!/^-[xqptcb]/u.test(word)) return false
    const value = word.length > 2 ? word.slice(2) : (this.rest.shift() ?? '')
    if (letter === '-x') this.begin(reverseName(value) ?? `${value}.in-addr.arpa.`, 'PTR')
    else if (letter === '-q') this.begin(value, this.type)
    else if (letter === '-p') this.settings().port = Number(value)
    else if (letter === '-t') this.setType(value)
    return true
  }

  private setType(word: string): void {
    const type = typeOf(word) ?? 'A'
    const draft = this.drafts.at(-1)
    if (draft === undefined) this.type = type
    else draft.type = type
  }

  private option(option: string): boolean {
    const { parts, on } = this.settings()
    const [, no, name = '', value] = /^(no)?([a-z-]+)(?:=(.*))?$/u.exec(option) ?? []
    const turn = <T>(set: Set<T>, ...items: readonly T[]): boolean => {
      for (const item of items)
        if (no === undefined) set.add(item)
        else set.delete(item)
      return true
    }
    if (name === 'all') return turn(parts, ...PARTS)
    const part = PARTS.find((one) => one === name)
    if (part !== undefined) return turn(parts, part)
    const one = SPELLINGS[name] ?? SWITCHES.find((known) => known === name)
    if (one === 'short') return turn(this.everywhere, one)
    if (one !== undefined) return turn(on, one)
    return (value !== undefined && this.setting(name, value)) || WITHOUT_EFFECT.test(option)
  }

  private setting(name: string, value: string): boolean {
    const settings = this.settings()
    if (name === 'domain') settings.domain = value
    else if (name === 'time' || name === 'timeout') settings.timeoutMs = Math.max(1, Number(value)) * 1000
    else if (name === 'tries') settings.tries = Math.max(1, Number(value))
    else if (name === 'retry') settings.tries = Number(value) + 1
    else return name === 'ndots'
    return true
  }
}

const toQuery = ({ settings, name = '.', type = 'A' }: Draft, everywhere: ReadonlySet<Switch>): DigQuery => ({
  ...settings,
  name,
  type,
  on: new Set([...settings.on, ...everywhere]),
})

export const readDigCall = (args: readonly string[]): DigCall => new DigReader(args).read()
