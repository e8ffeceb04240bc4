/**
 * What Kubernetes leaves to its implementations, and clusters therefore do differently: the lines of semantics.md that are
 * marked [impl]. `depends-on.ts` asks a question under all of them.
 */

/** Each choice with the line that leaves it open. */
export interface Choices {
  /** What a client of a Service without any endpoint sees: kube-proxy rejects, some data planes drop (V2). */
  readonly emptyService: 'rejected' | 'dropped'
  /** Source of what a node sends to Pods: its InternalIP, or its address on the link there: the gateway's, flannel's (P14). */
  readonly nodeToPodSource: 'internal-ip' | 'link-address'
  /** Plugins that do not know endPort apply the first port alone (N23). */
  readonly endPort: 'applied' | 'ignored'
  /** Whether policies look at ping; they speak of TCP, UDP and SCTP only (N23). Where they do, rules without ports allow it. */
  readonly icmp: 'exempt' | 'policed'
  /** Pods on their node's network: traffic of the node, or Pods that policies select and match (N24). */
  readonly hostNetworkPods: 'as-nodes' | 'as-pods'
  /** Between a Pod and its own node (N25). */
  readonly ownNode: 'exempt' | 'policed'
  /** From elsewhere, by a node port of the Pod's own node, whose address the source has become (N32). */
  readonly ownNodeRewritten: 'exempt' | 'policed'
  /** A Pod that reaches itself by its own Service (N26). */
  readonly ownService: 'exempt' | 'policed'
  /** Connections that are open when a policy or a label changes (N27). */
  readonly openConnections: 'kept' | 'judged-again'
  /** The way to NodeLocal DNSCache on the Pod's own node (D30). */
  readonly nodeLocalDns: 'exempt' | 'policed'
  /** Which of several ClusterNetworkPolicies of one tier and priority decides: that whose name sorts first, or by action (N34). */
  readonly equalPriority: EqualPriority
  /** Plugins that do not know ClusterNetworkPolicies accept and ignore them, as they do NetworkPolicies elsewhere (N28, N33). */
  readonly clusterPolicies: 'enforced' | 'ignored'
}

/** `deny-first`: Deny before Pass before Accept, the strictest outcome there can be; `accept-first`: the other way round. */
export type EqualPriority = 'first-name' | 'deny-first' | 'accept-first'

/** As kindnetd, whose Pods' links end at the gateway's address on their node, and kube-proxy in iptables mode do. */
export const DEFAULT_CHOICES: Choices = {
  emptyService: 'rejected',
  nodeToPodSource: 'link-address',
  endPort: 'applied',
  icmp: 'exempt',
  hostNetworkPods: 'as-nodes',
  ownNode: 'exempt',
  ownNodeRewritten: 'exempt',
  ownService: 'exempt',
  openConnections: 'kept',
  nodeLocalDns: 'exempt',
  equalPriority: 'first-name',
  clusterPolicies: 'enforced',
}

/** What the facts of a cluster choose, or else the default. */
export const choiceIn = <Key extends keyof Choices>(
  { choices }: { readonly choices?: Partial<Choices> | undefined },
  key: Key,
): Choices[Key] => choices?.[key] ?? DEFAULT_CHOICES[key]
