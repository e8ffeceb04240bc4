/** Removes requests for certificates that are over. @see k8s.io/kubernetes pkg/controller/certificates/cleaner, v1.34 */
import type { CertificateSigningRequest } from '../../../kubernetes/generated/types.ts'
import { isCertificateSigningRequest } from '../../../kubernetes/guards.ts'
import type { Controller } from '../controller.ts'

const RESOURCE = 'certificatesigningrequests.certificates.k8s.io'
const HOUR_MS = 3_600_000
const PENDING_MS = 24 * HOUR_MS

/** When it may go, in milliseconds since 1970; undefined as long as nobody has signed what is approved. */
const endOf = ({ metadata, status }: CertificateSigningRequest): number | undefined => {
  const { conditions = [], certificate = '' } = status ?? {}
  if (conditions.length === 0) return Date.parse(metadata.creationTimestamp ?? '') + PENDING_MS
  const ends = conditions
    .filter(({ type }) => type === 'Denied' || type === 'Failed' || (type === 'Approved' && certificate !== ''))
    .map(({ lastUpdateTime = '' }) => Date.parse(lastUpdateTime) + HOUR_MS)
    .filter((end) => !Number.isNaN(end))
  return ends.length === 0 ? undefined : Math.min(...ends)
}

export const certificateCleaner: Controller = {
  name: 'csrcleaner',
  watches: [RESOURCE],
  keysFor: ({ object, type }) => (type === 'DELETED' ? [] : [{ name: object.metadata.name ?? '' }]),
  reconcile: ({ name }, { store, writer, clock }) => {
    const request = store.get(RESOURCE, undefined, name)
    if (request === undefined || !isCertificateSigningRequest(request)) return undefined
    const end = endOf(request)
    if (end === undefined) return undefined
    if (end > clock.now()) return end - clock.now()
    writer.delete({ apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest', name })
    return undefined
  },
}
