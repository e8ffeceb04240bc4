/** nslookup and getent: the Pod's resolver, shown as each tool shows it. */
import { normalizeAddress } from '../../../../network/address.ts'
import { respond } from '../../../../network/dns/respond.ts'
import { reverseName } from '../../../../network/dns/reverse-name.ts'
import { resolvConf } from '../../../../network/dns/resolv-conf.ts'
import type { DnsRecord, DnsType, Resolution, ResolutionStep, ResolverLibrary } from '../../../../network/model.ts'
import { resolve } from '../../../../network/resolve.ts'
import { indexSnapshot } from '../../../../network/state.ts'
import { parseImage } from '../../../../kubernetes/image-reference.ts'
import { askingOf } from '../../asked-names.ts'
import { isBusybox, libraryOf, userlandOf } from '../../userland.ts'
import { done, fail, type Command, type CommandResult, type Session } from '../session.ts'

const LOOKUP_TIMEOUT_MS = 10_000

export const withoutDot = (name: string): string => name.replace(/\.$/u, '')

const nameOf = (session: Session, ip: string): string | undefined => {
  const reverse = reverseName(ip)
  const answer = reverse === undefined ? undefined : respond(session.world.snapshot(), reverse, 'PTR')
  const data = answer?.answer[0]?.data
  return data === undefined ? undefined : withoutDot(data)
}

interface LookUp {
  readonly type?: DnsType
  readonly library?: ResolverLibrary
  /** Asked in place of those of resolv.conf. */
  readonly server?: string
}

/** Undefined where no server answers; the time that takes has then passed. */
export const ask = async (session: Session, name: string, lookUp: LookUp = {}): Promise<Resolution | undefined> => {
  const { source: from, instance, world } = session
  const { type = 'A', library = libraryOf(instance.setup.image), server } = lookUp
  const nameservers = server === undefined ? {} : { nameservers: [server] }
  const resolution = resolve(world.snapshot(), { from, name, type, library, ...nameservers })
  world.noteAsked(askingOf(resolution))
  if (resolution.outcome !== 'timed-out' && resolution.outcome !== 'refused') return resolution
  if (resolution.outcome === 'timed-out') await session.wait(LOOKUP_TIMEOUT_MS)
  return undefined
}

const serverOf = (session: Session): string =>
  resolvConf(indexSnapshot(session.world.snapshot()), session.source).nameservers[0] ?? ''

export const isAddress = (text: string): boolean => normalizeAddress(text) !== undefined

/** The addresses of both families, IPv4 first; undefined where no server answers. */
export const askBoth = async (
  session: Session,
  name: string,
  from: Pick<LookUp, 'server'> = {},
): Promise<Pick<Resolution, 'addresses' | 'canonicalName'> | undefined> => {
  const four = await ask(session, name, from)
  if (four === undefined) return undefined
  const six = await ask(session, name, { type: 'AAAA', ...from })
  const canonicalName = four.canonicalName ?? six?.canonicalName
  const addresses = [...four.addresses, ...(six?.addresses ?? [])]
  return { addresses, ...(canonicalName === undefined ? {} : { canonicalName }) }
}

/** busybox 1.28 prints the addresses in a list, with their reverse names. */
const oldStyle = async (session: Session, name: string): Promise<ReturnType<typeof done>> => {
  const server = serverOf(session)
  const shown = (ip: string): string =>
    `${ip}${((reverse) => (reverse === undefined ? '' : ` ${reverse}`))(nameOf(session, ip))}`
  const head = `Server:    ${server}\nAddress 1: ${shown(server)}\n\n`
  const addresses = isAddress(name) ? [name] : ((await askBoth(session, name))?.addresses ?? [])
  if (addresses.length === 0) return { stdout: head, stderr: `nslookup: can't resolve '${name}'\n`, exitCode: 1 }
  return done(`${head}Name:      ${name}\n${addresses.map((ip, index) => `Address ${index + 1}: ${shown(ip)}\n`).join('')}`)
}

const NO_SERVER = ';; connection timed out; no servers could be reached\n\n'

const reverseLookUp = (session: Session, ip: string): ReturnType<typeof done> => {
  const reverse = nameOf(session, ip)
  const asked = withoutDot(reverseName(ip) ?? ip)
  return reverse === undefined
    ? done(`** server can't find ${asked}: NXDOMAIN\n\n`, 1)
    : done(`${asked}\tname = ${reverse}\n\n`)
}

