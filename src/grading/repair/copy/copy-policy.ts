/** A NetworkPolicy that says of the copied namespaces what it says of the ones that they are copies of. */
import type { LabelSelector, NetworkPolicy, NetworkPolicyPeer } from '../../../kubernetes/generated/types.ts'
import { METADATA_NAME } from '../../../kubernetes/labels.ts'
import { COPY_LABEL, type CopyNames } from './names.ts'

/** The copies of the namespaces that it selects. */
const amongCopies = ({ matchLabels = {}, matchExpressions = [] }: LabelSelector, names: CopyNames): LabelSelector => ({
  matchLabels: {
    ...Object.fromEntries(Object.entries(matchLabels).map(([key, value]) => [names.labelKey(key), value])),
    [COPY_LABEL]: names.run,
  },
  matchExpressions: matchExpressions.map((one) => ({ ...one, key: names.labelKey(one.key) })),
})

/** The namespaces that it selects and that are not copied, such as the Ingress controller's. */
const amongOthers = (selector: LabelSelector, { namespaces }: CopyNames): LabelSelector => ({
  ...selector,
  matchExpressions: [
    ...(selector.matchExpressions ?? []),
    { key: METADATA_NAME, operator: 'NotIn', values: namespaces },
    { key: COPY_LABEL, operator: 'DoesNotExist' },
  ],
})

const copyPeer = (peer: NetworkPolicyPeer, names: CopyNames): readonly NetworkPolicyPeer[] => {
  const { namespaceSelector } = peer
  return namespaceSelector === undefined
    ? [peer]
    : [amongCopies, amongOthers].map((among) => ({ ...peer, namespaceSelector: among(namespaceSelector, names) }))
}

const copyPeers = (peers: readonly NetworkPolicyPeer[], names: CopyNames): readonly NetworkPolicyPeer[] =>
  peers.flatMap((peer) => copyPeer(peer, names))

/** Rules keep their order; a peer that selects namespaces becomes two, for copies and for all others. */
export const copyPolicySpec = (
  spec: NonNullable<NetworkPolicy['spec']>,
  names: CopyNames,
): NonNullable<NetworkPolicy['spec']> => ({
  ...spec,
  ...(spec.ingress === undefined
    ? {}
    : {
        ingress: spec.ingress.map((rule) => (rule.from === undefined ? rule : { ...rule, from: copyPeers(rule.from, names) })),
      }),
  ...(spec.egress === undefined
    ? {}
    : { egress: spec.egress.map((rule) => (rule.to === undefined ? rule : { ...rule, to: copyPeers(rule.to, names) })) }),
})
