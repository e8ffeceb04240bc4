/** The certificate that ingress-nginx makes for itself, for hosts without one of their own. */
import { randomBytes, webcrypto } from 'node:crypto'
import { exportKey } from '../credentials.ts'

const DAY_MS = 86_400_000
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
} as const

/**
 * Signed by nobody else, and of RSA: OpenSSL keeps one certificate for each kind of key and prefers elliptic curves, so beside one of
 * those an Ingress's RSA certificate would never be shown. Takes a tenth of a second, in the background.
 */
export async function makeControllerCertificate(nowMs: number): Promise<{ readonly key: string; readonly cert: string }> {
  await import('reflect-metadata')
  const x509 = await import('@peculiar/x509')
  const keys = await webcrypto.subtle.generateKey(RSA, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: `01${randomBytes(15).toString('hex')}`,
    name: 'O=Acme Co, CN=Kubernetes Ingress Controller Fake Certificate',
    notBefore: new Date(nowMs - DAY_MS),
    notAfter: new Date(nowMs + 365 * DAY_MS),
    signingAlgorithm: RSA,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'ingress.local' }]),
    ],
  })
  return { key: await exportKey(keys), cert: `${certificate.toString('pem')}\n` }
}
