/** Who is at the other end of the connection. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { TLSSocket } from 'node:tls'
import { AUTHENTICATED, MASTERS, type UserInfo } from '../../src/cluster/api/authentication/user.ts'
import type { Caller } from '../../src/cluster/api/gate.ts'

/** netgrade's own commands. */
const OWN: UserInfo = { username: 'netgrade', groups: [MASTERS, AUTHENTICATED] }

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const CREDENTIAL_ID = 'authentication.kubernetes.io/credential-id'

/** What the certificate says that a connection was opened with; undefined where none was shown. */
type Shown = { readonly user: UserInfo } | undefined

/** A connection's certificate does not change, and OpenSSL takes long to take one apart. */
const shownOn = new WeakMap<TLSSocket, { readonly shown: Shown }>()

/** The subject's common name is the user, its organizations are the groups. @see Kubernetes documentation, "X509 client certificates" */
function readShown(socket: TLSSocket): Shown {
  const { subject, raw } = socket.getPeerCertificate() as Partial<ReturnType<TLSSocket['getPeerCertificate']>>
  if (raw === undefined) return undefined
  const { CN: username, O: organizations } = (subject ?? {}) as unknown as Readonly<
    Record<string, string | readonly string[] | undefined>
  >
  const groups = [organizations ?? []].flat()
  const user = {
    username: [username ?? ''].flat().join(''),
    groups: [...groups, AUTHENTICATED],
    extra: { [CREDENTIAL_ID]: [`X509SHA256=${createHash('sha256').update(raw).digest('hex')}`] },
  }
  return { user }
}

function shownBy(socket: TLSSocket): Shown {
  const known = shownOn.get(socket)
  if (known !== undefined) return known.shown
  const shown = readShown(socket)
  shownOn.set(socket, { shown })
  return shown
}

/**
 * A client certificate says who it is, and so does netgrade's own token; another token is the cluster's to judge, and without
 * any the caller is anonymous. Undefined where a certificate is shown that our authority did not sign.
 */
export function identifyCaller(request: IncomingMessage, ownToken: string): Caller | undefined {
  const { socket, headers } = request
  if (socket instanceof TLSSocket) {
    const shown = shownBy(socket)
    if (shown !== undefined) return socket.authorized ? shown.user : undefined
  }
  const [scheme = '', given = ''] = (headers.authorization ?? '').split(' ')
  const isOwn = scheme.toLowerCase() === 'bearer' && timingSafeEqual(digest(given), digest(ownToken))
  return isOwn ? OWN : 'from-request'
}
