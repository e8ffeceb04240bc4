/** Objects in the form that the client asked for: as they are, as a Table, or their metadata alone. */
import { badRequest } from '../../../kubernetes/errors.ts'
import type { ObjectMeta } from '../../../kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { Status } from '../../../kubernetes/status.ts'
import { customResourceOf } from '../../custom/served.ts'
import type { ResourceCall } from '../api-context.ts'
import { respond, respondStatus, type Reply } from '../http/respond.ts'
import { toTable, type Table } from '../tables/to-table.ts'
import { withRenewal } from '../../controllers/nodes/renewal.ts'
import { fromStorage } from './convert.ts'
import { onWire } from './on-wire.ts'

export interface ListMetadata {
  readonly resourceVersion: string
  readonly continue?: string
  readonly remainingItemCount?: number
}

const partial = ({ metadata }: KubernetesObject, version: string): unknown => ({
  kind: 'PartialObjectMetadata',
  apiVersion: `meta.k8s.io/${version}`,
  metadata,
})

type Presented = Pick<ResourceCall, 'accepted' | 'query' | 'info' | 'context'>

const table = (call: Presented, objects: readonly KubernetesObject[], metadata: object): Table => {
  const custom = customResourceOf(call.context.store, call.info)
  return toTable(objects, {
    info: call.info,
    ...(custom === undefined ? {} : { custom }),
    includeObject: call.query.get('includeObject') ?? 'Metadata',
    version: call.accepted.asVersion,
    nowMs: call.context.clock.now(),
    metadata,
  })
}

const asRead = ({ info, context }: Presented, stored: KubernetesObject): KubernetesObject =>
  withRenewal(fromStorage(stored, info), context.store, context.clock.now())

export const presentObject = (call: Presented, stored: KubernetesObject): unknown => {
  const object = asRead(call, stored)
  switch (call.accepted.as) {
    case 'Table':
      return table(call, [object], { resourceVersion: object.metadata.resourceVersion ?? '' })
    case 'PartialObjectMetadata':
      return partial(object, call.accepted.asVersion)
    default:
      return onWire(object)
  }
}

/** An object of the call's kind that has nothing but metadata, in the form that is asked for. */
export const presentNothing = (call: Presented, metadata: ObjectMeta): unknown => {
  const { kind, apiVersion } = call.info
  const object: KubernetesObject = { kind, apiVersion, metadata }
  if (call.accepted.as !== 'Table') return presentObject(call, object)
  // DIFFERS: cells are empty and zero, without what a printer says of absent fields, such as <none> (watch.test.ts).
  const whole = table(call, [], { resourceVersion: metadata.resourceVersion ?? '' })
  const cells = whole.columnDefinitions.map(({ type }) => (type === 'integer' ? 0 : ''))
  return { ...whole, rows: [{ cells, object: partial(object, call.accepted.asVersion) }] }
}

export const presentList = (call: Presented, stored: readonly KubernetesObject[], metadata: ListMetadata): unknown => {
  const objects = stored.map((object) => asRead(call, object))
  const { as, asVersion } = call.accepted
  if (as === 'Table') return table(call, objects, metadata)
  if (as !== undefined) {
    const items = objects.map((object) => partial(object, asVersion))
    return { kind: 'PartialObjectMetadataList', apiVersion: `meta.k8s.io/${asVersion}`, metadata, items }
  }
  const items = objects.map((object) => {
    const { apiVersion: _apiVersion, kind: _kind, ...rest } = onWire(object)
    return rest
  })
  return { kind: `${call.info.kind}List`, apiVersion: call.info.apiVersion, metadata, items }
}

const INCLUDED = ['Metadata', 'Object', 'None', ''] as const

/** Why the form that is asked for is not one of this answer, if so. */
export const refuseForm = ({ accepted, query, info }: Presented, isOfList: boolean): Status | undefined => {
  const include = query.get('includeObject') ?? ''
  if (accepted.as === 'Table' && !INCLUDED.some((known) => known === include)) {
    const detail = `Invalid value: ${JSON.stringify(include)}: must be 'Metadata', 'Object', 'None', or empty`
    return badRequest(`Unable to convert to Table as requested: includeObject: ${detail}`)
  }
  const { as } = accepted
  if (as === undefined || as === 'Table' || (as === 'PartialObjectMetadataList') === isOfList) return undefined
  const isWhat = isOfList ? `is a list (*core.${info.kind}List)` : `is not a list (*core.${info.kind})`
  const message = `you requested ${as}, but the requested object ${isWhat}`
  return { ...badRequest(message), reason: 'NotAcceptable', code: 406 }
}

export const respondObject = (call: ResourceCall, object: KubernetesObject, reply: Reply = {}): Response => {
  const refused = refuseForm(call, false)
  return refused === undefined ? respond(presentObject(call, object), call.accepted, reply) : respondStatus(refused)
}
