/** A table of nftables in parts, and their lines as `nft list ruleset` (1.0.6) prints them. */

export interface NftChain {
  /** Present for chains that the kernel calls: `type nat hook prerouting priority dstnat; policy accept;`. */
  readonly hook?: string
  readonly comment?: string
  readonly rules: readonly string[]
}

/** A set or a map. */
export interface NftCollection {
  readonly kind: 'set' | 'map'
  readonly type: string
  readonly comment?: string
  /** Further lines, such as `flags dynamic,timeout`. */
  readonly properties?: readonly string[]
  readonly elements: readonly string[]
}

export interface NftTable {
  readonly family: 'ip' | 'ip6'
  readonly name: string
  readonly comment?: string
  /** Sets and maps by name. */
  readonly collections: ReadonlyMap<string, NftCollection>
  readonly chains: ReadonlyMap<string, NftChain>
}

/** The lines of a set or map, its elements apart. */
export const linesOfCollection = ({ type, properties = [], comment }: NftCollection): readonly string[] => [
  `type ${type}`,
  ...properties,
  ...(comment === undefined ? [] : [`comment "${comment}"`]),
]

/** The lines of a chain. */
export const linesOfChain = ({ hook, comment, rules }: NftChain): readonly string[] => [
  ...(comment === undefined ? [] : [`comment "${comment}"`]),
  ...(hook === undefined ? [] : [hook]),
  ...rules,
]
