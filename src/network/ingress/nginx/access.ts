/** Who is let in: by address, then by credentials (semantics I21). */
import type { Ingress } from '../../../kubernetes/generated/types.ts'
import type { FieldReference } from '../../../kubernetes/object.ts'
import { inBlocks, normalizeAddress } from '../../address.ts'
import type { OwnReply, RouteRequest } from '../../http/decision.ts'
import { annotationOf } from './annotations.ts'
import type { NginxSettings } from './settings.ts'

/** A refusal, and what it depends on besides. */
export interface Access {
  readonly refusal?: OwnReply
  readonly dependsOn: readonly FieldReference[]
}

const FORBIDDEN = 403
const UNAUTHORIZED = 401

/** An address without a prefix length is a block of one. */
const isIn = (sources: readonly string[], client: string): boolean =>
  sources.some((source) => (source.includes('/') ? inBlocks([source], client) : normalizeAddress(source) === client))

/** Where the client's address depends on what lies before the controller, lists of addresses only say what it depends on. */
export function judgeAccess(ingress: Ingress, settings: NginxSettings, { client, headers }: RouteRequest): Access {
  const { allowedSources, deniedSources, allowedBy, needsCredentials } = settings
  const lists = [
    ...(allowedSources.length === 0 ? [] : [annotationOf(ingress, allowedBy)]),
    ...(deniedSources.length === 0 ? [] : [annotationOf(ingress, 'denylist-source-range')]),
  ]
  if (client !== undefined) {
    const isAllowed = allowedSources.length === 0 || isIn(allowedSources, client)
    if (!isAllowed || isIn(deniedSources, client)) return { refusal: { status: FORBIDDEN }, dependsOn: [] }
  }
  const dependsOn = client === undefined ? lists : []
  if (!needsCredentials || headers['authorization'] !== undefined) return { dependsOn }
  return { refusal: { status: UNAUTHORIZED, headers: { 'www-authenticate': 'Basic' } }, dependsOn }
}
