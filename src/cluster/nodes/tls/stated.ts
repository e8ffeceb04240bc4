/** Certificates of components whose bytes nobody needs: what they say, and who is taken to have signed them. */
import type { Certificate, DistinguishedName } from '../../../kubernetes/x509/certificate.ts'

interface Said extends Pick<Certificate, 'subject' | 'dns' | 'ips' | 'notBeforeMs' | 'notAfterMs'> {
  readonly isAuthority?: boolean
}

export const nameOf = (...attributes: DistinguishedName['attributes']): DistinguishedName => ({ attributes })

const RSA_WITH_SHA256 = '1.2.840.113549.1.1.11'
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2'

const idOf = ({ subject, dns, ips, notBeforeMs }: Said): string => JSON.stringify(['stated', subject, dns, ips, notBeforeMs])

/** With a key of RSA, as Kubernetes and ingress-nginx make theirs. Without an issuer it has signed itself. */
export const stateCertificate = (said: Said, issuer?: Certificate): Certificate => ({
  ...said,
  id: idOf(said),
  issuer: issuer?.subject ?? said.subject,
  isAuthority: said.isAuthority ?? false,
  key: { kind: 'RSA', bits: 2048, value: '', bytes: new Uint8Array() },
  algorithm: issuer?.key.kind === 'EC' ? ECDSA_WITH_SHA256 : RSA_WITH_SHA256,
  proof: { kind: 'stated', by: issuer?.id ?? idOf(said) },
})
