/** Certificates, X.509 in PEM. @see RFC 5280 */
import { Asn1Error, readOnlySequence, SEQUENCE, type Element } from '../go/asn1.ts'
import { readPem } from '../go/pem.ts'
import { bitsOf, bytesOf, contentOf, partsOf, readObjectIdentifier, readText, readTime, toHex, type Part } from './elements.ts'
import { readPublicKey, type PublicKey } from './keys.ts'

export interface DistinguishedName {
  /** In their order, types by their short names: `CN`, `O`. */
  readonly attributes: readonly (readonly [type: string, value: string])[]
}

/** How it is known who has signed a certificate. */
export type Proof =
  | { readonly kind: 'signature'; readonly signed: Uint8Array; readonly signature: Uint8Array }
  /** Nobody has its bytes: `by` is the id of the certificate whose key is taken to have signed it. */
  | { readonly kind: 'stated'; readonly by: string }

export interface Certificate {
  /** Equal for those that are the same. */
  readonly id: string
  readonly subject: DistinguishedName
  readonly issuer: DistinguishedName
  /** Milliseconds since 1970. */
  readonly notBeforeMs: number
  readonly notAfterMs: number
  /** Alternative names of the subject. */
  readonly dns: readonly string[]
  readonly ips: readonly string[]
  /** Whether it may sign others. */
  readonly isAuthority: boolean
  /** In hexadecimal digits. */
  readonly keyId?: string
  readonly issuerKeyId?: string
  /** What the key is for, as object identifiers; anything where absent. */
  readonly purposes?: readonly string[]
  readonly key: PublicKey
  /** An object identifier. */
  readonly algorithm: string
  readonly proof: Proof
}

const SHORT_NAMES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '0.9.2342.19200300.100.1.25': 'DC',
  '0.9.2342.19200300.100.1.1': 'UID',
}

const EXTENSION = {
  keyId: '2.5.29.14',
  keyUsage: '2.5.29.15',
  alternativeNames: '2.5.29.17',
  constraints: '2.5.29.19',
  issuerKeyId: '2.5.29.35',
  purposes: '2.5.29.37',
} as const

const malformed = (): never => {
  throw new Asn1Error('asn1: structure error: malformed certificate')
}

const readName = (bytes: Uint8Array, name: Element): DistinguishedName => ({
  attributes: partsOf(bytes, name)
    .flatMap((set) => partsOf(bytes, set))
    .flatMap((pair): [string, string][] => {
      const [type, value] = partsOf(bytes, pair)
      if (type === undefined || value === undefined) return malformed()
      const id = readObjectIdentifier(bytes, type)
      return [[SHORT_NAMES[id] ?? id, readText(bytes, value)]]
    }),
})

/** Names are the same whatever their letters' case and however wide their blanks. @see RFC 5280, section 7.1 */
export const isSameName = (a: DistinguishedName, b: DistinguishedName): boolean => {
  const toKey = ({ attributes }: DistinguishedName): string =>
    JSON.stringify(attributes.map(([type, value]) => [type, value.trim().replace(/\s+/gu, ' ').toLowerCase()]))
  return toKey(a) === toKey(b)
}

/** The last one, which is the most particular. */
export const commonNameOf = ({ attributes }: DistinguishedName): string | undefined =>
  attributes.findLast(([type]) => type === 'CN')?.[1]

/** Contents of extensions by their object identifiers. */
const readExtensions = (bytes: Uint8Array, fields: readonly Part[]): ReadonlyMap<string, Uint8Array> => {
  const holder = fields.find((field) => field.class === 2 && field.tag === 3)
  const [list] = holder === undefined ? [] : partsOf(bytes, holder)
  const extensions = new Map<string, Uint8Array>()
  for (const extension of list === undefined ? [] : partsOf(bytes, list)) {
    const parts = partsOf(bytes, extension)
    const [id, value] = [parts[0], parts.at(-1)]
    if (id !== undefined && value !== undefined) extensions.set(readObjectIdentifier(bytes, id), contentOf(bytes, value))
  }
  return extensions
}

const asWhole = (bytes: Uint8Array): Element => readOnlySequence(bytes, 'asn1.RawValue')

const addressText = (bytes: Uint8Array): string => {
  if (bytes.length === 4) return bytes.join('.')
  const groups = (toHex(bytes).match(/.{4}/gu) ?? []).map((group) => group.replace(/^0{1,3}/u, ''))
  return groups.join(':')
}

