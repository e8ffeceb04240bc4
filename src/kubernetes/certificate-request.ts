/** Requests for certificates, PKCS #10 in PEM. @see k8s.io/kubernetes pkg/apis/certificates/helpers.go, v1.34 */
import { Asn1Error, childrenOf, readOnlySequence, SEQUENCE, type Element } from './go/asn1.ts'
import { readPem } from './go/pem.ts'

export type CertificateRequestText =
  { readonly ok: true; readonly organizations: readonly string[] } | { readonly ok: false; readonly why: string }

const BLOCK_TYPE = 'CERTIFICATE REQUEST'
/** 2.5.4.10 */
const ORGANIZATION = '85,4,10'

/** DIFFERS: Go tells which field of which struct could not be read (certificate-signing-request.test.ts). */
const MALFORMED = 'asn1: structure error: malformed certificate request'

const textOf = (bytes: Uint8Array, { start, end }: Element): string => new TextDecoder().decode(bytes.subarray(start, end))

/** Names are sequences of sets of pairs of a type and a value. */
const readOrganizations = (bytes: Uint8Array, subject: Element): readonly string[] =>
  childrenOf(bytes, subject)
    .flatMap((set) => childrenOf(bytes, set))
    .flatMap((pair) => {
      const [type, value] = childrenOf(bytes, pair)
      const isOrganization = type !== undefined && bytes.subarray(type.start, type.end).join(',') === ORGANIZATION
      return isOrganization && value !== undefined ? [textOf(bytes, value)] : []
    })

/** Its parts are what is asked for, an algorithm and a signature; what is asked for begins with a version and the subject. */
const readDer = (bytes: Uint8Array): readonly string[] => {
  const parts = childrenOf(bytes, readOnlySequence(bytes, 'certificateRequest'))
  const [asked] = parts
  if (parts.length !== 3 || asked?.tag !== SEQUENCE) throw new Asn1Error(MALFORMED)
  const [version, subject, key] = childrenOf(bytes, asked)
  if (version?.tag !== 2 || subject?.tag !== SEQUENCE || key?.tag !== SEQUENCE) throw new Asn1Error(MALFORMED)
  return readOrganizations(bytes, subject)
}

/** DIFFERS: its signature is not checked, which can only be done in the background (certificate-signing-request.test.ts). */
export const readCertificateRequest = (base64: string): CertificateRequestText => {
  const [block] = readPem(atob(base64))
  if (block?.type !== BLOCK_TYPE) return { ok: false, why: `PEM block type must be ${BLOCK_TYPE}` }
  try {
    return { ok: true, organizations: readDer(block.bytes) }
  } catch (error) {
    if (error instanceof Asn1Error) return { ok: false, why: error.message }
    throw error
  }
}
