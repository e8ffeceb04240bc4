/** kube-proxy's rules on one node as nftables has them. @see kubernetes/kubernetes pkg/proxy/nftables/proxier.go (v1.34), semantics K-nft */
import type { AddressFamily } from '../../address.ts'
import type { NetworkState } from '../../state.ts'
import { linesOfChain, linesOfCollection } from './nftables/ruleset.ts'
import { nftablesTable } from './nftables/tables.ts'
import type { ChooseService, RulesNode } from './proxied-ports.ts'

export interface NftablesSet {
  readonly kind: 'set' | 'map'
  /** What stands before the elements: type, flags, comment. */
  readonly declaration: readonly string[]
  readonly elements: readonly string[]
}

export interface NftablesRules {
  readonly family: AddressFamily
  /** `ip kube-proxy` or `ip6 kube-proxy`. */
  readonly table: string
  readonly comment: string
  /** Chains with their lines, as nft prints them. */
  readonly chains: ReadonlyMap<string, readonly string[]>
  readonly sets: ReadonlyMap<string, NftablesSet>
}

/** The rules of one node and family; `choose` leaves the Services of interest. */
export const nftablesRules = (state: NetworkState, node: RulesNode, choose?: ChooseService): NftablesRules => {
  const { family, name, comment = '', chains, collections } = nftablesTable(state, node, choose)
  return {
    family: node.family,
    table: `${family} ${name}`,
    comment,
    chains: new Map([...chains].map(([chain, parts]) => [chain, linesOfChain(parts)])),
    sets: new Map(
      [...collections].map(([set, parts]) => [
        set,
        { kind: parts.kind, declaration: linesOfCollection(parts), elements: parts.elements },
      ]),
    ),
  }
}

const ELEMENT_INDENT = '\n\t\t\t     '

const block = (head: string, lines: readonly string[]): string =>
  `\t${head} {\n${lines.map((line) => `\t\t${line}\n`).join('')}\t}\n`

/** As `nft list ruleset` prints and `nft -f` reads it; where nft breaks lines between elements may differ. */
export const renderNftables = ({ table, comment, chains, sets }: NftablesRules): string => {
  const elementsOf = (elements: readonly string[]): readonly string[] =>
    elements.length === 0 ? [] : [`elements = { ${elements.join(`,${ELEMENT_INDENT}`)} }`]
  const blocks = [
    ...[...sets].map(([name, { kind, declaration, elements }]) =>
      block(`${kind} ${name}`, [...declaration, ...elementsOf(elements)]),
    ),
    ...[...chains].map(([name, lines]) => block(`chain ${name}`, lines)),
  ]
  return `table ${table} {\n\tcomment "${comment}"\n\n${blocks.join('\n')}}\n`
}
