/** Public keys, and those that belong to private ones. @see RFC 5280, 5915, 5958 and 8017 */
import { Asn1Error, readHeader, readOnlySequence, type Element } from '../go/asn1.ts'
import { readPem } from '../go/pem.ts'
import { bitsOf, contentOf, magnitudeOf, partsOf, readObjectIdentifier, toHex } from './elements.ts'

export interface PublicKey {
  readonly kind: 'RSA' | 'EC' | 'Ed25519' | 'other'
  readonly bits: number
  /** Of elliptic curves, as WebCrypto names them. */
  readonly curve?: string
  /** What it is but for its kind, in hexadecimal digits: the modulus, or the point. Empty where it cannot be told. */
  readonly value: string
  /** SubjectPublicKeyInfo in DER; empty for a key whose bytes nobody has. */
  readonly bytes: Uint8Array
}

const RSA = '1.2.840.113549.1.1.1'
const ELLIPTIC = '1.2.840.10045.2.1'
const ED25519 = '1.3.101.112'

const CURVES: Readonly<Record<string, readonly [name: string, bits: number]>> = {
  '1.2.840.10045.3.1.7': ['P-256', 256],
  '1.3.132.0.34': ['P-384', 384],
  '1.3.132.0.35': ['P-521', 521],
}

const malformed = (): never => {
  throw new Asn1Error('asn1: structure error: malformed key')
}

/** Of a modulus whose first bit is set in its first byte. */
const bitLength = (modulus: Uint8Array): number =>
  modulus.length === 0 ? 0 : (modulus.length - 1) * 8 + (32 - Math.clz32(modulus[0] ?? 0))

/** Throws Asn1Error. */
export const readPublicKey = (bytes: Uint8Array): PublicKey => {
  const [algorithm, bits] = partsOf(bytes, readOnlySequence(bytes, 'publicKeyInfo'))
  const [id, parameters] = algorithm === undefined ? [] : partsOf(bytes, algorithm)
  if (id === undefined || bits === undefined) return malformed()
  const content = bitsOf(bytes, bits)
  switch (readObjectIdentifier(bytes, id)) {
    case RSA: {
      const [modulus] = partsOf(content, readOnlySequence(content, 'pkcs1PublicKey'))
      if (modulus === undefined) return malformed()
      const value = magnitudeOf(content, modulus)
      return { kind: 'RSA', bits: bitLength(value), value: toHex(value), bytes }
    }
    case ELLIPTIC: {
      const [curve, size] = CURVES[parameters === undefined ? '' : readObjectIdentifier(bytes, parameters)] ?? ['', 0]
      return { kind: 'EC', bits: size, curve, value: toHex(content), bytes }
    }
    case ED25519:
      return { kind: 'Ed25519', bits: 256, value: toHex(content), bytes }
    default:
      return { kind: 'other', bits: 0, value: toHex(content), bytes }
  }
}

type PrivateKey = Pick<PublicKey, 'kind' | 'value'>

/** Version, modulus, … */
const readRsa = (bytes: Uint8Array): PrivateKey => {
  const modulus = partsOf(bytes, readOnlySequence(bytes, 'pkcs1PrivateKey'))[1]
  return modulus === undefined ? malformed() : { kind: 'RSA', value: toHex(magnitudeOf(bytes, modulus)) }
}

/** Its public key need not stand beside it. */
const readElliptic = (bytes: Uint8Array): PrivateKey => {
  const holder = partsOf(bytes, readOnlySequence(bytes, 'ecPrivateKey')).find(({ class: kind, tag }) => kind === 2 && tag === 1)
  const point = holder === undefined ? undefined : readHeader(bytes, holder.start)
  return { kind: 'EC', value: point === undefined ? '' : toHex(bitsOf(bytes, point)) }
}

const readOfAlgorithm = (bytes: Uint8Array, algorithm: Element, key: Element): PrivateKey => {
  const [id] = partsOf(bytes, algorithm)
  const content = contentOf(bytes, key)
  switch (id === undefined ? '' : readObjectIdentifier(bytes, id)) {
    case RSA:
      return readRsa(content)
    case ELLIPTIC:
      return readElliptic(content)
    case ED25519:
      return { kind: 'Ed25519', value: '' }
    default:
      return { kind: 'other', value: '' }
  }
}

const readDer = (type: string, bytes: Uint8Array): PrivateKey | undefined => {
  if (type === 'RSA PRIVATE KEY') return readRsa(bytes)
  if (type === 'EC PRIVATE KEY') return readElliptic(bytes)
  if (type !== 'PRIVATE KEY') return undefined
  const [, algorithm, key] = partsOf(bytes, readOnlySequence(bytes, 'pkcs8'))
  return algorithm === undefined || key === undefined ? malformed() : readOfAlgorithm(bytes, algorithm, key)
}

/** The first private key of a text; undefined where it has none that can be read. */
export const readPrivateKey = (pem: string): PrivateKey | undefined => {
  try {
    for (const { type, bytes } of readPem(pem)) {
      const key = readDer(type, bytes)
      if (key !== undefined) return key
    }
    return undefined
  } catch (error) {
    if (error instanceof Asn1Error) return undefined
    throw error
  }
}

/** Of keys of different kinds it is not asked, as OpenSSL keeps one of each. */
export const isPair = (publicKey: PublicKey, privateKey: PrivateKey): boolean =>
  publicKey.kind !== privateKey.kind || privateKey.value === '' || privateKey.value === publicKey.value
