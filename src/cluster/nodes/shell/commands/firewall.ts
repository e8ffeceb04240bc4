/** iptables-save and iptables, those of IPv6, and nft: what kube-proxy wrote on the node, for a privileged process in the node's network. */
import { familyOf, type AddressFamily } from '../../../../network/address.ts'
import { iptablesRules, renderIptables } from '../../../../network/service/rules/iptables.ts'
import { nftablesRules, renderNftables } from '../../../../network/service/rules/nftables.ts'
import { indexSnapshot } from '../../../../network/state.ts'
import { withSystemObjects } from '../../../../network/system-objects.ts'
import { done, fail, type Command, type Session } from '../session.ts'
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

const listOf =
  (family: AddressFamily): Command =>
  (args, session) => {
    if (!mayAdminister(session)) return fail(deniedTo(family), 4)
    const program = programOf(family)
    const at = args.findIndex((word) => word === '-S' || word === '--list-rules')
    if (at < 0) return fail(`${program}: of its commands only -S is there; ${program}-save prints all rules\n`, 2)
    const next = args[at + 1]
    const chain = next?.startsWith('-') === false ? next : undefined
    const listed = listRules(partOf(savedRules(session, family), tableOf(args) ?? 'filter'), chain)
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