const DNS_NAME = 2
const IP_ADDRESS = 7

const readAlternatives = (bytes: Uint8Array | undefined): Pick<Certificate, 'dns' | 'ips'> => {
  const names = bytes === undefined ? [] : partsOf(bytes, asWhole(bytes))
  const of = (tag: number): readonly Uint8Array[] =>
    bytes === undefined ? [] : names.filter((name) => name.tag === tag).map((name) => contentOf(bytes, name))
  return { dns: of(DNS_NAME).map((name) => new TextDecoder().decode(name)), ips: of(IP_ADDRESS).map(addressText) }
}

const readKeyIds = (extensions: ReadonlyMap<string, Uint8Array>): Pick<Certificate, 'keyId' | 'issuerKeyId'> => {
  const [own, issuers] = [extensions.get(EXTENSION.keyId), extensions.get(EXTENSION.issuerKeyId)]
  const named = issuers === undefined ? undefined : partsOf(issuers, asWhole(issuers)).find(({ tag }) => tag === 0)
  return {
    ...(own === undefined ? {} : { keyId: toHex(own.slice(2)) }),
    ...(issuers === undefined || named === undefined ? {} : { issuerKeyId: toHex(contentOf(issuers, named)) }),
  }
}

const readPurposes = (bytes: Uint8Array | undefined): Pick<Certificate, 'purposes'> =>
  bytes === undefined ? {} : { purposes: partsOf(bytes, asWhole(bytes)).map((part) => readObjectIdentifier(bytes, part)) }

/** One of the first version, before there were extensions, may where it has signed itself. */
const maySign = (extensions: ReadonlyMap<string, Uint8Array>, isFirstVersion: boolean): boolean => {
  const constraints = extensions.get(EXTENSION.constraints)
  if (constraints === undefined) return isFirstVersion || extensions.has(EXTENSION.keyUsage)
  const [first] = partsOf(constraints, asWhole(constraints))
  return first?.tag === 1 && constraints[first.start] !== 0
}

/** Throws Asn1Error. */
const readDer = (bytes: Uint8Array): Certificate => {
  const parts = partsOf(bytes, readOnlySequence(bytes, 'certificate'))
  const [signed, algorithm, signature] = parts
  if (signed?.tag !== SEQUENCE || algorithm?.tag !== SEQUENCE || signature === undefined) return malformed()
  const all = partsOf(bytes, signed)
  const isFirstVersion = all[0]?.class !== 2
  const [, , issuer, validity, subject, key] = isFirstVersion ? all : all.slice(1)
  const [from, until] = validity === undefined ? [] : partsOf(bytes, validity)
  const [algorithmId] = partsOf(bytes, algorithm)
  if (issuer === undefined || subject === undefined || key === undefined || algorithmId === undefined) return malformed()
  if (from === undefined || until === undefined) return malformed()
  const extensions = readExtensions(bytes, all)
  return {
    id: toHex(bytes),
    subject: readName(bytes, subject),
    issuer: readName(bytes, issuer),
    notBeforeMs: readTime(bytes, from),
    notAfterMs: readTime(bytes, until),
    ...readAlternatives(extensions.get(EXTENSION.alternativeNames)),
    ...readKeyIds(extensions),
    ...readPurposes(extensions.get(EXTENSION.purposes)),
    isAuthority: maySign(extensions, isFirstVersion),
    key: readPublicKey(bytesOf(bytes, key)),
    algorithm: readObjectIdentifier(bytes, algorithmId),
    proof: { kind: 'signature', signed: bytesOf(bytes, signed), signature: bitsOf(bytes, signature) },
  }
}

const BLOCK_TYPES: ReadonlySet<string> = new Set(['CERTIFICATE', 'TRUSTED CERTIFICATE', 'X509 CERTIFICATE'])

/** Those of a text, in their order; undefined where it has none, or one that cannot be read. */
export const readCertificates = (pem: string): readonly Certificate[] | undefined => {
  const blocks = readPem(pem).filter(({ type }) => BLOCK_TYPES.has(type))
  try {
    return blocks.length === 0 ? undefined : blocks.map(({ bytes }) => readDer(bytes))
  } catch (error) {
    if (error instanceof Asn1Error) return undefined
    throw error
  }
}
