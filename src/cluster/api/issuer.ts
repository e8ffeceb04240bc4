/** What others need to check tokens of service accounts by themselves. @see OpenID Connect Discovery 1.0; RFC 7517 */
import { ISSUER, type TokenSigner } from './authentication/service-account-token.ts'

const KEYS = '/openid/v1/jwks'

/** Undefined where the path is none of these, or there is no key. */
export const respondIssuer = (pathname: string, signer: TokenSigner | undefined): Response | undefined => {
  if (signer === undefined) return undefined
  if (pathname === '/.well-known/openid-configuration') {
    return Response.json({
      issuer: ISSUER,
      jwks_uri: `${ISSUER}${KEYS}`,
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: [signer.algorithm],
    })
  }
  if (pathname !== KEYS) return undefined
  const key = { use: 'sig', kid: signer.keyId, alg: signer.algorithm, ...signer.publicKey }
  return new Response(JSON.stringify({ keys: [key] }), { headers: { 'content-type': 'application/jwk-set+json' } })
}
