/** The authority that signs requests for certificates. Made when the first is approved: few clusters ever need it. */
import { randomBytes, webcrypto } from 'node:crypto'
import type { AskedCertificate, CertificateSigner } from '../../src/cluster/controllers/certificates/signers.ts'
import { exportKey } from './credentials.ts'
import { readIfPresent, writePrivateFile } from './private-files.ts'

/** In PEM. */
export interface Authority {
  readonly certificate: string
  readonly key: string
}

const DAY_MS = 86_400_000
const VALID_DAYS = 3650
const KEY = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

const load = async () => {
  // @peculiar/x509 asks for this polyfill to be loaded before it.
  await import('reflect-metadata')
  return import('@peculiar/x509')
}

const serial = (): string => `01${randomBytes(15).toString('hex')}`

/** The authority of an earlier run; undefined where nothing has been signed yet, or the file is damaged. */
export async function readAuthority(path: string): Promise<Authority | undefined> {
  try {
    const value = JSON.parse((await readIfPresent(path)) ?? 'null') as Partial<Authority> | null
    const { certificate, key } = value ?? {}
    return typeof certificate === 'string' && typeof key === 'string' ? { certificate, key } : undefined
  } catch {
    return undefined
  }
}

async function makeAuthority(nowMs: number): Promise<Authority> {
  const x509 = await load()
  const keys = await webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: 'CN=kubernetes',
    notBefore: new Date(nowMs - DAY_MS),
    notAfter: new Date(nowMs + VALID_DAYS * DAY_MS),
    signingAlgorithm: KEY,
    keys,
    extensions: [
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment | x509.KeyUsageFlags.keyCertSign,
        true,
      ),
      new x509.BasicConstraintsExtension(true, undefined, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { certificate: `${certificate.toString('pem')}\n`, key: await exportKey(keys) }
}

type X509 = Awaited<ReturnType<typeof load>>

/** Undefined where the request names no use of the key itself. */
const keyUsageOf = (x509: X509, usages: readonly string[]): InstanceType<X509['KeyUsagesExtension']> | undefined => {
  const { digitalSignature, keyEncipherment } = x509.KeyUsageFlags
  const signs = usages.includes('digital signature')
  const enciphers = usages.includes('key encipherment')
  if (signs && enciphers) return new x509.KeyUsagesExtension(digitalSignature | keyEncipherment, true)
  if (signs) return new x509.KeyUsagesExtension(digitalSignature, true)
  return enciphers ? new x509.KeyUsagesExtension(keyEncipherment, true) : undefined
}

/** Purposes by their names in a CertificateSigningRequest. */
const PURPOSES: Readonly<Record<string, 'clientAuth' | 'serverAuth'>> = {
  'client auth': 'clientAuth',
  'server auth': 'serverAuth',
}

const readRequest = async (pem: string) => {
  const x509 = await load()
  const request = new x509.Pkcs10CertificateRequest(pem)
  const alternative = request.extensions.find((extension) => extension instanceof x509.SubjectAlternativeNameExtension)
  return { x509, request, names: alternative?.names.items ?? [] }
}

async function describeRequest(pem: string): Promise<AskedCertificate> {
  const { request, names } = await readRequest(pem)
  const of = (type: string): readonly string[] => names.filter((name) => name.type === type).map(({ value }) => value)
  return {
    commonName: request.subjectName.getField('CN').at(-1) ?? '',
    organizations: request.subjectName.getField('O'),
    dns: of('dns'),
    ips: of('ip'),
    emails: of('email'),
    uris: of('url'),
  }
}

/** @see RFC 5280; which extensions, and in which order: Kubernetes v1.34, pkg/controller/certificates/authority */
async function signRequest(
  { certificate: issuerText, key }: Authority,
  pem: string,
  { usages, notBeforeMs, notAfterMs }: Parameters<CertificateSigner['sign']>[1],
): Promise<string> {
  const { x509, request, names } = await readRequest(pem)
  const issuer = new x509.X509Certificate(issuerText)
  const der = Buffer.from(key.replace(/-----[^-]+-----|\s/gu, ''), 'base64')
  const keyUsage = keyUsageOf(x509, usages)
  const purposes = usages.flatMap((usage) => PURPOSES[usage] ?? []).map((name) => x509.ExtendedKeyUsage[name])
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: request.subject,
    issuer: issuer.subject,
    notBefore: new Date(notBeforeMs),
    notAfter: new Date(notAfterMs),
    publicKey: request.publicKey,
    signingKey: await webcrypto.subtle.importKey('pkcs8', der, KEY, false, ['sign']),
    signingAlgorithm: KEY,
    extensions: [
      ...(keyUsage === undefined ? [] : [keyUsage]),
      new x509.ExtendedKeyUsageExtension(purposes),
      new x509.BasicConstraintsExtension(false, undefined, true),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension([...names])]),
    ],
  })
  return `${certificate.toString('pem')}\n`
}

export interface SignerOptions {
  /** Where the authority is kept. */
  readonly path: string
  /** Of an earlier run. */
  readonly authority?: Authority | undefined
  /** Clients that show its certificates are to be let in from now on. */
  readonly trust: (certificate: string) => void
}

export function createCertificateSigner({ path, authority, trust }: SignerOptions): CertificateSigner {
  let known: Promise<Authority> | undefined = authority === undefined ? undefined : Promise.resolve(authority)
  const begin = async (): Promise<Authority> => {
    const made = await makeAuthority(Date.now())
    // Nothing is signed by an authority that could be forgotten.
    await writePrivateFile(path, JSON.stringify(made))
    trust(made.certificate)
    return made
  }
  return {
    read: describeRequest,
    sign: async (pem, terms) => {
      known ??= begin().catch((error: unknown) => {
        known = undefined
        throw error
      })
      return signRequest(await known, pem, terms)
    },
  }
}
