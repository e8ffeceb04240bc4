/** Signs what has been approved. @see k8s.io/kubernetes pkg/controller/certificates, v1.34 */
import type { CertificateSigningRequest, CertificateSigningRequestStatus } from '../../../kubernetes/generated/types.ts'
import { isCertificateSigningRequest } from '../../../kubernetes/guards.ts'
import { toTimestamp } from '../../time.ts'
import type { Store } from '../../store/store.ts'
import type { Controller, ControllerContext } from '../controller.ts'
import { signerOf, validityFrom, type CertificateSigner } from './signers.ts'

const RESOURCE = 'certificatesigningrequests.certificates.k8s.io'

const find = (store: Store, name: string): CertificateSigningRequest | undefined => {
  const found = store.get(RESOURCE, undefined, name)
  return found !== undefined && isCertificateSigningRequest(found) ? found : undefined
}

const has = ({ status }: CertificateSigningRequest, type: string): boolean =>
  (status?.conditions ?? []).some((condition) => condition.type === type)

const isDue = (request: CertificateSigningRequest): boolean =>
  has(request, 'Approved') && !has(request, 'Denied') && !has(request, 'Failed') && (request.status?.certificate ?? '') === ''

/** What becomes of a request's status. */
async function answer(
  { spec, status }: CertificateSigningRequest,
  signer: CertificateSigner,
  nowMs: number,
): Promise<CertificateSigningRequestStatus> {
  const pem = atob(spec.request)
  const usages = spec.usages ?? []
  const message = signerOf(spec.signerName)?.(await signer.read(pem), usages)
  if (message !== undefined) {
    const at = toTimestamp(nowMs)
    const failed = {
      type: 'Failed',
      status: 'True',
      reason: 'SignerValidationFailure',
      message,
      lastUpdateTime: at,
      lastTransitionTime: at,
    }
    return { ...status, conditions: [...(status?.conditions ?? []), failed] }
  }
  const certificate = await signer.sign(pem, { usages, ...validityFrom(nowMs, spec.expirationSeconds) })
  return { ...status, certificate: btoa(certificate) }
}

export const createSigningController = (signer: CertificateSigner): Controller => {
  /** Requests that are being signed. */
  const busy = new Set<string>()
  const sign = async (request: CertificateSigningRequest, { store, writer, clock }: ControllerContext): Promise<void> => {
    const name = request.metadata.name ?? ''
    busy.add(name)
    try {
      const status = await answer(request, signer, clock.now())
      const now = find(store, name)
      if (now !== undefined && now.metadata.uid === request.metadata.uid && isDue(now))
        writer.updateStatus({ ...now, status } as typeof now)
    } catch {
      // A text that is no request is tried again where the request changes, as on a real cluster.
    } finally {
      busy.delete(name)
    }
  }
  return {
    name: 'csrsigning',
    watches: [RESOURCE],
    keysFor: ({ object, type }) => (type === 'DELETED' ? [] : [{ name: object.metadata.name ?? '' }]),
    reconcile: ({ name }, context) => {
      const request = find(context.store, name)
      if (request !== undefined && isDue(request) && signerOf(request.spec.signerName) !== undefined && !busy.has(name))
        void sign(request, context)
      return undefined
    },
  }
}
