/** A walk hop by hop as the kernel sees it (semantics P12): the words in which `expandWalk` answers. Plain JSON-serialisable data. */
import type { FieldReference, ObjectReference } from '../../kubernetes/object.ts'
import type { NamespacedName, Obstacle, PolicyHop, Protocol } from '../model.ts'

/** Addresses of a packet. The client's port is ephemeral and left out: answers have a source port only. */
export interface Addresses {
  readonly sourceIp: string
  readonly sourcePort?: number
  readonly destinationIp: string
  readonly destinationPort?: number
  readonly protocol: Protocol
}

export type Hook = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING'

export interface Device {
  /** `eth0`, `veth` (its real name ends in random letters), `cni0`, `flannel.1`, `lo`. */
  readonly name: string
  readonly link: 'veth' | 'bridge' | 'vxlan' | 'ethernet' | 'loopback'
  /** Largest packet, in bytes; absent for loopback, where it does not matter. */
  readonly mtu?: number
}

/** The packet around a packet on its way between nodes (P11). */
export interface Outer {
  readonly sourceIp: string
  readonly destinationIp: string
  readonly protocol: 'UDP'
  readonly destinationPort: number
  readonly vni: number
  /** Bytes that it adds. */
  readonly overhead: number
}

export interface Route {
  /** A block, an address, or `default`. */
  readonly destination: string
  /** The next node; absent where the destination is on the link itself. */
  readonly via?: string
  readonly device: string
}

interface StepBase {
  /** The Pod as `namespace/name`, the node, or the address outside. */
  readonly place: string
  readonly device?: Device
  readonly hook?: Hook
  readonly before?: Addresses
  readonly after?: Addresses
  /** What decided: fields of objects. */
  readonly by: readonly FieldReference[]
  readonly semantics: readonly string[]
  /** The hop of the walk, from 0, that this step belongs to. */
  readonly hop: number
}

/** A rule rewrites the first packet of a connection, and with it all others. */
export type TranslateStep = StepBase & {
  readonly does: 'translate-destination' | 'translate-source'
  /** kube-proxy's chains that lead there, where it uses iptables: `KUBE-SVC-…`, `KUBE-SEP-…`. */
  readonly chains?: readonly string[]
}

export type DetailStep =
  | (StepBase & { readonly does: 'look-up'; readonly name: string; readonly found: readonly string[] })
  /** `pass`: the hook has nothing for it. `untracked`: it is taken by what runs on the node before any Service's rules are asked. */
  | (StepBase & {
      readonly does: 'send' | 'pass' | 'untracked' | 'bridge' | 'reject' | 'drop' | 'accept' | 'refuse'
    })
  /** `outer`: what is on the wire, where the packet travels inside another. */
  | (StepBase & { readonly does: 'receive' | 'transmit'; readonly outer?: Outer })
  | TranslateStep
  /** In the answers to a connection, from the connection tracker's memory (K9, K10). */
  | (StepBase & { readonly does: 'restore-destination' | 'restore-source' })
  | (StepBase & { readonly does: 'route'; readonly route: Route })
  | (StepBase & { readonly does: 'encapsulate' | 'decapsulate'; readonly outer: Outer })
  | (StepBase & {
      readonly does: 'policy'
      readonly direction: PolicyHop['direction']
      readonly pod: NamespacedName
      readonly decision: PolicyHop['decision']
    })
  /** Policies do not look at answers, not even those that would not let the Pod begin such a connection (N5). */
  | (StepBase & { readonly does: 'answer-passes'; readonly pod: NamespacedName; readonly despite: readonly ObjectReference[] })
  | (StepBase & { readonly does: 'lost'; readonly obstacle: Obstacle | 'no-rule-for-port' })
  | (StepBase & { readonly does: 'choose-rule'; readonly host: string; readonly path: string })
  | (StepBase & { readonly does: 'respond'; readonly status: number })

/** What is worth knowing about the way back. */
export type ReplyNote =
  /** The source was rewritten, so that the answer comes back by the node that can undo the translation (S27, K11). */
  | { readonly code: 'returns-by-node'; readonly node: string; readonly semantics: readonly string[] }
  /** The client's address is kept; the endpoint's node is the one that received it, and answers itself (S25). */
  | { readonly code: 'answers-directly'; readonly node: string; readonly semantics: readonly string[] }
  /** A Pod that reached itself: the answer leaves it because the source was its node's (K4). */
  | { readonly code: 'hairpin'; readonly node: string; readonly semantics: readonly string[] }
  /** The client sees the Service's address as its peer throughout (K10). */
  | { readonly code: 'service-address-restored'; readonly node: string; readonly semantics: readonly string[] }
  /** A policy isolates the Pod in the direction in which the answer travels, and does not matter (N5). */
  | {
      readonly code: 'policies-do-not-matter'
      readonly pod: NamespacedName
      readonly policies: readonly ObjectReference[]
      readonly semantics: readonly string[]
    }

export interface DetailedWalk {
  readonly steps: readonly DetailStep[]
  /** The answer's way, of the last connection of the walk; empty where none came about. */
  readonly reply: readonly DetailStep[]
  readonly replyNotes: readonly ReplyNote[]
}
