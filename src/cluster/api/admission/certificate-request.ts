/** Who asks for a certificate is told by the server. @see k8s.io/kubernetes pkg/registry/certificates/certificates/strategy.go, v1.34 */
import type { CertificateSigningRequest } from '../../../kubernetes/generated/types.ts'
import type { UserInfo } from '../authentication/user.ts'

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
