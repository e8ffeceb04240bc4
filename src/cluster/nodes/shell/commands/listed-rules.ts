/** `iptables -L`: the rules of a table as its columns show them, made of the lines that iptables-save prints. */
import type { AddressFamily } from '../../../../network/address.ts'

export interface Listing {
  readonly family: AddressFamily
  readonly isNumeric: boolean
  readonly isVerbose: boolean
  readonly hasNumbers: boolean
}

const PROTOCOL_NUMBERS: Readonly<Record<string, string>> = { all: '0', tcp: '6', udp: '17', sctp: '132', icmp: '1' }
/** Names of ports, as a node's /etc/services has them. */
const SERVICES: Readonly<Record<string, string>> = {
  '21': 'ftp',
  '22': 'ssh',
  '25': 'smtp',
  '53': 'domain',
  '80': 'http',
  '443': 'https',
  '3306': 'mysql',
  '5432': 'postgresql',
  '6379': 'redis',
  '8080': 'http-alt',
}

/** A rule in its columns. */
interface Row {
  target: string
  protocol: string
  source: string
  destination: string
  /** What follows the columns. */
  readonly remarks: string[]
}

interface Words {
  /** The next word; undefined at the end. */
  next(): string | undefined
}

/** Words of a line; those in quotes are one. */
const wordsOf = (line: string): Words => {
  const words = Array.from(line.matchAll(/"([^"]*)"|(\S+)/gu), ([, quoted, plain]) => quoted ?? plain ?? '')
  return { next: () => words.shift() }
}

const portText = (port: string, { isNumeric }: Listing): string => (isNumeric ? port : (SERVICES[port] ?? port))

const blockText = (block: string): string => block.replace(/\/(?:32|128)$/u, '')

/** What an option says behind the columns. `not`: it is turned round. */
type Tell = (value: string, not: string, listing: Listing, row: Row) => string

/** Options that stand alone. */
const FLAGS: ReadonlySet<string> = new Set(['--set', '--rcheck', '--reap', '--rsource', '--random-fully'])

const markText = (value: string): string => {
  const [mark = '', mask = ''] = value.split('/')
  return mask === '0x0' ? `MARK xor ${mark}` : mark === mask ? `MARK or ${mark}` : `MARK xset ${value}`
}

const OPTIONS: Readonly<Record<string, Tell>> = {
  '--comment': (text) => `/* ${text} */`,
  '--dport': (port, not, listing, { protocol }) => `${protocol} dpt:${not}${portText(port, listing)}`,
  '--sport': (port, not, listing, { protocol }) => `${protocol} spt:${not}${portText(port, listing)}`,
  '--ctstate': (states, not) => `${not}ctstate ${states}`,
  '--mark': (mark, not) => `mark match ${not}${mark}`,
  '--src-type': (type) => `ADDRTYPE match src-type ${type}`,
  '--dst-type': (type) => `ADDRTYPE match dst-type ${type}`,
  '--mode': (mode) => `statistic mode ${mode}`,
  '--probability': (chance) => `probability ${chance}`,
  '--to-destination': (place) => `to:${place}`,
  '--set-xmark': markText,
  '--random-fully': () => 'random-fully',
  '--reject-with': (how) => `reject-with ${how}`,
  '--set': () => 'recent: SET',
  '--rcheck': () => 'recent: CHECK',
  '--seconds': (seconds) => `seconds: ${seconds}`,
  '--reap': () => 'reap',
  '--name': (name) => `name: ${name} side: source`,
  '--mask': (mask) => `mask: ${mask}`,
  '--rsource': () => '',
}

/** Options that fill a column. */
const fill = (option: string, value: string, not: string, row: Row): boolean => {
  if (option === '-j') row.target = value
  else if (option === '-p') row.protocol = value
  else if (option === '-s') row.source = `${not.trim()}${blockText(value)}`
  else if (option === '-d') row.destination = `${not.trim()}${blockText(value)}`
  else return false
  return true
}

