/** host, as BIND has it. */
import { familyOf } from '../../../../network/address.ts'
import { reverseName } from '../../../../network/dns/reverse-name.ts'
import type { DnsRecord, DnsType, Resolution } from '../../../../network/model.ts'
import { done, fail, type Command, type CommandResult, type Session } from '../session.ts'
import { addressOf, ask, askBoth, isAddress, isType, withoutDot } from './lookup.ts'

const NO_SERVER = fail(';; connection timed out; no servers could be reached\n')

/** Between a name and the data of its record. */
const SAYS: Partial<Readonly<Record<DnsType, string>>> = {
  A: 'has address',
  AAAA: 'has IPv6 address',
  CNAME: 'is an alias for',
  PTR: 'domain name pointer',
  NS: 'name server',
  MX: 'mail is handled by',
  TXT: 'descriptive text',
}

const showRecord = ({ name, type, data }: DnsRecord): string =>
  `${withoutDot(name)} ${SAYS[type] ?? `has ${type} record`} ${data}\n`

/** Of a search list the first name that is there. */
const askedName = ({ steps }: Resolution, name: string): string => {
  const step = steps.find(({ answer }) => typeof answer !== 'string' && answer.rcode === 'NOERROR')
  return withoutDot(step?.query ?? name)
}

const showFound = (found: Resolution, name: string, type: DnsType): CommandResult => {
  if (found.records.length > 0) return done(found.records.map(showRecord).join(''))
  const isThere = found.outcome === 'NOERROR' || found.outcome === 'NODATA'
  if (isThere) return done(`${askedName(found, name)} has no ${type} record\n`)
  return done(`Host ${name} not found: 3(NXDOMAIN)\n`, 1)
}

interface Asked {
  readonly type: string | undefined
  readonly operands: readonly string[]
}

const VALUED: ReadonlySet<string> = new Set(['-c', '-m', '-N', '-p', '-R', '-W'])

function readAsked(args: readonly string[]): Asked {
  let type: string | undefined
  const operands: string[] = []
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? ''
    if (word === '-t') type = args[(index += 1)] ?? ''
    else if (word.startsWith('-t')) type = word.slice(2)
    else if (VALUED.has(word)) index += 1
    else if (!word.startsWith('-')) operands.push(word)
  }
  return { type: type?.toUpperCase(), operands }
}

interface Question {
  readonly name: string
  /** Addresses of both families where absent. */
  readonly type?: DnsType | undefined
  /** Asked in place of those of resolv.conf. */
  readonly from: { readonly server?: string }
}

/** Undefined where no server answers. */
async function answerTo({ name, type, from }: Question, session: Session): Promise<CommandResult | undefined> {
  const reverse = isAddress(name) ? withoutDot(reverseName(name) ?? name) : undefined
  const wanted = type ?? (reverse === undefined ? undefined : 'PTR')
  if (wanted !== undefined) {
    const found = await ask(session, reverse ?? name, { library: 'glibc', type: wanted, ...from })
    return found === undefined ? undefined : showFound(found, reverse === undefined ? name : `${reverse}.`, wanted)
  }
  const resolution = await askBoth(session, name, from)
  if (resolution === undefined) return undefined
  const canonical = withoutDot(resolution.canonicalName ?? name)
  if (resolution.addresses.length === 0) return done(`Host ${name} not found: 3(NXDOMAIN)\n`, 1)
  const line = (ip: string): string => `${canonical} has ${familyOf(ip) === 'IPv6' ? 'IPv6 ' : ''}address ${ip}\n`
  return done(resolution.addresses.map(line).join(''))
}

export const host: Command = async (args, session) => {
  const { type, operands } = readAsked(args)
  const [name, server] = operands
  if (name === undefined) return fail('Usage: host [-t type] hostname [server]\n')
  if (type !== undefined && !isType(type)) return fail(`host: invalid type: ${type.toLowerCase()}\n\n`, 2)
  const at = server === undefined ? undefined : await addressOf(session, server)
  if (server !== undefined && at === undefined) return fail(`host: couldn't get address for '${server}': not found\n`)
  const answer = await answerTo({ name, type, from: at === undefined ? {} : { server: at } }, session)
  if (answer === undefined) return NO_SERVER
  const head = at === undefined ? '' : `Using domain server:\nName: ${server ?? ''}\nAddress: ${at}#53\nAliases: \n\n`
  return { ...answer, stdout: head + answer.stdout }
}
