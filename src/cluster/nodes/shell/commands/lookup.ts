/** nslookup, dig, host and getent: the Pod's resolver, shown as each tool shows it. */
import { respond } from '../../../../network/dns/respond.ts'
import { reverseName } from '../../../../network/dns/reverse-name.ts'
import { resolvConf } from '../../../../network/dns/resolv-conf.ts'
import type { DnsType, Resolution } from '../../../../network/model.ts'
import { resolve } from '../../../../network/resolve.ts'
import { indexSnapshot } from '../../../../network/state.ts'
import { parseImage } from '../../image-reference.ts'
import { done, fail, type Command, type Session } from '../session.ts'

const LOOKUP_TIMEOUT_MS = 10_000

const withoutDot = (name: string): string => name.replace(/\.$/u, '')

const nameOf = (session: Session, ip: string): string | undefined => {
  const reverse = reverseName(ip)
  const answer = reverse === undefined ? undefined : respond(session.world.snapshot(), reverse, 'PTR')
  const data = answer?.answer[0]?.data
  return data === undefined ? undefined : withoutDot(data)
}

const ask = async (session: Session, name: string, type: DnsType = 'A'): Promise<Resolution | undefined> => {
  const resolution = resolve(session.world.snapshot(), { from: session.source, name, type })
  if (resolution.outcome !== 'timed-out' && resolution.outcome !== 'refused') return resolution
  if (resolution.outcome === 'timed-out') await session.wait(LOOKUP_TIMEOUT_MS)
  return undefined
}

const serverOf = (session: Session): string =>
  resolvConf(indexSnapshot(session.world.snapshot()), session.source).nameservers[0] ?? ''

const IS_ADDRESS = /^\d+\.\d+\.\d+\.\d+$/u

/** busybox 1.28 prints the addresses in a list, with their reverse names. */
const oldStyle = async (session: Session, name: string): Promise<ReturnType<typeof done>> => {
  const server = serverOf(session)
  const shown = (ip: string): string =>
    `${ip}${((reverse) => (reverse === undefined ? '' : ` ${reverse}`))(nameOf(session, ip))}`
  const head = `Server:    ${server}\nAddress 1: ${shown(server)}\n\n`
  const addresses = IS_ADDRESS.test(name) ? [name] : ((await ask(session, name))?.addresses ?? [])
  if (addresses.length === 0) return { stdout: head, stderr: `nslookup: can't resolve '${name}'\n`, exitCode: 1 }
  return done(`${head}Name:      ${name}\n${addresses.map((ip, index) => `Address ${index + 1}: ${shown(ip)}\n`).join('')}`)
}

/** Later versions print the server's answers one by one, and do not go on in the search list after a failure. */
const newStyle = async (session: Session, name: string): Promise<ReturnType<typeof done>> => {
  const server = serverOf(session)
  const head = `Server:\t\t${server}\nAddress:\t${server}:53\n\n`
  if (IS_ADDRESS.test(name)) {
    const reverse = nameOf(session, name)
    const asked = reverseName(name) ?? name
    return reverse === undefined
      ? { stdout: `${head}** server can't find ${withoutDot(asked)}: NXDOMAIN\n\n`, stderr: '', exitCode: 1 }
      : done(`${head}${withoutDot(asked)}\tname = ${reverse}\n\n`)
  }
  const resolution = await ask(session, name)
  if (resolution === undefined) return fail(';; connection timed out; no servers could be reached\n\n')
  const canonical = withoutDot(resolution.canonicalName ?? name)
  if (resolution.addresses.length === 0) {
    return {
      stdout: `${head}** server can't find ${canonical}: ${resolution.outcome === 'NODATA' ? 'No answer' : resolution.outcome}\n\n`,
      stderr: '',
      exitCode: 1,
    }
  }
  return done(`${head}${resolution.addresses.map((ip) => `Name:\t${canonical}\nAddress: ${ip}\n`).join('')}\n`)
}

export const nslookup: Command = async (args, session) => {
  const name = args.find((word) => !word.startsWith('-'))
  if (name === undefined) return fail('BusyBox v1.28.4 multi-call binary.\n\nUsage: nslookup [HOST] [SERVER]\n')
  const tag = parseImage(session.instance.setup.container.image ?? '')?.tag ?? ''
  const isOld = /^1\.(?:[01]?\d|2[0-8])(?:\.|-|$)/u.test(tag)
  return isOld ? oldStyle(session, name) : newStyle(session, name)
}

const TYPES: readonly DnsType[] = ['A', 'AAAA', 'SRV', 'PTR', 'TXT', 'CNAME', 'SOA', 'NS', 'MX', 'ANY']

export const dig: Command = async (args, session) => {
  const words = args.filter((word) => !word.startsWith('+') && !word.startsWith('@') && !word.startsWith('-'))
  const reverse = args.includes('-x') ? reverseName(words[0] ?? '') : undefined
  const type =
    reverse === undefined ? (TYPES.find((known) => words.some((word) => word.toUpperCase() === known)) ?? 'A') : 'PTR'
  const name = reverse ?? words.find((word) => !TYPES.some((known) => known === word.toUpperCase())) ?? '.'
  const searches = args.includes('+search')
  const resolution = await ask(session, searches || name.endsWith('.') ? name : `${name}.`, type)
  if (resolution === undefined)
    return { stdout: ';; connection timed out; no servers could be reached\n', stderr: '', exitCode: 9 }
  if (args.includes('+short')) return done(resolution.records.map(({ data }) => `${data}\n`).join(''))
  const rcode = resolution.outcome === 'NODATA' ? 'NOERROR' : resolution.outcome
  const question = withoutDot(resolution.canonicalName ?? name)
  const answers = resolution.records
    .map((record) => `${record.name}\t${record.ttlSeconds}\tIN\t${record.type}\t${record.data}\n`)
    .join('')
  const section = answers === '' ? '' : `\n;; ANSWER SECTION:\n${answers}`
  return done(
    `;; ->>HEADER<<- opcode: QUERY, status: ${rcode}\n\n;; QUESTION SECTION:\n;${question}.\t\tIN\t${type}\n${section}\n;; SERVER: ${serverOf(session)}#53(${serverOf(session)}) (UDP)\n`,
  )
}

export const host: Command = async (args, session) => {
  const name = args.find((word) => !word.startsWith('-')) ?? ''
  const resolution = await ask(session, name)
  if (resolution === undefined) return fail(';; connection timed out; no servers could be reached\n')
  const canonical = withoutDot(resolution.canonicalName ?? name)
  if (resolution.addresses.length === 0) return { stdout: `Host ${name} not found: 3(NXDOMAIN)\n`, stderr: '', exitCode: 1 }
  return done(resolution.addresses.map((ip) => `${canonical} has address ${ip}\n`).join(''))
}

export const getent: Command = async (args, session) => {
  const [database, name = ''] = args
  if (database !== 'hosts' && database !== 'ahosts') return fail('', 1)
  const resolution = await ask(session, name)
  const addresses = resolution?.addresses ?? []
  return addresses.length === 0
    ? fail('', 2)
    : done(addresses.map((ip) => `${ip.padEnd(15)} ${withoutDot(resolution?.canonicalName ?? name)}\n`).join(''))
}