/** What a command line of nslookup asks for. */
interface Asked {
  readonly name: string
  /** As an address. */
  readonly server?: string
  /** Addresses of both families where absent. */
  readonly type?: DnsType
}

/**
 * Since 1.30 busybox asks for both families under every name at once, and prints what comes back one by one; one name that
 * is not there makes the command fail, whatever the others brought. @see busybox networking/nslookup.c
 */
const busyboxStyle = async (session: Session, { name, type, ...at }: Asked): Promise<CommandResult> => {
  const { server = serverOf(session) } = at
  const head = `Server:\t\t${server}\nAddress:\t${server.includes(':') ? `[${server}]` : server}:53\n\n`
  if (isAddress(name)) {
    const reversed = reverseLookUp(session, name)
    return { ...reversed, stdout: `${head}${reversed.stdout}` }
  }
  const steps: ResolutionStep[] = []
  for (const one of type === undefined ? (['A', 'AAAA'] as const) : [type]) {
    const found = await ask(session, name, { library: 'busybox-nslookup', type: one, ...at })
    if (found === undefined && steps.length === 0) return fail(NO_SERVER)
    steps.push(...(found?.steps ?? []))
  }
  const answers = steps.map(showStep)
  const failed = answers.some(({ isMissing }) => isMissing)
  return done(`${head}${answers.map(({ text }) => `${text}\n`).join('')}`, failed ? 1 : 0)
}

const showStep = ({ query, answer }: ResolutionStep): { readonly text: string; readonly isMissing: boolean } => {
  const name = withoutDot(query)
  if (typeof answer === 'string') return { text: '', isMissing: true }
  if (answer.rcode !== 'NOERROR') return { text: `** server can't find ${name}: ${answer.rcode}\n`, isMissing: true }
  if (answer.answer.length === 0) return { text: `*** Can't find ${name}: No answer\n`, isMissing: false }
  return { text: answer.answer.map(showRecord).join(''), isMissing: false }
}

/** What stands before a record's data; addresses have two lines. */
const SHOWN: Partial<Readonly<Record<DnsRecord['type'], string>>> = {
  CNAME: 'canonical name',
  PTR: 'name',
  SRV: 'service',
  TXT: 'text',
  NS: 'nameserver',
  MX: 'mail exchanger',
}

/** Names within SRV, NS and MX keep the dot at their end. */
const showRecord = ({ name, type, data }: DnsRecord): string => {
  const kind = SHOWN[type]
  if (kind === undefined) return `Name:\t${withoutDot(name)}\nAddress: ${data}\n`
  return `${withoutDot(name)}\t${kind} = ${type === 'CNAME' || type === 'PTR' ? withoutDot(data) : data}\n`
}

/** BIND's, where one type was asked for. */
const bindRecords = async (session: Session, head: string, { name, ...what }: Asked): Promise<CommandResult> => {
  const found = await ask(session, name, { library: 'glibc', ...what })
  if (found === undefined) return { stdout: NO_SERVER, stderr: '', exitCode: 1 }
  if (found.records.length > 0) return done(`${head}${found.records.map(showRecord).join('')}\n`)
  return notFound(head, name, found)
}

const notFound = (head: string, name: string, { outcome }: Resolution): CommandResult =>
  outcome === 'NOERROR' || outcome === 'NODATA'
    ? done(`${head}*** Can't find ${name}: No answer\n\n`)
    : done(`${head}** server can't find ${name}: ${outcome}\n\n`, 1)

/** The nslookup of BIND goes through the search list until a name answers, and asks of that name for the other family as well. */
const bindStyle = async (session: Session, asked: Asked): Promise<CommandResult> => {
  const { name, type, ...at } = asked
  const { server = serverOf(session) } = at
  const head = `Server:\t\t${server}\nAddress:\t${server}#53\n\n`
  if (isAddress(name)) return reverseLookUp(session, name)
  if (type !== undefined) return bindRecords(session, head, asked)
  const four = await ask(session, name, { library: 'glibc', ...at })
  if (four === undefined) return { stdout: NO_SERVER, stderr: '', exitCode: 1 }
  const hasName = four.outcome === 'NOERROR' || four.outcome === 'NODATA'
  const six = hasName ? await ask(session, name, { library: 'glibc', type: 'AAAA', ...at }) : undefined
  const addresses = [...four.addresses, ...(six?.addresses ?? [])]
  const canonical = withoutDot(four.canonicalName ?? six?.canonicalName ?? name)
  if (addresses.length > 0) return done(`${head}${addresses.map((ip) => `Name:\t${canonical}\nAddress: ${ip}\n`).join('')}\n`)
  return notFound(head, name, four)
}

