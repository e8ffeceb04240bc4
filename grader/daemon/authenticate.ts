import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { TLSSocket } from 'node:tls'
import type { Status } from '../../src/kubernetes/status.ts'

export const UNAUTHORIZED: Status = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: 'Unauthorized',
  reason: 'Unauthorized',
  code: 401,
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** True for a client certificate that our own authority signed, or the bearer token. Nothing is answered without. */
export function isAuthenticated(request: IncomingMessage, token: string): boolean {
  if (request.socket instanceof TLSSocket && request.socket.authorized) return true
  const [scheme = '', given = ''] = (request.headers.authorization ?? '').split(' ')
  return scheme.toLowerCase() === 'bearer' && timingSafeEqual(digest(given), digest(token))
}
