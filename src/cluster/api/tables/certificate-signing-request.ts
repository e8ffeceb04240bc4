import type { CertificateSigningRequest } from '../../../kubernetes/generated/types.ts'
import { isCertificateSigningRequest } from '../../../kubernetes/guards.ts'
import { ageOf, renderDuration } from './age.ts'
import { NAME, nameOf, NONE, orNone, printer, text } from './printer.ts'

const conditionText = ({ status }: CertificateSigningRequest): string => {
  const has = (type: string): boolean => (status?.conditions ?? []).some((condition) => condition.type === type)
  const decision = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending'
  return `${decision}${has('Failed') ? ',Failed' : ''}${(status?.certificate ?? '') === '' ? '' : ',Issued'}`
}

export const certificateSigningRequestPrinter = printer(
  isCertificateSigningRequest,
  [NAME, text('Age'), text('SignerName'), text('Requestor'), text('RequestedDuration'), text('Condition')],
  (request, nowMs) => {
    const { signerName, username = '', expirationSeconds } = request.spec
    return [
      nameOf(request),
      ageOf(request, nowMs),
      orNone(signerName),
      username,
      expirationSeconds === undefined ? NONE : renderDuration(expirationSeconds * 1000),
      conditionText(request),
    ]
  },
)