const TYPES: ReadonlySet<string> = new Set<DnsType>(['A', 'AAAA', 'SRV', 'PTR', 'TXT', 'CNAME', 'SOA', 'NS', 'MX', 'ANY'])

export const isType = (word: string): word is DnsType => TYPES.has(word)

/** The type that the last such option names; `undefined` where none does. */
const typeIn = (args: readonly string[]): string | undefined =>
  args
    .flatMap((word) => /^-(?:q|query|querytype|type|ty)=(?<type>.*)$/u.exec(word)?.groups?.['type'] ?? [])
    .at(-1)
    ?.toUpperCase()

/** The server as an address; undefined where its name leads to none. */
export const addressOf = async (session: Session, server: string): Promise<string | undefined> =>
  normalizeAddress(server) ?? (await ask(session, server))?.addresses[0]

/** What is asked for; else how busybox and BIND complain. */
async function readAsked(args: readonly string[], session: Session, name: string): Promise<Asked | readonly [string, string]> {
  const given = args.filter((word) => !word.startsWith('-'))[1]
  const type = typeIn(args)
  if (type !== undefined && !isType(type)) return [`invalid query type "${type}"`, `unknown query type: ${type.toLowerCase()}`]
  const server = given === undefined ? undefined : await addressOf(session, given)
  if (given !== undefined && server === undefined)
    return [`bad address '${given}'`, `couldn't get address for '${given}': not found`]
  return { name, ...(server === undefined ? {} : { server }), ...(type === undefined ? {} : { type }) }
}

export const nslookup: Command = async (args, session) => {
  const name = args.find((word) => !word.startsWith('-'))
  if (name === undefined) return fail('BusyBox v1.28.4 multi-call binary.\n\nUsage: nslookup [HOST] [SERVER]\n')
  const isOfBusybox = isBusybox(session.instance.setup.image)
  const asked = await readAsked(args, session, name)
  if (!('name' in asked)) return fail(`nslookup: ${asked[isOfBusybox ? 0 : 1]}\n`)
  const { image, container } = session.instance.setup
  const tag = parseImage(container.image ?? '')?.tag ?? ''
  // Of other images the tag is not busybox's version.
  const isOld = userlandOf(image) === 'busybox' && /^1\.(?:[01]?\d|2[0-8])(?:\.|-|$)/u.test(tag)
  if (isOld) return oldStyle(session, name)
  return isOfBusybox ? busyboxStyle(session, asked) : bindStyle(session, asked)
}

const SOCKETS = ['STREAM', 'DGRAM', 'RAW'] as const

/** `hosts` of glibc asks for IPv6 first and is content with that; musl's knows IPv4 alone. `ahosts` lists both families. */
const entriesOf = async (session: Session, database: string, name: string): Promise<readonly string[]> => {
  const of = async (type: DnsType): Promise<readonly string[]> => (await ask(session, name, { type }))?.addresses ?? []
  if (database === 'ahosts') return (await askBoth(session, name))?.addresses ?? []
  if (database === 'ahostsv4') return of('A')
  if (database === 'ahostsv6') return of('AAAA')
  const six = libraryOf(session.instance.setup.image) === 'glibc' ? await of('AAAA') : []
  return six.length > 0 ? six : of('A')
}

export const getent: Command = async (args, session) => {
  const [database = '', name = ''] = args
  if (!/^(?:hosts|ahosts(?:v[46])?)$/u.test(database)) return fail('', 1)
  if (isAddress(name) && database === 'hosts') {
    const reverse = nameOf(session, name)
    return reverse === undefined ? fail('', 2) : done(`${name.padEnd(15)} ${reverse}\n`)
  }
  const addresses = await entriesOf(session, database, name)
  if (addresses.length === 0) return fail('', 2)
  const canonical = withoutDot((await askBoth(session, name))?.canonicalName ?? name)
  const lines = (ip: string, index: number): string =>
    database === 'hosts'
      ? `${ip.padEnd(15)} ${canonical}\n`
      : SOCKETS.map((kind) => `${ip.padEnd(15)} ${kind.padEnd(6)} ${index === 0 && kind === 'STREAM' ? canonical : ''}\n`).join(
          '',
        )
  return done(addresses.map(lines).join(''))
}
