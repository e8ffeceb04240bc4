/** Whether one certificate's key has signed another. @see RFC 5280, section 6.1.3 */
import { partsOf, magnitudeOf } from '../../../kubernetes/x509/elements.ts'
import { readOnlySequence } from '../../../kubernetes/go/asn1.ts'
import type { Certificate, Proof } from '../../../kubernetes/x509/certificate.ts'

interface Algorithm {
  /** As OpenSSL names it. */
  readonly name: string
  readonly kind: 'RSA' | 'EC' | 'Ed25519'
  readonly hash: string
}

const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  '1.2.840.113549.1.1.5': { name: 'sha1WithRSAEncryption', kind: 'RSA', hash: 'SHA-1' },
  '1.2.840.113549.1.1.11': { name: 'sha256WithRSAEncryption', kind: 'RSA', hash: 'SHA-256' },
  '1.2.840.113549.1.1.12': { name: 'sha384WithRSAEncryption', kind: 'RSA', hash: 'SHA-384' },
  '1.2.840.113549.1.1.13': { name: 'sha512WithRSAEncryption', kind: 'RSA', hash: 'SHA-512' },
  '1.2.840.10045.4.3.2': { name: 'ecdsa-with-SHA256', kind: 'EC', hash: 'SHA-256' },
  '1.2.840.10045.4.3.3': { name: 'ecdsa-with-SHA384', kind: 'EC', hash: 'SHA-384' },
  '1.2.840.10045.4.3.4': { name: 'ecdsa-with-SHA512', kind: 'EC', hash: 'SHA-512' },
  '1.3.101.112': { name: 'ED25519', kind: 'Ed25519', hash: '' },
}

/** Of an object identifier; itself where it is not known. */
export const algorithmName = (id: string): string => ALGORITHMS[id]?.name ?? id

type Signed = Extract<Proof, { kind: 'signature' }>

/** Both numbers of a signature, each as long as the curve's, which is what WebCrypto wants. */
const joinNumbers = (signature: Uint8Array, bits: number): Uint8Array<ArrayBuffer> => {
  const size = Math.ceil(bits / 8)
  const joined = new Uint8Array(size * 2)
  for (const [index, number] of partsOf(signature, readOnlySequence(signature, 'ecdsaSignature')).entries()) {
    const bytes = magnitudeOf(signature, number)
    joined.set(bytes, size * (index + 1) - bytes.length)
  }
  return joined
}

const verify = async ({ signed, signature }: Signed, { kind, hash }: Algorithm, { key }: Certificate): Promise<boolean> => {
  const { subtle } = globalThis.crypto
  const [bytes, data] = [new Uint8Array(key.bytes), new Uint8Array(signed)]
  if (kind === 'EC') {
    const imported = await subtle.importKey('spki', bytes, { name: 'ECDSA', namedCurve: key.curve ?? '' }, false, ['verify'])
    return subtle.verify({ name: 'ECDSA', hash }, imported, joinNumbers(signature, key.bits), data)
  }
  const name = kind === 'RSA' ? 'RSASSA-PKCS1-v1_5' : 'Ed25519'
  const imported = await subtle.importKey('spki', bytes, kind === 'RSA' ? { name, hash } : { name }, false, ['verify'])
  return subtle.verify(name, imported, new Uint8Array(signature), data)
}

/** False too where the algorithm is not known here. */
export async function isSignedBy({ proof, algorithm }: Certificate, issuer: Certificate): Promise<boolean> {
  if (proof.kind === 'stated') return proof.by === issuer.id
  const known = ALGORITHMS[algorithm]
  if (known === undefined || known.kind !== issuer.key.kind) return false
  try {
    return await verify(proof, known, issuer)
  } catch {
    // What is no signature or no key of its kind proves nothing.
    return false
  }
}
