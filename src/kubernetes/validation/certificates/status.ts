/** What becomes of a request for a certificate. @see k8s.io/kubernetes pkg/apis/certificates/validation/validation.go, v1.34 */
import type { CertificateSigningRequest, CertificateSigningRequestCondition } from '../../generated/types.ts'
import { Asn1Error, readOnlySequence } from '../../go/asn1.ts'
import { readPem, type PemBlock } from '../../go/pem.ts'
import { isEqual } from '../../json.ts'
import type { StatusCause } from '../../status.ts'
import { duplicate, forbiddenField, invalidValue, notSupported, required } from '../causes.ts'

const CONDITIONS = 'status.conditions'
const CERTIFICATE = 'status.certificate'
const BLOCK_TYPE = 'CERTIFICATE'
const DECISIONS: readonly string[] = ['Approved', 'Denied']
/** These say that something has happened, or are not there. */
const LASTING: readonly string[] = [...DECISIONS, 'Failed']
const STATUSES = ['False', 'True', 'Unknown'] as const

type Conditions = readonly CertificateSigningRequestCondition[]

const validateConditionStatus = (
  { type, status }: CertificateSigningRequestCondition,
  path: string,
): readonly StatusCause[] => {
  const allowed = LASTING.includes(type) ? ['True'] : STATUSES
  if (status === '') return [required(`${path}.status`)]
  return allowed.some((known) => known === status) ? [] : [notSupported(`${path}.status`, status, allowed)]
}

export const validateConditions = (conditions: Conditions): readonly StatusCause[] =>
  conditions.flatMap((condition, index) => {
    const { type } = condition
    const path = `${CONDITIONS}[${index}]`
    const before = conditions.slice(0, index).map((one) => one.type)
    const opposite = DECISIONS.includes(type) ? DECISIONS.find((decision) => decision !== type) : undefined
    return [
      ...(type === '' ? [required(`${path}.type`)] : []),
      ...validateConditionStatus(condition, path),
      ...(opposite !== undefined && before.includes(opposite)
        ? [invalidValue(CONDITIONS, type, 'Approved and Denied conditions are mutually exclusive')]
        : []),
      ...(before.includes(type) ? [duplicate(`${path}.type`, type)] : []),
    ]
  })

/** DIFFERS: what is within the outermost sequence is not looked at (certificate-signing-request.test.ts). */
const whyNoCertificate = ({ type, hasHeaders, bytes }: PemBlock): string | undefined => {
  if (type !== BLOCK_TYPE) return `only ${BLOCK_TYPE} PEM blocks are allowed, found ${JSON.stringify(type)}`
  if (hasHeaders) return 'no PEM block headers are permitted'
  if (bytes.length === 0) return `found ${BLOCK_TYPE} PEM block containing 0 certificates`
  try {
    readOnlySequence(bytes, 'certificate')
    return undefined
  } catch (error) {
    if (error instanceof Asn1Error) return 'x509: malformed certificate'
    throw error
  }
}

export const validateCertificate = (base64 = ''): readonly StatusCause[] => {
  if (base64 === '') return []
  const blocks = readPem(atob(base64))
  const why =
    blocks.length === 0
      ? `must contain at least one ${BLOCK_TYPE} PEM block`
      : blocks.map(whyNoCertificate).find((one) => one !== undefined)
  return why === undefined ? [] : [invalidValue(CERTIFICATE, '<certificate data>', why)]
}

const ofType = ({ status }: CertificateSigningRequest, type: string): Conditions =>
  (status?.conditions ?? []).filter((condition) => condition.type === type)

/** What has happened stays. */
const forbidRemoval = (object: CertificateSigningRequest, old: CertificateSigningRequest): readonly StatusCause[] =>
  LASTING.filter((type) => ofType(object, type).length < ofType(old, type).length).map((type) =>
    forbiddenField(CONDITIONS, `updates may not remove a condition of type "${type}"`),
  )

const forbidDecision = (object: CertificateSigningRequest, old: CertificateSigningRequest): readonly StatusCause[] =>
  DECISIONS.filter((type) => ofType(object, type).length > ofType(old, type).length).map((type) =>
    forbiddenField(CONDITIONS, `updates may not add a condition of type "${type}"`),
  )

const compareCertificates = (object: CertificateSigningRequest, old: CertificateSigningRequest): readonly StatusCause[] => {
  const [certificate = '', before = ''] = [object.status?.certificate, old.status?.certificate]
  return before === '' || isEqual(certificate, before)
    ? []
    : [forbiddenField(CERTIFICATE, 'updates may not modify existing certificate content')]
}

/** Who approves decides, who signs writes the certificate: neither can do the other's. */
export const compareRequestStatus = (
  object: CertificateSigningRequest,
  old: CertificateSigningRequest,
  subresource: string,
): readonly StatusCause[] => {
  const isSame = isEqual(object.status?.certificate ?? '', old.status?.certificate ?? '')
  return [
    ...validateConditions(object.status?.conditions ?? []),
    ...(isSame ? [] : validateCertificate(object.status?.certificate)),
    ...forbidRemoval(object, old),
    ...(subresource === 'approval' ? [] : forbidDecision(object, old)),
    ...compareCertificates(object, old),
  ]
}
