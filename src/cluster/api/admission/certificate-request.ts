/**
 * Who may ask for a certificate, approve and sign one. Who asks is told by the server.
 * @see k8s.io/kubernetes pkg/registry/certificates/certificates/strategy.go and plugin/pkg/admission/certificates, v1.34
 */
import { readCertificateRequest } from '../../../kubernetes/certificate-request.ts'
import { forbidden } from '../../../kubernetes/errors.ts'
import type { CertificateSigningRequest } from '../../../kubernetes/generated/types.ts'
import { isCertificateSigningRequest } from '../../../kubernetes/guards.ts'
import { isEqual } from '../../../kubernetes/json.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { Status } from '../../../kubernetes/status.ts'
import type { UserInfo } from '../authentication/user.ts'
import { authorize, type Policies } from '../authorization/authorizer.ts'

export const withRequestor = (
  request: CertificateSigningRequest,
  { username, uid, groups, extra }: UserInfo,
): CertificateSigningRequest => {
  const { username: _username, uid: _uid, groups: _groups, extra: _extra, ...spec } = request.spec
  const asked = {
    ...spec,
    username,
    ...(uid === undefined ? {} : { uid }),
    groups: [...groups],
    ...(extra === undefined
      ? {}
      : { extra: Object.fromEntries(Object.entries(extra).map(([key, values]) => [key, [...values]])) }),
  }
  return { ...request, spec: asked }
}

const GROUP = 'certificates.k8s.io'
const CLIENT_SIGNER = 'kubernetes.io/kube-apiserver-client'
const MASTERS = 'system:masters'

const subjectOf = ({ metadata }: CertificateSigningRequest): Parameters<typeof forbidden>[0] => ({
  resource: 'certificatesigningrequests',
  group: GROUP,
  name: metadata.name ?? '',
})

/** Nobody becomes a member of the group that may everything by a certificate. */
export const refuseSubject = (object: KubernetesObject): Status | undefined => {
  if (!isCertificateSigningRequest(object) || object.spec.signerName !== CLIENT_SIGNER) return undefined
  const read = readCertificateRequest(object.spec.request)
  return read.ok && read.organizations.includes(MASTERS)
    ? forbidden(subjectOf(object), `use of ${CLIENT_SIGNER} signer with ${MASTERS} group is not allowed`)
    : undefined
}

/** By the signer's name, or for all of its domain. */
const mayFor = (policies: Policies, user: UserInfo, verb: string, signerName: string): boolean =>
  [signerName, `${signerName.replace(/\/.*$/u, '')}/*`].some(
    (name) =>
      authorize(policies, user, {
        kind: 'resource',
        verb,
        group: GROUP,
        resource: 'signers',
        subresource: '',
        namespace: '',
        name,
      }).allowed,
  )

interface StatusChange {
  readonly object: KubernetesObject
  readonly stored: KubernetesObject
  readonly subresource: string
}

const isUntouched = ({ status }: CertificateSigningRequest, { status: old }: CertificateSigningRequest): boolean =>
  isEqual([status?.certificate ?? '', status?.conditions ?? []], [old?.certificate ?? '', old?.conditions ?? []])

/** Who may change requests does not yet speak for every signer. */
export const refuseSigner = (
  policies: Policies,
  author: UserInfo | undefined,
  { object, stored, subresource }: StatusChange,
): Status | undefined => {
  if (author === undefined || !isCertificateSigningRequest(object) || !isCertificateSigningRequest(stored)) return undefined
  const verb = subresource === 'approval' ? 'approve' : 'sign'
  const { signerName } = stored.spec
  if ((verb === 'sign' && isUntouched(object, stored)) || mayFor(policies, author, verb, signerName)) return undefined
  return forbidden(subjectOf(stored), `user not permitted to ${verb} requests with signerName ${JSON.stringify(signerName)}`)
}
