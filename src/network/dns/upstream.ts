import { familyOf } from '../address.ts'
import type { ClusterFacts } from '../facts.ts'
import type { DnsAnswer, DnsType } from '../model.ts'

const UPSTREAM_TTL_SECONDS = 300

/** Answers as a resolver outside the cluster: the names that the facts state, and no others, exist there. */
export function answerFromUpstream(
  facts: Pick<ClusterFacts, 'outsideNames'>,
  { name, type }: { readonly name: string; readonly type: DnsType },
): DnsAnswer {
  const asked = name.replace(/\.$/, '').toLowerCase()
  const known = Object.entries(facts.outsideNames).find(([outside]) => outside.replace(/\.$/, '').toLowerCase() === asked)
  const [, addresses = []] = known ?? []
  const family = type === 'A' ? 'IPv4' : type === 'AAAA' ? 'IPv6' : undefined
  return {
    rcode: known === undefined ? 'NXDOMAIN' : 'NOERROR',
    authoritative: false,
    answer: addresses
      .filter((ip) => familyOf(ip) === family)
      .map((ip) => ({ name, ttlSeconds: UPSTREAM_TTL_SECONDS, type, data: ip })),
    authority: [],
    additional: [],
  }
}