/** A match for a protocol that asks for no port says its name alone. */
const isBareProtocol = (rest: string, name: string): boolean =>
  new RegExp(`-m ${name}(?! --[ds]port)(?: |$)`, 'u').test(rest) && /^(?:tcp|udp|sctp)$/u.test(name)

function rowOf(rule: string, listing: Listing): Row {
  const anywhere = listing.isNumeric ? (listing.family === 'IPv4' ? '0.0.0.0/0' : '::/0') : 'anywhere'
  const row: Row = { target: '', protocol: 'all', source: anywhere, destination: anywhere, remarks: [] }
  const words = wordsOf(rule)
  let not = ''
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (word === '!') {
      not = '! '
      continue
    }
    const value = FLAGS.has(word) ? '' : (words.next() ?? '')
    if (word === '-m') {
      if (isBareProtocol(rule, value)) row.remarks.push(value)
    } else if (!fill(word, value, not, row)) {
      const told = OPTIONS[word]?.(value, not, listing, row) ?? `${not}${word} ${value}`.trim()
      if (told !== '') row.remarks.push(told)
    }
    not = ''
  }
  return row
}

/** An address with the sign before it that turns it round. */
const addressColumn = (address: string): string => (address.startsWith('!') ? '!' : ' ') + address.replace(/^!/u, '').padEnd(19)

function lineOf(row: Row, index: number, listing: Listing): string {
  const { isNumeric, isVerbose, hasNumbers, family } = listing
  const protocol = isNumeric ? (PROTOCOL_NUMBERS[row.protocol] ?? row.protocol) : row.protocol
  const number = hasNumbers ? `${String(index + 1).padEnd(4)} ` : ''
  const counts = isVerbose ? '    0     0 ' : ''
  const interfaces = isVerbose ? `  ${'*'.padEnd(6)} ${'*'.padEnd(6)} ` : ' '
  const fragments = family === 'IPv4' ? '--' : '  '
  const addresses = `${addressColumn(row.source)} ${addressColumn(row.destination)} `
  const remarks = row.remarks.map((remark) => ` ${remark}`).join('')
  return `${number}${counts}${row.target.padEnd(9)}  ${protocol.padEnd(4)} ${fragments}${interfaces}${addresses}${remarks}\n`
}

const headOf = ({ isVerbose, hasNumbers }: Listing): string =>
  `${hasNumbers ? 'num  ' : ''}${isVerbose ? ' pkts bytes ' : ''}target     prot opt${isVerbose ? ' in     out    ' : ''} source               destination         \n`

/** All chains of a table's part of iptables-save, or the one that is named; undefined where there is none of that name. */
export function listTable(part: string, chain: string | undefined, listing: Listing): string | undefined {
  const lines = part.split('\n')
  const chains = lines.flatMap((line) => {
    const [, name, policy] = /^:(\S+) (\S+)/u.exec(line) ?? []
    return name === undefined ? [] : [{ name, policy }]
  })
  const chosen = chains.filter(({ name }) => chain === undefined || name === chain)
  if (chosen.length === 0 && chain !== undefined) return undefined
  const referencesTo = (name: string): number => lines.filter((line) => ` ${line} `.includes(` -j ${name} `)).length
  return chosen
    .map(({ name, policy }) => {
      const rules = lines.filter((line) => line.startsWith(`-A ${name} `)).map((line) => line.slice(name.length + 4))
      const counts = listing.isVerbose ? ' 0 packets, 0 bytes' : ''
      const said = policy === '-' ? `${referencesTo(name)} references` : `policy ${policy ?? ''}${counts}`
      const rows = rules.map((rule, index) => lineOf(rowOf(rule, listing), index, listing))
      return `Chain ${name} (${said})\n${headOf(listing)}${rows.join('')}`
    })
    .join('\n')
}
