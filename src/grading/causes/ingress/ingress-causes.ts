/** Ingresses, and hosts and paths of requests. In the order in which they are tried. */
import type { Cause } from '../cause.ts'
import { ingressBackendInOtherNamespace } from './ingress-backend-in-other-namespace.ts'
import { ingressBackendMissing } from './ingress-backend-missing.ts'
import { ingressBackendPortUnknown } from './ingress-backend-port-unknown.ts'
import { ingressClassMissing } from './ingress-class-missing.ts'
import { ingressClassUnknown } from './ingress-class-unknown.ts'
import { ingressExactTrailingSlash } from './ingress-exact-trailing-slash.ts'
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
import { serviceExternalNameKeepsHost } from '../service/service-external-name-keeps-host.ts'

export const INGRESS_CAUSES: readonly Cause[] = [
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
]
