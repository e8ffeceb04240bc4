/** iptables-save and iptables, those of IPv6, and nft: what kube-proxy wrote on the node, for a privileged process in the node's network. */
import { familyOf, type AddressFamily } from '../../../../network/address.ts'
import { iptablesRules, renderIptables } from '../../../../network/service/rules/iptables.ts'
import { nftablesRules, renderNftables } from '../../../../network/service/rules/nftables.ts'
import { indexSnapshot } from '../../../../network/state.ts'
import { withSystemObjects } from '../../../../network/system-objects.ts'
import { done, fail, type Command, type Session } from '../session.ts'
import { listTable } from './listed-rules.ts'
import { podOf } from './pod.ts'
import { withRemarks } from './saved-rules.ts'

/** The one call into the rules of Services: the text that belongs to a node, in the program's own form. */
const rulesOf = (
  session: Session,
  name: string,
  family: AddressFamily,
): { readonly iptables: string; readonly nftables: string } => {
  const state = indexSnapshot(withSystemObjects(session.world.snapshot()))
  const node = { name, family }
  const mode = state.facts.proxyMode
  return {
    iptables: mode === 'iptables' ? renderIptables(iptablesRules(state, node, { form: 'save' })) : '',
    nftables: mode === 'nftables' ? renderNftables(nftablesRules(state, node)) : '',
  }
}

const mayAdminister = (session: Session): boolean => {
  const { securityContext: context } = session.instance.setup.container
  return context?.privileged === true || context?.capabilities?.add?.includes('NET_ADMIN') === true
}

/** The node whose network the process is in; undefined in a Pod of its own, where nobody wrote rules. */
const nodeOf = (session: Session): string | undefined => {
  const pod = podOf(session)
  return pod?.spec?.hostNetwork === true ? pod.spec.nodeName : undefined
}

const programOf = (family: AddressFamily): string => (family === 'IPv4' ? 'iptables' : 'ip6tables')

const deniedTo = (family: AddressFamily): string =>
  `${programOf(family)} v1.8.10 (nf_tables): Could not fetch rule set generation id: Permission denied (you must be root)\n`

const tableOf = (args: readonly string[]): string | undefined => {
  const at = args.findIndex((word) => word === '-t' || word === '--table')
  return at < 0 ? undefined : args[at + 1]
}

/** The part of a saved rule set that belongs to one table. */
const partOf = (saved: string, table: string): string =>
  new RegExp(`^\\*${table}\\n[\\s\\S]*?^COMMIT\\n`, 'mu').exec(saved)?.[0] ?? ''

const savedRules = (session: Session, family: AddressFamily): string => {
  const node = nodeOf(session)
  return node === undefined ? '' : rulesOf(session, node, family).iptables
}

const saveOf =
  (family: AddressFamily): Command =>
  (args, session) => {
    if (!mayAdminister(session)) return fail(deniedTo(family), 4)
    const saved = savedRules(session, family)
    const table = tableOf(args)
    return done(withRemarks(table === undefined ? saved : partOf(saved, table), session.world.clock.now(), family))
  }

export const iptablesSave: Command = saveOf('IPv4')
export const ip6tablesSave: Command = saveOf('IPv6')

/** `-S` and `-S CHAIN`: the rules as commands. */
const listRules = (part: string, chain: string | undefined): string | undefined => {
  const lines = part.split('\n')
  const policies = lines.flatMap((line) => {
    const match = /^:(\S+) (\S+)/u.exec(line)
    return match === null
      ? []
      : [[match[1] ?? '', match[2] === '-' ? `-N ${match[1] ?? ''}` : `-P ${match[1] ?? ''} ${match[2] ?? ''}`] as const]
  })
  if (chain !== undefined && !policies.some(([name]) => name === chain)) return undefined
  const rules = lines.filter((line) => line.startsWith(chain === undefined ? '-A ' : `-A ${chain} `))
  const shown = [...policies.filter(([name]) => chain === undefined || name === chain).map(([, line]) => line), ...rules]
  return shown.length === 0 ? '' : `${shown.join('\n')}\n`
}

interface Asked {
  /** `-S`: the rules as commands; `-L`: in columns. */
  readonly command: 'S' | 'L' | undefined
  readonly chain: string | undefined
  readonly table: string
  /** Letters of the options without a value. */
  readonly flags: string
}

const LONG: Readonly<Record<string, string>> = {
  '--list-rules': '-S',
  '--list': '-L',
  '--table': '-t',
  '--numeric': '-n',
  '--verbose': '-v',
  '--line-numbers': '-l',
  '--exact': '-x',
}

/** Letters may stand together; what follows the one that takes a value, in the word or behind it, is that value. */
function readAsked(args: readonly string[]): Asked {
  let asked: Asked = { command: undefined, chain: undefined, table: 'filter', flags: '' }
  let isChainNext = false
  for (let index = 0; index < args.length; index += 1) {
    const word = LONG[args[index] ?? ''] ?? args[index] ?? ''
    if (!/^-[A-Za-z]/u.test(word)) {
      if (isChainNext) asked = { ...asked, chain: word }
      isChainNext = false
      continue
    }
    for (const letter of word.slice(1)) {
      if (letter === 'S' || letter === 'L') asked = { ...asked, command: letter }
      else if (letter !== 't') asked = { ...asked, flags: asked.flags + letter }
    }
    isChainNext = /[SL]/u.test(word)
    if (word.endsWith('t')) asked = { ...asked, table: args[(index += 1)] ?? asked.table }
  }
  return asked
}

const listOf =
  (family: AddressFamily): Command =>
  (args, session) => {
    if (!mayAdminister(session)) return fail(deniedTo(family), 4)
    const program = programOf(family)
    const { command, chain, table, flags } = readAsked(args)
    if (command === undefined)
      return fail(`${program}: of its commands only -L and -S are there; ${program}-save prints all rules\n`, 2)
    const part = partOf(savedRules(session, family), table)
    const [isNumeric, isVerbose, hasNumbers] = ['n', 'v', 'l'].map((letter) => flags.includes(letter))
    const how = { family, isNumeric: isNumeric === true, isVerbose: isVerbose === true, hasNumbers: hasNumbers === true }
    const listed = command === 'S' ? listRules(part, chain) : listTable(part, chain, how)
    return listed === undefined ? fail(`${program}: No chain/target/match by that name.\n`) : done(listed)
  }

export const iptables: Command = listOf('IPv4')
export const ip6tables: Command = listOf('IPv6')

export const nft: Command = (args, session) => {
  if (!mayAdminister(session)) return fail('Operation not permitted (you must be root)\n')
  if (args[0] !== 'list') return fail('nft: of its commands only list is there\n')
  const node = nodeOf(session)
  if (node === undefined) return done('')
  const { podCidrs } = session.world.snapshot().facts.cluster
  const families = (['IPv4', 'IPv6'] as const).filter((family) => podCidrs.some((cidr) => familyOf(cidr) === family))
  return done(families.map((family) => rulesOf(session, node, family).nftables).join(''))
}
