/** What an image brings: its start command, its files, and the commands that a shell in it knows. */

/** Which tools there are besides the image's own program. */
export type Userland = 'none' | 'busybox' | 'alpine' | 'debian' | 'network-tools'

/** What reads and writes the rules of a node's packet filter. */
export const FIREWALL_COMMANDS = ['iptables', 'iptables-save', 'ip6tables', 'ip6tables-save', 'nft'] as const

/** As whom an image runs. */
export interface ImageUser {
  readonly uid: number
  readonly gid: number
  readonly name: string
  readonly group: string
  /** It says the name and not the number: a kubelet cannot tell that this is not root. */
  readonly byName?: boolean
}

export const ROOT: ImageUser = { uid: 0, gid: 0, name: 'root', group: 'root' }

export interface Image {
  /** Last parts of repository names, such as `nginx` or `ingress-nginx/controller`; the registry and the tag do not count. */
  readonly repositories: readonly string[]
  readonly entrypoint: readonly string[]
  readonly command: readonly string[]
  readonly userland: Userland
  /** Absent where it is not known. */
  readonly user?: ImageUser
  /** Commands on top of the userland's. */
  readonly commands?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly workingDirectory?: string
  /** Of its program; absent where tags do not tell. */
  readonly version?: string
  /** What a tag makes different. */
  readonly forTag?: (tag: string) => Pick<Image, 'version' | 'env'>
  readonly files?: (tag: string) => Readonly<Record<string, string>>
}
