/** Policies that let in, or keep out, whom they should not. In the order in which they are tried. */
import type { Cause } from '../cause.ts'
import { clusterPolicyBaselineDecides } from './cluster-policy-baseline-decides.ts'
import { clusterPolicyDecidesFirst } from './cluster-policy-decides-first.ts'
import { clusterPolicyEqualPriority } from './cluster-policy-equal-priority.ts'
import { policyAllowsEveryPort } from './policy-allows-every-port.ts'
import { policyAllowsTooMuch } from './policy-allows-too-much.ts'
import { policyAnotherAllows } from './policy-another-allows.ts'
import { policyBlocksDns } from './policy-blocks-dns.ts'
import { policyEmptyFromAllowsAll } from './policy-empty-from-allows-all.ts'
import { policyEmptyRulesDenyAll } from './policy-empty-rules-deny-all.ts'
import { policyHostNetworkPod } from './policy-host-network-pod.ts'
import { policyInOtherNamespace } from './policy-in-other-namespace.ts'
import { policyIpBlockIsAPod } from './policy-ip-block-is-a-pod.ts'
import { policyIpBlockIsAService } from './policy-ip-block-is-a-service.ts'
import { policyNamedPortUnresolved } from './policy-named-port-unresolved.ts'
import { policyNamespaceHasNoNameLabel } from './policy-namespace-has-no-name-label.ts'
import { policyNotEnforced } from './policy-not-enforced.ts'
import { policyOtherSideDenies } from './policy-other-side-denies.ts'
import { policyOwnNodeExempt } from './policy-own-node-exempt.ts'
import { policyPeerLabels } from './policy-peer-labels.ts'
import { policyPeerMatchesNoNamespace } from './policy-peer-matches-no-namespace.ts'
import { policyPeerMatchesNoPod } from './policy-peer-matches-no-pod.ts'
import { policyPeerOwnNamespaceOnly } from './policy-peer-own-namespace-only.ts'
import { policyPeersAndNotOr } from './policy-peers-and-not-or.ts'
import { policyPeersOrNotAnd } from './policy-peers-or-not-and.ts'
import { policyPortIsTheServices } from './policy-port-is-the-services.ts'
import { policyPortMissing } from './policy-port-missing.ts'
import { policyPortRangeTooWide } from './policy-port-range-too-wide.ts'
import { policyProtocolDefaultsToTcp } from './policy-protocol-defaults-to-tcp.ts'
import { policyRulesSplit } from './policy-rules-split.ts'
import { policySelectsNoPod } from './policy-selects-no-pod.ts'
import { policySelectsTooMany } from './policy-selects-too-many.ts'
import { policySourceIsRewritten } from './policy-source-is-rewritten.ts'
import { policySourceIsTheController } from './policy-source-is-the-controller.ts'
import { policyTriesToDeny } from './policy-tries-to-deny.ts'
import { policyTypesIgnoreRules } from './policy-types-ignore-rules.ts'
import { policyTypesIsolateEgressToo } from './policy-types-isolate-egress-too.ts'
import { policyTypesIsolateIngressToo } from './policy-types-isolate-ingress-too.ts'
import { policyTypesMissingEgress } from './policy-types-missing-egress.ts'
import { policyWrongDirection } from './policy-wrong-direction.ts'

export const POLICY_CAUSES: readonly Cause[] = [
  policyInOtherNamespace,
  policyNotEnforced,
  clusterPolicyEqualPriority,
  clusterPolicyDecidesFirst,
  clusterPolicyBaselineDecides,
  policyHostNetworkPod,
  policyOwnNodeExempt,
  policyBlocksDns,
  policySelectsNoPod,
  policyTypesMissingEgress,
  policyWrongDirection,
  policyTypesIgnoreRules,
  policyTypesIsolateIngressToo,
  policySourceIsTheController,
  policySourceIsRewritten,
  policyTypesIsolateEgressToo,
  policyEmptyRulesDenyAll,
  policyTriesToDeny,
  policyRulesSplit,
  policyPeersOrNotAnd,
  policyAnotherAllows,
  policyEmptyFromAllowsAll,
  policyPortRangeTooWide,
  policyAllowsEveryPort,
  policyNamespaceHasNoNameLabel,
  policyPeerOwnNamespaceOnly,
  policyPeerMatchesNoNamespace,
  policyIpBlockIsAService,
  policyIpBlockIsAPod,
  policyPortIsTheServices,
  policyProtocolDefaultsToTcp,
  policyNamedPortUnresolved,
  policyPortMissing,
  policyPeersAndNotOr,
  policyPeerMatchesNoPod,
  policySelectsTooMany,
  policyOtherSideDenies,
  policyPeerLabels,
  policyAllowsTooMuch,
]
