/** What an image brings: its start command, its files, and the commands that a shell in it knows. */

/** Which tools there are besides the image's own program. */
export type Userland = 'none' | 'busybox' | 'alpine' | 'debian' | 'network-tools'

/** What reads and writes the rules of a node's packet filter. */
export const FIREWALL_COMMANDS = ['iptables', 'iptables-save', 'ip6tables', 'ip6tables-save', 'nft'] as const

export interface Image {
  /** Last parts of repository names, such as `nginx` or `ingress-nginx/controller`; the registry and the tag do not count. */
  readonly repositories: readonly string[]
  readonly entrypoint: readonly string[]
  readonly command: readonly string[]
  readonly userland: Userland
  /** Commands on top of the userland's. */
  readonly commands?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly workingDirectory?: string
  readonly files?: (tag: string) => Readonly<Record<string, string>>
}
