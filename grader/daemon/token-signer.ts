/** The key that signs tokens of service accounts. @see RFC 7518 section 3.4 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { TokenSigner } from '../../src/cluster/api/authentication/service-account-token.ts'

/** Both numbers of the signature side by side, as JWS has it. */
const ENCODING = 'ieee-p1363'

/** A new key, PKCS #8 in PEM. */
export const makeTokenKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

/** Throws where the text is no such key. */
export function createTokenSigner(pem: string): TokenSigner {
  const privateKey = createPrivateKey(pem)
  const publicKey = createPublicKey(privateKey)
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' })
  const keyId = createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('base64url')
  return {
    algorithm: 'ES256',
    keyId,
    publicKey: { kty, crv, x, y },
    sign: (text) => sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: ENCODING }).toString('base64url'),
    verify: (text, signature) =>
      verify('sha256', Buffer.from(text), { key: publicKey, dsaEncoding: ENCODING }, Buffer.from(signature, 'base64url')),
  }
}
