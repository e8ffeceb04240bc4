/** A walk hop by hop as the kernel sees it (semantics P12): the words in which `expandWalk` answers. Plain JSON-serialisable data. */
import type { FieldReference, ObjectReference } from '../../kubernetes/object.ts'
import type { NamespacedName, Obstacle, PolicyHop, Protocol } from '../model.ts'

/** Addresses of a packet. The client's port is ephemeral and left out: answers have a source port only. */
export interface Addresses {
  /** Address of the sender. */
  readonly sourceIp: string
  /** Port of the sender, where it is not an ephemeral one. */
  readonly sourcePort?: number
  /** Address of the receiver. */
  readonly destinationIp: string
  /** Port of the receiver. */
  readonly destinationPort?: number
  /** The transport protocol. */
  readonly protocol: Protocol
}

/** Where netfilter looks at packets. */
export type Hook = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING'

/** A network interface. */
export interface Device {
  /** `eth0`, `veth` (its real name ends in random letters), `cni0`, `flannel.1`, `lo`. */
  readonly name: string
  /** What kind of interface it is. */
  readonly link: 'veth' | 'bridge' | 'vxlan' | 'ethernet' | 'loopback'
  /** Largest packet, in bytes; absent for loopback, where it does not matter. */
  readonly mtu?: number
}

/** The packet around a packet on its way between nodes (P11). */
export interface Outer {
  /** Address of the sender. */
  readonly sourceIp: string
  /** Address of the receiver. */
  readonly destinationIp: string
  /** The transport protocol. */
  readonly protocol: 'UDP'
  /** Port of the receiver. */
  readonly destinationPort: number
  /** The number of the virtual network. */
  readonly vni: number
  /** Bytes that it adds. */
  readonly overhead: number
}

/** The entry of a routing table that is taken. */
export interface Route {
  /** A block, an address, or `default`. */
  readonly destination: string
  /** The next node; absent where the destination is on the link itself. */
  readonly via?: string
  /** The interface. */
  readonly device: string
}

/** What every step says, whatever is done. */
export interface StepBase {
  /** The Pod as `namespace/name`, the node, or the address outside. */
  readonly place: string
  /** The interface that the packet comes in by or goes out by, where there is one. */
  readonly device?: Device
  /** Where netfilter looks at the packet, where it does. */
  readonly hook?: Hook
  /** The packet's addresses before the step. */
  readonly before?: Addresses
  /** The packet's addresses after the step, where it changes them. */
  readonly after?: Addresses
  /** What decided: fields of objects. */
  readonly by: readonly FieldReference[]
  /** The lines of docs/semantics.md that the step follows: `P6`. */
  readonly semantics: readonly string[]
  /** The hop of the walk, from 0, that this step belongs to. */
  readonly hop: number
}

/** A rule rewrites the first packet of a connection, and with it all others. */
export type TranslateStep = StepBase & {
  /** What is done. */
  readonly does: 'translate-destination' | 'translate-source'
  /** kube-proxy's chains that lead there, where it uses iptables: `KUBE-SVC-…`, `KUBE-SEP-…`. */
  readonly chains?: readonly string[]
  /** Present where IPVS does it. */
  readonly ipvs?: true
}

