/** Whether a certificate is for a host, as curl finds out. @see RFC 6125 and 9525 */
import { familyOf, normalizeAddress } from '../../../network/address.ts'
import { commonNameOf, type Certificate } from '../../../kubernetes/x509/certificate.ts'

/** A wildcard stands for one whole label, the first, where at least two follow. */
const fitsPattern = (pattern: string, host: string): boolean => {
  const [wanted, name] = [pattern, host].map((text) => text.toLowerCase().replace(/\.$/u, ''))
  if (wanted === undefined || name === undefined) return false
  const behind = /^\*(\..+\..+)$/u.exec(wanted)?.[1]
  return behind === undefined ? wanted === name : name.slice(Math.max(0, name.indexOf('.'))) === behind && !name.startsWith('.')
}

export type NameVerdict =
  | { readonly fits: true; readonly by: 'alternative-name' | 'common-name'; readonly name: string }
  /** `names` says whether it has alternative names at all: where it has none, the common name counts. */
  | { readonly fits: false; readonly commonName: string | undefined; readonly hasAlternatives: boolean }

export function verifyName(certificate: Certificate, host: string): NameVerdict {
  const { dns, ips } = certificate
  const address = normalizeAddress(host)
  const name =
    address === undefined
      ? dns.find((pattern) => fitsPattern(pattern, host))
      : ips.find((ip) => normalizeAddress(ip) === address)
  if (name !== undefined) return { fits: true, by: 'alternative-name', name }
  const commonName = commonNameOf(certificate.subject)
  const hasAlternatives = dns.length + ips.length > 0
  if (!hasAlternatives && commonName !== undefined && commonFits(commonName, host))
    return { fits: true, by: 'common-name', name: commonName }
  return { fits: false, commonName, hasAlternatives }
}

const commonFits = (commonName: string, host: string): boolean =>
  normalizeAddress(host) === undefined ? fitsPattern(commonName, host) : commonName === host

/** What curl calls a host. */
export const kindOfHost = (host: string): string => {
  const address = normalizeAddress(host)
  return address === undefined ? 'host name' : `${familyOf(address).toLowerCase()} address`
}
