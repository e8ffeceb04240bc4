/** Which address families a Service has in this cluster. @see pkg/registry/core/service/storage/alloc.go, initIPFamilyFields, v1.34 */
import type { ServiceSpec } from '../../../kubernetes/generated/types.ts'
import type { StatusCause } from '../../../kubernetes/status.ts'
import { invalidValue } from '../../../kubernetes/validation/causes.ts'
import { familyOf, type AddressFamily } from '../../../network/address.ts'

export type ServiceFamilies =
  | { readonly ok: true; readonly ipFamilies: readonly AddressFamily[]; readonly ipFamilyPolicy: string }
  | { readonly ok: false; readonly causes: readonly StatusCause[] }

const BOTH = ['IPv4', 'IPv6'] as const
const NEEDS_BOTH = "must be 'RequireDualStack' or 'PreferDualStack' when multiple"

const toFamily = (text: string): AddressFamily => (text === 'IPv6' ? 'IPv6' : 'IPv4')

const withOther = (families: readonly AddressFamily[], known: readonly AddressFamily[]): readonly AddressFamily[] => [
  ...families,
  ...known.filter((family) => !families.includes(family)),
]

/** One family cannot hold what is given for two. */
const contradictions = (policy: string, { clusterIPs = [], ipFamilies = [] }: ServiceSpec): readonly StatusCause[] =>
  policy === 'SingleStack'
    ? [
        ...(clusterIPs.length > 1
          ? [invalidValue('spec.ipFamilyPolicy', policy, `${NEEDS_BOTH} cluster IPs are specified`)]
          : []),
        ...(ipFamilies.length > 1
          ? [invalidValue('spec.ipFamilyPolicy', policy, `${NEEDS_BOTH} IP families are specified`)]
          : []),
      ]
    : []

/** Addresses that are given say the families that are not. */
const fromAddresses = (
  { clusterIPs = [], ipFamilies = [] }: ServiceSpec,
  configured: readonly AddressFamily[],
): { readonly families: readonly AddressFamily[]; readonly causes: readonly StatusCause[] } => {
  const ips = clusterIPs.filter((ip) => ip !== 'None')
  const inferred = ips.slice(ipFamilies.length).map(familyOf)
  const causes = inferred.flatMap((family, index) =>
    configured.includes(family)
      ? []
      : [
          invalidValue(
            `spec.clusterIPs[${ipFamilies.length + index}]`,
            clusterIPs,
            `${family} is not configured on this cluster`,
          ),
        ],
  )
  return { families: [...ipFamilies.map(toFamily), ...inferred], causes }
}

/** A headless Service without a selector may have families that the cluster has not: its endpoints are somebody else's. */
const isFree = ({ clusterIP, selector }: ServiceSpec): boolean =>
  clusterIP === 'None' && Object.keys(selector ?? {}).length === 0

/** `configured` are the cluster's families, the one first that Services have without asking. */
export const familiesOf = (spec: ServiceSpec, configured: readonly AddressFamily[]): ServiceFamilies => {
  const given = spec.ipFamilyPolicy
  const contradicted = contradictions(given ?? 'SingleStack', spec)
  if (contradicted.length > 0) return { ok: false, causes: contradicted }
  const { families, causes } = fromAddresses(spec, configured)
  if (causes.length > 0) return { ok: false, causes }
  const primary = configured[0] ?? 'IPv4'
  if (isFree(spec)) {
    const policy = given ?? 'RequireDualStack'
    const first = families.length === 0 ? [primary] : families
    return { ok: true, ipFamilies: policy === 'SingleStack' ? first : withOther(first, BOTH), ipFamilyPolicy: policy }
  }
  const policy = given ?? 'SingleStack'
  const refused = [
    ...(policy === 'RequireDualStack' && configured.length < 2
      ? [invalidValue('spec.ipFamilyPolicy', policy, 'this cluster is not configured for dual-stack services')]
      : []),
    ...families.flatMap((family, index) =>
      configured.includes(family) ? [] : [invalidValue(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster')],
    ),
  ]
  if (refused.length > 0) return { ok: false, causes: refused }
  const first = families.length === 0 ? [primary] : families
  return { ok: true, ipFamilies: policy === 'SingleStack' ? first : withOther(first, configured), ipFamilyPolicy: policy }
}
