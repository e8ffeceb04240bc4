/** Every cause that a failed check can have, in the order in which they are tried where several are as likely. */
import type { Cause } from './cause.ts'
import { clusterPolicyBaselineDecides } from './policy/cluster-policy-baseline-decides.ts'
import { clusterPolicyDecidesFirst } from './policy/cluster-policy-decides-first.ts'
import { clusterPolicyEqualPriority } from './policy/cluster-policy-equal-priority.ts'
import { containerEditIsLost } from './pod/container-edit-is-lost.ts'
import { containerListensOnLocalhost } from './pod/container-listens-on-localhost.ts'
import { containerPortConflict } from './pod/container-port-conflict.ts'
import { containerPortDoesNotListen } from './pod/container-port-does-not-listen.ts'
import { dnsAbsoluteName } from './dns/dns-absolute-name.ts'
import { dnsAnswerUnderOtherKey } from './dns/dns-answer-under-other-key.ts'
import { dnsHeadlessWithoutReadyPods } from './dns/dns-headless-without-ready-pods.ts'
import { dnsHostnameNeedsSubdomain } from './dns/dns-hostname-needs-subdomain.ts'
import { dnsPodAddressIsOld } from './dns/dns-pod-address-is-old.ts'
import { dnsPodAddressNeedsDashes } from './dns/dns-pod-address-needs-dashes.ts'
import { dnsPodAddressNeedsNamespace } from './dns/dns-pod-address-needs-namespace.ts'
import { dnsPodNameHasNoRecord } from './dns/dns-pod-name-has-no-record.ts'
import { dnsPolicyUsesNode } from './dns/dns-policy-uses-node.ts'
import { dnsRecordWithoutName } from './dns/dns-record-without-name.ts'
import { dnsRecordWithoutAnswer } from './dns/dns-record-without-answer.ts'
import { dnsRecordedAnswerIsOld } from './dns/dns-recorded-answer-is-old.ts'
import { dnsServiceMissing } from './dns/dns-service-missing.ts'
import { dnsShortNameOtherNamespace } from './dns/dns-short-name-other-namespace.ts'
import { dnsWrongClusterDomain } from './dns/dns-wrong-cluster-domain.ts'
import { fieldHasAnotherValue } from './object/field-has-another-value.ts'
import { gatewayBackendMissing } from './gateway/gateway-backend-missing.ts'
import { gatewayHostnameMismatch } from './gateway/gateway-hostname-mismatch.ts'
import { gatewayListenerProtocol } from './gateway/gateway-listener-protocol.ts'
import { gatewayParentMissing } from './gateway/gateway-parent-missing.ts'
import { gatewayReferenceNotPermitted } from './gateway/gateway-reference-not-permitted.ts'
import { gatewayRefusesNamespace } from './gateway/gateway-refuses-namespace.ts'
import { ingressBackendInOtherNamespace } from './ingress/ingress-backend-in-other-namespace.ts'
import { ingressBackendMissing } from './ingress/ingress-backend-missing.ts'
import { ingressBackendPortUnknown } from './ingress/ingress-backend-port-unknown.ts'
import { ingressClassMissing } from './ingress/ingress-class-missing.ts'
import { ingressClassUnknown } from './ingress/ingress-class-unknown.ts'
import { ingressExactTrailingSlash } from './ingress/ingress-exact-trailing-slash.ts'
import { ingressHealthCheckBlocked } from './ingress/ingress-health-check-blocked.ts'
import { ingressHostMismatch } from './ingress/ingress-host-mismatch.ts'
import { ingressLongerPathWins } from './ingress/ingress-longer-path-wins.ts'
import { ingressNoReadyEndpoint } from './ingress/ingress-no-ready-endpoint.ts'
import { ingressPathNoRule } from './ingress/ingress-path-no-rule.ts'
import { ingressPathNotRewritten } from './ingress/ingress-path-not-rewritten.ts'
import { ingressPrefixIsByElement } from './ingress/ingress-prefix-is-by-element.ts'
import { ingressRedirectsToHttps } from './ingress/ingress-redirects-to-https.ts'
import { ingressRegexIsOff } from './ingress/ingress-regex-is-off.ts'
import { ingressRegexMissesPath } from './ingress/ingress-regex-misses-path.ts'
import { ingressRewriteIsFixed } from './ingress/ingress-rewrite-is-fixed.ts'
import { ingressRewriteMakesRegex } from './ingress/ingress-rewrite-makes-regex.ts'
import { ingressRewriteOtherGroup } from './ingress/ingress-rewrite-other-group.ts'
import { ingressWildcardOneLabel } from './ingress/ingress-wildcard-one-label.ts'
import { ingressWrongBackend } from './ingress/ingress-wrong-backend.ts'
import { namespaceMissing } from './object/namespace-missing.ts'
import { objectInOtherNamespace } from './object/object-in-other-namespace.ts'
import { objectMisnamed } from './object/object-misnamed.ts'
import { objectMissing } from './object/object-missing.ts'
import { podCommandEnds } from './pod/pod-command-ends.ts'
import { podConfigMapMissing } from './pod/pod-config-map-missing.ts'
import { podConfigMapNotMounted } from './pod/pod-config-map-not-mounted.ts'
import { podLacksLabel } from './pod/pod-lacks-label.ts'
import { podListensOnAnotherPort } from './pod/pod-listens-on-another-port.ts'
import { podListensOnNothing } from './pod/pod-listens-on-nothing.ts'
import { podNotRunning } from './pod/pod-not-running.ts'
import { podRunsOldSpec } from './pod/pod-runs-old-spec.ts'
import { policyAllowsEveryPort } from './policy/policy-allows-every-port.ts'
import { policyAllowsTooMuch } from './policy/policy-allows-too-much.ts'
import { policyAnotherAllows } from './policy/policy-another-allows.ts'
import { policyBlocksDns } from './policy/policy-blocks-dns.ts'
import { policyEmptyFromAllowsAll } from './policy/policy-empty-from-allows-all.ts'
import { policyEmptyRulesDenyAll } from './policy/policy-empty-rules-deny-all.ts'
import { policyHostNetworkPod } from './policy/policy-host-network-pod.ts'
import { policyInOtherNamespace } from './policy/policy-in-other-namespace.ts'
import { policyIpBlockIsAPod } from './policy/policy-ip-block-is-a-pod.ts'
import { policyIpBlockIsAService } from './policy/policy-ip-block-is-a-service.ts'
import { policyNamedPortUnresolved } from './policy/policy-named-port-unresolved.ts'
import { policyNamespaceHasNoNameLabel } from './policy/policy-namespace-has-no-name-label.ts'
import { policyNotEnforced } from './policy/policy-not-enforced.ts'
import { policyOtherSideDenies } from './policy/policy-other-side-denies.ts'
import { policyOwnNodeExempt } from './policy/policy-own-node-exempt.ts'
import { policyPeerLabels } from './policy/policy-peer-labels.ts'
import { policyPeerMatchesNoNamespace } from './policy/policy-peer-matches-no-namespace.ts'
import { policyPeerMatchesNoPod } from './policy/policy-peer-matches-no-pod.ts'
import { policyPeerOwnNamespaceOnly } from './policy/policy-peer-own-namespace-only.ts'
import { policyPeersAndNotOr } from './policy/policy-peers-and-not-or.ts'
import { policyPeersOrNotAnd } from './policy/policy-peers-or-not-and.ts'
import { policyPortIsTheServices } from './policy/policy-port-is-the-services.ts'
import { policyPortMissing } from './policy/policy-port-missing.ts'
import { policyPortRangeTooWide } from './policy/policy-port-range-too-wide.ts'
import { policyProtocolDefaultsToTcp } from './policy/policy-protocol-defaults-to-tcp.ts'
import { policyRulesSplit } from './policy/policy-rules-split.ts'
import { policySelectsNoPod } from './policy/policy-selects-no-pod.ts'
import { policySelectsTooMany } from './policy/policy-selects-too-many.ts'
import { policySourceIsRewritten } from './policy/policy-source-is-rewritten.ts'
import { policySourceIsTheController } from './policy/policy-source-is-the-controller.ts'
import { policyTriesToDeny } from './policy/policy-tries-to-deny.ts'
import { policyTypesIgnoreRules } from './policy/policy-types-ignore-rules.ts'
import { policyTypesIsolateEgressToo } from './policy/policy-types-isolate-egress-too.ts'
import { policyTypesIsolateIngressToo } from './policy/policy-types-isolate-ingress-too.ts'
import { policyTypesMissingEgress } from './policy/policy-types-missing-egress.ts'
import { policyWrongDirection } from './policy/policy-wrong-direction.ts'
import { serverAnswersOtherwise } from './pod/server-answers-otherwise.ts'
import { serviceAddressDoesNotPing } from './service/service-address-does-not-ping.ts'
import { serviceAffinity } from './service/service-affinity.ts'
import { serviceExternalNameKeepsHost } from './service/service-external-name-keeps-host.ts'
import { serviceHeadlessDoesNotTranslate } from './service/service-headless-does-not-translate.ts'
import { serviceInOtherNamespace } from './service/service-in-other-namespace.ts'
import { serviceIsHeadless } from './service/service-is-headless.ts'
import { serviceIsNotHeadless } from './service/service-is-not-headless.ts'
import { serviceLoadBalancerPending } from './service/service-load-balancer-pending.ts'
import { serviceLocalPolicyDrops } from './service/service-local-policy-drops.ts'
import { servicePodsNotReady } from './service/service-pods-not-ready.ts'
import { servicePortConfusion } from './service/service-port-confusion.ts'
import { servicePortIsNotNodePort } from './service/service-port-is-not-node-port.ts'
import { serviceProtocolMismatch } from './service/service-protocol-mismatch.ts'
import { serviceSelectsNoPod } from './service/service-selects-no-pod.ts'
import { serviceSelectsStrangers } from './service/service-selects-strangers.ts'
import { serviceSourceAddressLost } from './service/service-source-address-lost.ts'
import { serviceTargetPortIsANumber } from './service/service-target-port-is-a-number.ts'
import { serviceTargetPortNameUnknown } from './service/service-target-port-name-unknown.ts'
import { serviceTargetPortNobodyListens } from './service/service-target-port-nobody-listens.ts'
import { serviceWrongType } from './service/service-wrong-type.ts'
import { startObjectMissing } from './object/start-object-missing.ts'

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
  serviceIsNotHeadless,
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
