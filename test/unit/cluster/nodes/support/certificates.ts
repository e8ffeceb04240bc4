/** Certificates that somebody has made outside of the cluster, as with openssl. */
import { webcrypto } from 'node:crypto'
import { exportKey } from '../../../../../grader/daemon/credentials.ts'

export interface Pair {
  /** Both in PEM. */
  readonly certificate: string
  readonly key: string
}

export interface Asked {
  /** `CN=web.example.com` */
  readonly subject: string
  readonly dns?: readonly string[]
  readonly ips?: readonly string[]
  readonly isAuthority?: boolean
  readonly notBefore?: string
  readonly notAfter?: string
  readonly isForClients?: boolean
  /** Leaves out whose key has signed it. */
  readonly isPlain?: boolean
  readonly kind?: keyof typeof KINDS
}

const KINDS = {
  RSA: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
  'P-256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'P-384': { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
  'P-521': { name: 'ECDSA', namedCurve: 'P-521', hash: 'SHA-512' },
  Ed25519: { name: 'Ed25519' },
} as const

export interface Made extends Pair {
  readonly keys: webcrypto.CryptoKeyPair
  readonly kind: keyof typeof KINDS
}

let serial = 0

/** Without an issuer it signs itself. */
export async function makeCertificate(asked: Asked, issuer?: Made): Promise<Made> {
  await import('reflect-metadata')
  const x509 = await import('@peculiar/x509')
  const { subject, dns = [], ips = [], isAuthority = false, isForClients = false, isPlain = false, kind = 'P-256' } = asked
  const keys = (await webcrypto.subtle.generateKey(KINDS[kind], true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair
  const names = [
    ...dns.map((value) => ({ type: 'dns', value }) as const),
    ...ips.map((value) => ({ type: 'ip', value }) as const),
  ]
  const signer = issuer?.keys ?? keys
  serial += 1
  const made = await x509.X509CertificateGenerator.create({
    serialNumber: serial.toString(16).padStart(4, '0'),
    subject,
    issuer: issuer === undefined ? subject : new x509.X509Certificate(issuer.certificate).subject,
    notBefore: new Date(asked.notBefore ?? '2026-01-01'),
    notAfter: new Date(asked.notAfter ?? '2036-01-01'),
    publicKey: keys.publicKey,
    signingKey: signer.privateKey,
    signingAlgorithm: KINDS[issuer?.kind ?? kind],
    extensions: [
      new x509.BasicConstraintsExtension(isAuthority, undefined, true),
      ...(isForClients ? [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])] : []),
      ...(isPlain ? [] : [await x509.SubjectKeyIdentifierExtension.create(keys.publicKey)]),
      ...(isPlain ? [] : [await x509.AuthorityKeyIdentifierExtension.create(signer.publicKey)]),
      ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names)]),
    ],
  })
  return { certificate: `${made.toString('pem')}\n`, key: await exportKey(keys), keys, kind }
}

/** As `kubectl create secret tls` makes it. */
export const tlsSecret = (name: string, { certificate, key }: Pair): object => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name },
  type: 'kubernetes.io/tls',
  data: { 'tls.crt': btoa(certificate), 'tls.key': btoa(key) },
})

export const caConfigMap = (name: string, { certificate }: Pair): object => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data: { 'ca.crt': certificate },
})