/** One step of a packet inside a machine or between two. */
export type DetailStep =
  | (StepBase & {
      /** What is done. */ readonly does: 'look-up'
      /** The name. */ readonly name: string
      /** What there is. */ readonly found: readonly string[]
    })
  /** `pass`: the hook has nothing for it. `untracked`: it is taken by what runs on the node before any Service's rules are asked. */
  | (StepBase & {
      /** What is done. */
      readonly does: 'send' | 'pass' | 'untracked' | 'bridge' | 'reject' | 'drop' | 'accept' | 'refuse'
    })
  /** In ipvs mode, an ipset has the destination: the packet is left to IPVS, and marked where its source has to be rewritten. */
  | (StepBase & {
      /** What is done. */ readonly does: 'match-set'
      /** The ipset. */ readonly set: string
      /** Whether the source will be rewritten. */ readonly marks: boolean
    })
  /** `outer`: what is on the wire, where the packet travels inside another. */
  | (StepBase & {
      /** What is done. */ readonly does: 'receive' | 'transmit'
      /** The packet around the packet. */ readonly outer?: Outer
    })
  | TranslateStep
  /** In the answers to a connection, from the connection tracker's memory (K9, K10). */
  | (StepBase & {
      /** What is done. */
      readonly does: 'restore-destination' | 'restore-source'
    })
  | (StepBase & {
      /** What is done. */
      readonly does: 'route'
      /** The route that is taken. */
      readonly route: Route
    })
  | (StepBase & {
      /** What is done. */ readonly does: 'encapsulate' | 'decapsulate'
      /** The packet around the packet. */ readonly outer: Outer
    })
  | (StepBase & {
      /** What is done. */
      readonly does: 'policy'
      /** Seen from the Pod: what it sends, or what it gets. */
      readonly direction: PolicyHop['direction']
      /** The Pod. */
      readonly pod: NamespacedName
      /** What is decided here. */
      readonly decision: PolicyHop['decision']
    })
  /** Policies do not look at answers, not even those that would not let the Pod begin such a connection (N5). */
  | (StepBase & {
      /** What is done. */ readonly does: 'answer-passes'
      /** The Pod. */ readonly pod: NamespacedName
      /** The policies that do not count. */ readonly despite: readonly ObjectReference[]
    })
  | (StepBase & {
      /** What is done. */ readonly does: 'lost'
      /** What keeps it from going on. */ readonly obstacle: Obstacle | 'no-rule-for-port'
    })
  | (StepBase & {
      /** What is done. */ readonly does: 'choose-rule'
      /** A name or an address. */ readonly host: string
      /** The path. */ readonly path: string
    })
  | (StepBase & {
      /** What is done. */
      readonly does: 'respond'
      /** The status code. */
      readonly status: number
    })

/** What is worth knowing about the way back. */
export type ReplyNote =
  /** The source was rewritten, so that the answer comes back by the node that can undo the translation (S27, K11). */
  | {
      /** What is worth knowing. */ readonly code: 'returns-by-node'
      /** The node's name. */ readonly node: string
      /** Lines of semantics.md that it follows from. */ readonly semantics: readonly string[]
    }
  /** The client's address is kept; the endpoint's node is the one that received it, and answers itself (S25). */
  | {
      /** What is worth knowing. */ readonly code: 'answers-directly'
      /** The node's name. */ readonly node: string
      /** Lines of semantics.md that it follows from. */ readonly semantics: readonly string[]
    }
  /** A Pod that reached itself: the answer leaves it because the source was its node's (K4). */
  | {
      /** What is worth knowing. */ readonly code: 'hairpin'
      /** The node's name. */ readonly node: string
      /** Lines of semantics.md that it follows from. */ readonly semantics: readonly string[]
    }
  /** The client sees the Service's address as its peer throughout (K10). */
  | {
      /** What is worth knowing. */ readonly code: 'service-address-restored'
      /** The node's name. */ readonly node: string
      /** Lines of semantics.md that it follows from. */ readonly semantics: readonly string[]
    }
  /** A policy isolates the Pod in the direction in which the answer travels, and does not matter (N5). */
  | {
      /** What is worth knowing. */
      readonly code: 'policies-do-not-matter'
      /** The Pod. */
      readonly pod: NamespacedName
      /** The policies that isolate it. */
      readonly policies: readonly ObjectReference[]
      /** Lines of semantics.md that it follows from. */
      readonly semantics: readonly string[]
    }

/** A walk with every step of the packet and of its answer. */
export interface DetailedWalk {
  /** One after the other. */
  readonly steps: readonly DetailStep[]
  /** The answer's way, of the last connection of the walk; empty where none came about. */
  readonly reply: readonly DetailStep[]
  /** What is remarkable about the way back. */
  readonly replyNotes: readonly ReplyNote[]
}
