/** @see k8s.io/kubernetes pkg/apis/certificates/validation/validation.go, v1.34 */
import { readCertificateRequest } from '../../certificate-request.ts'
import type { CertificateSigningRequest, CertificateSigningRequestSpec } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { duplicate, invalidValue, notSupported, required } from '../causes.ts'
import { validateCertificate, validateConditions } from './status.ts'
import { validateSignerName } from './signer-name.ts'

const LEGACY = 'kubernetes.io/legacy-unknown'
const MIN_SECONDS = 600
const TOO_SHORT = `may not specify a duration less than ${MIN_SECONDS} seconds (10 minutes)`

const USAGES: readonly string[] = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
]

/** One that is missing is shown as nothing. */
const validateRequest = (request: string | undefined): readonly StatusCause[] => {
  const read = readCertificateRequest(request ?? '')
  return read.ok ? [] : [invalidValue('spec.request', request, read.why)]
}

const validateUsages = (usages: readonly string[]): readonly StatusCause[] => {
  const field = 'spec.usages'
  return [
    ...(usages.length === 0 ? [required(field)] : []),
    ...usages.flatMap((usage, index) => (USAGES.includes(usage) ? [] : [notSupported(`${field}[${index}]`, usage, USAGES)])),
    ...usages.flatMap((usage, index) => (usages.indexOf(usage) < index ? [duplicate(`${field}[${index}]`, usage)] : [])),
  ]
}

const validateSpec = (spec: Partial<CertificateSigningRequestSpec>): readonly StatusCause[] => {
  const { request, usages = [], signerName = '', expirationSeconds } = spec
  const field = 'spec.signerName'
  return [
    ...validateRequest(request),
    ...validateUsages(usages),
    ...(signerName === LEGACY
      ? [invalidValue(field, signerName, 'the legacy signerName is not allowed via this API version')]
      : validateSignerName(signerName, field)),
    ...(expirationSeconds !== undefined && expirationSeconds < MIN_SECONDS
      ? [invalidValue('spec.expirationSeconds', expirationSeconds, TOO_SHORT)]
      : []),
  ]
}

export const validateCertificateSigningRequest = ({ spec, status }: CertificateSigningRequest): readonly StatusCause[] => [
  ...validateSpec(spec),
  ...validateConditions(status?.conditions ?? []),
  ...validateCertificate(status?.certificate),
]
