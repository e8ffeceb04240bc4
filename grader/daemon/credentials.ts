/** The keys of the embedded cluster: its own certificate authority, the server's certificate, the learner's. Made once. */
import { randomBytes, webcrypto } from 'node:crypto'
import type { StatePaths } from '../terminal/paths.ts'
import { readIfPresent, writePrivateFile } from './private-files.ts'
import { makeTokenKey } from './token-signer.ts'

export interface Credentials {
  readonly authority: string
  readonly serverCertificate: string
  readonly serverKey: string
  readonly clientCertificate: string
  readonly clientKey: string
  /** What netgrade's own commands send as `Authorization: Bearer …`. */
  readonly token: string
  /** Signs the tokens of service accounts: PKCS #8 in PEM. */
  readonly tokenKey: string
  /** RFC 3339; all certificates end then. */
  readonly validUntil: string
}

/** A state directory of an earlier version has no key for tokens yet. */
export type KeptCredentials = Credentials | Omit<Credentials, 'tokenKey'>

const DAY_MS = 86_400_000
const VALID_DAYS = 3650
const RENEW_BEFORE_DAYS = 30
const KEY = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const FIELDS = ['authority', 'serverCertificate', 'serverKey', 'clientCertificate', 'clientKey', 'token', 'validUntil'] as const

function parseCredentials(text: string): KeptCredentials | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const complete =
      typeof value === 'object' &&
      value !== null &&
      FIELDS.every((field) => typeof (value as Record<string, unknown>)[field] === 'string')
    return complete ? (value as KeptCredentials) : undefined
  } catch {
    return undefined
  }
}

/** What is on disk, if it is whole. Does not make anything. */
export async function readCredentials(paths: StatePaths): Promise<KeptCredentials | undefined> {
  const text = await readIfPresent(paths.credentials)
  return text === undefined ? undefined : parseCredentials(text)
}

/** The credentials on disk, or new ones where there are none, they are damaged, or end soon. */
export async function loadCredentials(
  paths: StatePaths,
  nowMs: number,
  make: (nowMs: number) => Promise<Credentials> = makeCredentials,
): Promise<Credentials> {
  const found = await readCredentials(paths)
  const isGood = found !== undefined && Date.parse(found.validUntil) - nowMs > RENEW_BEFORE_DAYS * DAY_MS
  if (isGood && 'tokenKey' in found) return found
  const made = isGood ? { ...found, tokenKey: makeTokenKey() } : await make(nowMs)
  await writePrivateFile(paths.credentials, JSON.stringify(made))
  return made
}

export async function exportKey(pair: webcrypto.CryptoKeyPair): Promise<string> {
  const der = await webcrypto.subtle.exportKey('pkcs8', pair.privateKey)
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join('\n')
}

const makeKeys = (): Promise<webcrypto.CryptoKeyPair> => webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify'])

/** A new authority and both certificates; about 20 ms. @see RFC 5280 */
export async function makeCredentials(nowMs: number): Promise<Credentials> {
  // @peculiar/x509 asks for this polyfill to be loaded before it.
  await import('reflect-metadata')
  const x509 = await import('@peculiar/x509')
  const notBefore = new Date(nowMs - DAY_MS)
  const notAfter = new Date(nowMs + VALID_DAYS * DAY_MS)
  const [authorityKeys, serverKeys, clientKeys] = await Promise.all([makeKeys(), makeKeys(), makeKeys()])
  const common = { notBefore, notAfter, signingAlgorithm: KEY }
  const serial = (): string => `01${randomBytes(15).toString('hex')}`
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    ...common,
    serialNumber: serial(),
    name: 'CN=netgrade-ca',
    keys: authorityKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  })
  const issue = async (subject: string, keys: webcrypto.CryptoKeyPair, usage: string, names: readonly string[]) => {
    const certificate = await x509.X509CertificateGenerator.create({
      ...common,
      serialNumber: serial(),
      subject,
      issuer: authority.subject,
      publicKey: keys.publicKey,
      signingKey: authorityKeys.privateKey,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([usage]),
        await x509.AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
        ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names.map(toGeneralName))]),
      ],
    })
    return `${certificate.toString('pem')}\n`
  }
  const [serverCertificate, clientCertificate] = await Promise.all([
    issue('CN=netgrade', serverKeys, x509.ExtendedKeyUsage.serverAuth, ['localhost', 'kubernetes', '127.0.0.1', '::1']),
    issue('O=kubeadm:cluster-admins,CN=kubernetes-admin', clientKeys, x509.ExtendedKeyUsage.clientAuth, []),
  ])
  return {
    authority: `${authority.toString('pem')}\n`,
    serverCertificate,
    serverKey: await exportKey(serverKeys),
    clientCertificate,
    clientKey: await exportKey(clientKeys),
    token: randomBytes(32).toString('base64url'),
    tokenKey: makeTokenKey(),
    validUntil: notAfter.toISOString(),
  }
}

const toGeneralName = (name: string): { type: 'dns' | 'ip'; value: string } => ({
  type: /^[\d.]+$|:/.test(name) ? 'ip' : 'dns',
  value: name,
})
