/** The token that a Pod is given for its service account: of the real form and content. Only for clusters without a key of their own: nobody signed it, and the API server takes none (test shell/commands/text-tools). */
import type { Pod } from '../../kubernetes/generated/types.ts'
import { hashText } from '../controllers/workloads/template-hash.ts'

const LIFE_SECONDS = 3607
const ISSUER = 'https://kubernetes.default.svc.cluster.local'
const SIGNATURE_BYTES = 256

const toBase64Url = (bytes: Iterable<number>): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/u, '')

const encode = (value: object): string => toBase64Url(new TextEncoder().encode(JSON.stringify(value)))

/** The same for each Pod as long as it lives: made of its uid, which came from the cluster's randomness. */
export const tokenOf = ({ metadata, spec }: Pod): string => {
  const { namespace = 'default', name = '', uid = '', creationTimestamp } = metadata
  const account = spec?.serviceAccountName ?? 'default'
  const issued = Math.floor((Date.parse(creationTimestamp ?? '') || 0) / 1000)
  const head = encode({ alg: 'RS256', kid: toBase64Url(Array.from({ length: 32 }, (_, at) => hashText(`kid${at}`) & 255)) })
  const claims = encode({
    aud: [ISSUER],
    exp: issued + LIFE_SECONDS,
    iat: issued,
    iss: ISSUER,
    'kubernetes.io': { namespace, node: { name: spec?.nodeName ?? '' }, pod: { name, uid }, serviceaccount: { name: account } },
    nbf: issued,
    sub: `system:serviceaccount:${namespace}:${account}`,
  })
  const signature = toBase64Url(Array.from({ length: SIGNATURE_BYTES }, (_, at) => hashText(`${uid}${at}`) & 255))
  return `${head}.${claims}.${signature}`
}
