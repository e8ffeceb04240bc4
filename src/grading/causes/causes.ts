/** Every cause that a failed check can have, in the order in which they are tried where several are as likely. */
import type { Cause } from './cause.ts'
import { clusterPolicyBaselineDecides } from './cluster-policy-baseline-decides.ts'
import { clusterPolicyDecidesFirst } from './cluster-policy-decides-first.ts'
import { clusterPolicyEqualPriority } from './cluster-policy-equal-priority.ts'
import { containerEditIsLost } from './container-edit-is-lost.ts'
import { containerListensOnLocalhost } from './container-listens-on-localhost.ts'
import { containerPortConflict } from './container-port-conflict.ts'
import { containerPortDoesNotListen } from './container-port-does-not-listen.ts'
import { dnsAbsoluteName } from './dns-absolute-name.ts'
import { dnsAnswerUnderOtherKey } from './dns-answer-under-other-key.ts'
import { dnsHeadlessWithoutReadyPods } from './dns-headless-without-ready-pods.ts'
import { dnsHostnameNeedsSubdomain } from './dns-hostname-needs-subdomain.ts'
import { dnsPodAddressIsOld } from './dns-pod-address-is-old.ts'
import { dnsPodAddressNeedsDashes } from './dns-pod-address-needs-dashes.ts'
import { dnsPodAddressNeedsNamespace } from './dns-pod-address-needs-namespace.ts'
import { dnsPodNameHasNoRecord } from './dns-pod-name-has-no-record.ts'
import { dnsPolicyUsesNode } from './dns-policy-uses-node.ts'
import { dnsRecordWithoutName } from './dns-record-without-name.ts'
import { dnsRecordWithoutAnswer } from './dns-record-without-answer.ts'
import { dnsRecordedAnswerIsOld } from './dns-recorded-answer-is-old.ts'
import { dnsServiceMissing } from './dns-service-missing.ts'
import { dnsShortNameOtherNamespace } from './dns-short-name-other-namespace.ts'
import { dnsWrongClusterDomain } from './dns-wrong-cluster-domain.ts'
import { fieldHasAnotherValue } from './field-has-another-value.ts'
import { gatewayBackendMissing } from './gateway-backend-missing.ts'
import { gatewayHostnameMismatch } from './gateway-hostname-mismatch.ts'
import { gatewayListenerProtocol } from './gateway-listener-protocol.ts'
import { gatewayParentMissing } from './gateway-parent-missing.ts'
import { gatewayReferenceNotPermitted } from './gateway-reference-not-permitted.ts'
import { gatewayRefusesNamespace } from './gateway-refuses-namespace.ts'
import { ingressBackendInOtherNamespace } from './ingress-backend-in-other-namespace.ts'
import { ingressBackendMissing } from './ingress-backend-missing.ts'
import { ingressBackendPortUnknown } from './ingress-backend-port-unknown.ts'
import { ingressClassMissing } from './ingress-class-missing.ts'
import { ingressClassUnknown } from './ingress-class-unknown.ts'
import { ingressExactTrailingSlash } from './ingress-exact-trailing-slash.ts'
import { ingressHealthCheckBlocked } from './ingress-health-check-blocked.ts'
import { ingressHostMismatch } from './ingress-host-mismatch.ts'
import { ingressLongerPathWins } from './ingress-longer-path-wins.ts'
import { ingressNoReadyEndpoint } from './ingress-no-ready-endpoint.ts'
import { ingressPathNoRule } from './ingress-path-no-rule.ts'
import { ingressPathNotRewritten } from './ingress-path-not-rewritten.ts'
import { ingressPrefixIsByElement } from './ingress-prefix-is-by-element.ts'
import { ingressRedirectsToHttps } from './ingress-redirects-to-https.ts'
import { ingressRegexIsOff } from './ingress-regex-is-off.ts'
import { ingressRegexMissesPath } from './ingress-regex-misses-path.ts'
import { ingressRewriteIsFixed } from './ingress-rewrite-is-fixed.ts'
import { ingressRewriteMakesRegex } from './ingress-rewrite-makes-regex.ts'
import { ingressRewriteOtherGroup } from './ingress-rewrite-other-group.ts'
import { ingressWildcardOneLabel } from './ingress-wildcard-one-label.ts'
import { ingressWrongBackend } from './ingress-wrong-backend.ts'
import { namespaceMissing } from './namespace-missing.ts'
import { objectInOtherNamespace } from './object-in-other-namespace.ts'
import { objectMisnamed } from './object-misnamed.ts'
import { objectMissing } from './object-missing.ts'
import { podCommandEnds } from './pod-command-ends.ts'
import { podConfigMapMissing } from './pod-config-map-missing.ts'
import { podConfigMapNotMounted } from './pod-config-map-not-mounted.ts'
import { podLacksLabel } from './pod-lacks-label.ts'
import { podListensOnAnotherPort } from './pod-listens-on-another-port.ts'
import { podListensOnNothing } from './pod-listens-on-nothing.ts'
import { podNotRunning } from './pod-not-running.ts'
import { podRunsOldSpec } from './pod-runs-old-spec.ts'
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
import { serverAnswersOtherwise } from './server-answers-otherwise.ts'
import { serviceAddressDoesNotPing } from './service-address-does-not-ping.ts'
import { serviceAffinity } from './service-affinity.ts'
import { serviceExternalNameKeepsHost } from './service-external-name-keeps-host.ts'
import { serviceHeadlessDoesNotTranslate } from './service-headless-does-not-translate.ts'
import { serviceInOtherNamespace } from './service-in-other-namespace.ts'
import { serviceIsHeadless } from './service-is-headless.ts'
import { serviceLoadBalancerPending } from './service-load-balancer-pending.ts'
import { serviceLocalPolicyDrops } from './service-local-policy-drops.ts'
import { servicePodsNotReady } from './service-pods-not-ready.ts'
import { servicePortConfusion } from './service-port-confusion.ts'
import { servicePortIsNotNodePort } from './service-port-is-not-node-port.ts'
import { serviceProtocolMismatch } from './service-protocol-mismatch.ts'
import { serviceSelectsNoPod } from './service-selects-no-pod.ts'
import { serviceSelectsStrangers } from './service-selects-strangers.ts'
import { serviceSourceAddressLost } from './service-source-address-lost.ts'
import { serviceTargetPortIsANumber } from './service-target-port-is-a-number.ts'
import { serviceTargetPortNameUnknown } from './service-target-port-name-unknown.ts'
import { serviceTargetPortNobodyListens } from './service-target-port-nobody-listens.ts'
import { serviceWrongType } from './service-wrong-type.ts'
import { startObjectMissing } from './start-object-missing.ts'

