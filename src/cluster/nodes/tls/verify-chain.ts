/** Whether a client trusts what a server presents, as OpenSSL finds out. @see docs.openssl.org/3.5/man1/openssl-verification-options */
import { isSameName, type Certificate } from '../../../kubernetes/x509/certificate.ts'
import { isSignedBy } from './signatures.ts'

/** What is wrong, by OpenSSL's numbers. */
export const CHAIN_FAULTS = {
  7: 'certificate signature failure',
  9: 'certificate is not yet valid',
  10: 'certificate has expired',
  18: 'self-signed certificate',
  19: 'self-signed certificate in certificate chain',
  20: 'unable to get local issuer certificate',
  26: 'unsuitable certificate purpose',
  79: 'invalid CA certificate',
} as const

export type ChainFault = keyof typeof CHAIN_FAULTS

export interface Verified {
  /** From the server's own certificate to the one that is trusted, or as far as that was found. */
  readonly path: readonly Certificate[]
  /** Absent where it is trusted. */
  readonly fault?: ChainFault
}

export interface Trust {
  readonly trusted: readonly Certificate[]
  /** By the client's clock. */
  readonly nowMs: number
}

/** May have signed it, by what both say. */
const isIssuer = (issuer: Certificate, { issuer: name, issuerKeyId }: Certificate): boolean =>
  isSameName(issuer.subject, name) && (issuerKeyId === undefined || issuer.keyId === undefined || issuerKeyId === issuer.keyId)

interface Built {
  readonly path: readonly Certificate[]
  readonly fault?: ChainFault
}

/** Issuers that are trusted come before those that the server sends along. */
const build = (presented: readonly Certificate[], trusted: readonly Certificate[]): Built => {
  const path = presented.slice(0, 1)
  for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
    const child = last
    if (trusted.some(({ id }) => id === child.id)) return { path }
    if (isIssuer(child, child)) return { path, fault: path.length === 1 ? 18 : 19 }
    const next =
      trusted.find((one) => isIssuer(one, child)) ??
      presented.find((one) => isIssuer(one, child) && !path.some(({ id }) => id === one.id))
    if (next === undefined) return { path, fault: 20 }
    path.push(next)
  }
  return { path, fault: 20 }
}

const SERVER = '1.3.6.1.5.5.7.3.1'
const ANY = '2.5.29.37.0'

const isForServers = ({ purposes }: Certificate): boolean =>
  purposes === undefined || purposes.includes(SERVER) || purposes.includes(ANY)

const faultOfUse = ([leaf, ...issuers]: readonly Certificate[]): ChainFault | undefined => {
  if (leaf !== undefined && !isForServers(leaf)) return 26
  return issuers.every(({ isAuthority }) => isAuthority) ? undefined : 79
}

const faultOfTime = ({ notBeforeMs, notAfterMs }: Certificate, nowMs: number): ChainFault | undefined => {
  if (nowMs < notBeforeMs) return 9
  return nowMs > notAfterMs ? 10 : undefined
}

/** From the one that is trusted down. */
const faultOfSigning = async (path: readonly Certificate[], nowMs: number): Promise<ChainFault | undefined> => {
  for (let at = path.length - 1; at >= 0; at--) {
    const [child, issuer] = [path[at], path[at + 1]]
    if (child === undefined) continue
    if (issuer !== undefined && !(await isSignedBy(child, issuer))) return 7
    const fault = faultOfTime(child, nowMs)
    if (fault !== undefined) return fault
  }
  return undefined
}

/** Any certificate among the trusted ends the chain, not only one that has signed itself: as curl asks of OpenSSL. */
export async function verifyChain(presented: readonly Certificate[], { trusted, nowMs }: Trust): Promise<Verified> {
  const { path, fault: unfinished } = build(presented, trusted)
  const fault = unfinished ?? faultOfUse(path) ?? (await faultOfSigning(path, nowMs))
  return { path, ...(fault === undefined ? {} : { fault }) }
}
