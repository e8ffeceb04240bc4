/** Names, and what was recorded of them. In the order in which they are tried. */
import type { Cause } from '../cause.ts'
import { dnsAbsoluteName } from './dns-absolute-name.ts'
import { dnsAnswerUnderOtherKey } from './dns-answer-under-other-key.ts'
import { dnsHeadlessWithoutReadyPods } from './dns-headless-without-ready-pods.ts'
import { dnsHostnameNeedsSubdomain } from './dns-hostname-needs-subdomain.ts'
import { dnsPodAddressIsOld } from './dns-pod-address-is-old.ts'
import { dnsPodAddressNeedsDashes } from './dns-pod-address-needs-dashes.ts'
import { dnsPodAddressNeedsNamespace } from './dns-pod-address-needs-namespace.ts'
import { dnsPodNameHasNoRecord } from './dns-pod-name-has-no-record.ts'
import { dnsPolicyUsesNode } from './dns-policy-uses-node.ts'
import { dnsRecordWithoutAnswer } from './dns-record-without-answer.ts'
import { dnsRecordWithoutName } from './dns-record-without-name.ts'
import { dnsRecordedAnswerIsOld } from './dns-recorded-answer-is-old.ts'
import { dnsServiceMissing } from './dns-service-missing.ts'
import { dnsShortNameOtherNamespace } from './dns-short-name-other-namespace.ts'
import { dnsWrongClusterDomain } from './dns-wrong-cluster-domain.ts'

export const DNS_CAUSES: readonly Cause[] = [
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
]