export const CAUSES: readonly Cause[] = [
  startObjectMissing,
  namespaceMissing,
  policyInOtherNamespace,
  objectInOtherNamespace,
  objectMisnamed,
  podLacksLabel,
  serviceAddressDoesNotPing,
  containerPortConflict,
  podConfigMapMissing,
  podCommandEnds,
  podNotRunning,
  podRunsOldSpec,
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
  serviceProtocolMismatch,
  serviceIsHeadless,
  serviceAffinity,
  serviceLoadBalancerPending,
  serviceWrongType,
  serviceTargetPortIsANumber,
  serviceTargetPortNameUnknown,
  serviceInOtherNamespace,
  serviceSelectsStrangers,
  serviceSelectsNoPod,
  servicePodsNotReady,
  servicePortConfusion,
  servicePortIsNotNodePort,
  serviceHeadlessDoesNotTranslate,
  serviceSourceAddressLost,
  ingressHealthCheckBlocked,
  serviceLocalPolicyDrops,
  podConfigMapNotMounted,
  containerEditIsLost,
  containerListensOnLocalhost,
  containerPortDoesNotListen,
  podListensOnNothing,
  podListensOnAnotherPort,
  serviceTargetPortNobodyListens,
  gatewayParentMissing,
  gatewayListenerProtocol,
  gatewayRefusesNamespace,
  gatewayHostnameMismatch,
  gatewayReferenceNotPermitted,
  gatewayBackendMissing,
  ingressClassMissing,
  ingressClassUnknown,
  serviceExternalNameKeepsHost,
  ingressWildcardOneLabel,
  ingressHostMismatch,
  ingressRewriteMakesRegex,
  ingressPrefixIsByElement,
  ingressExactTrailingSlash,
  ingressRegexMissesPath,
  ingressLongerPathWins,
  ingressRegexIsOff,
  ingressPathNoRule,
  ingressBackendInOtherNamespace,
  ingressBackendMissing,
  ingressBackendPortUnknown,
  ingressNoReadyEndpoint,
  ingressRedirectsToHttps,
  ingressRewriteIsFixed,
  ingressRewriteOtherGroup,
  ingressPathNotRewritten,
  ingressWrongBackend,
  dnsPolicyUsesNode,
  dnsWrongClusterDomain,
  dnsAbsoluteName,
  dnsHostnameNeedsSubdomain,
  dnsHeadlessWithoutReadyPods,
  dnsAnswerUnderOtherKey,
  dnsPodAddressNeedsNamespace,
  dnsPodNameHasNoRecord,
  dnsPodAddressNeedsDashes,
  dnsServiceMissing,
  dnsShortNameOtherNamespace,
  dnsPodAddressIsOld,
  dnsRecordWithoutName,
  dnsRecordWithoutAnswer,
  dnsRecordedAnswerIsOld,
  serverAnswersOtherwise,
  fieldHasAnotherValue,
  objectMissing,
]
