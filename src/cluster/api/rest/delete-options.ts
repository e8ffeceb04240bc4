/** How something is to be deleted, and what is refused of that. @see k8s.io/apimachinery pkg/apis/meta/v1/validation, ValidateDeleteOptions, v1.34 */
import { mismatchOf } from '../../../kubernetes/decode/decode.ts'
import { badRequest, failureWithoutReason, invalid } from '../../../kubernetes/errors.ts'
import { isJsonObject, isList, withoutUndefined, type JsonObject } from '../../../kubernetes/json.ts'
import type { Status, StatusCause } from '../../../kubernetes/status.ts'
import { invalidValue, notSupported } from '../../../kubernetes/validation/causes.ts'
import type { ResourceCall } from '../api-context.ts'
import { readOptionalBody } from '../http/body.ts'
import type { DeletionOptions } from '../writer.ts'
import { isTrue } from './list-options.ts'

type Options = { readonly ok: true; readonly options: DeletionOptions } | { readonly ok: false; readonly status: Status }

const POLICIES = ['Foreground', 'Background', 'Orphan'] as const

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

interface Asked {
  readonly policy: string | undefined
  readonly orphan: boolean | undefined
  readonly dryRun: readonly string[]
  readonly grace: unknown
  readonly preconditions: JsonObject
}

/** Whoever sends a body says everything there. */
const readBodyOptions = (body: JsonObject): Asked => {
  const { propagationPolicy: policy, orphanDependents: orphan, preconditions } = body
  return {
    policy: typeof policy === 'string' ? policy : undefined,
    orphan: typeof orphan === 'boolean' ? orphan : undefined,
    dryRun: isList(body['dryRun']) ? body['dryRun'].filter((one) => typeof one === 'string') : [],
    grace: body['gracePeriodSeconds'],
    preconditions: isJsonObject(preconditions) ? preconditions : {},
  }
}

/** A parameter that is there counts, even if it is empty. */
const readParameters = (query: URLSearchParams): Asked => ({
  policy: query.get('propagationPolicy') ?? undefined,
  orphan: query.has('orphanDependents') ? isTrue(query, 'orphanDependents') : undefined,
  dryRun: query.getAll('dryRun'),
  grace: query.get('gracePeriodSeconds') ?? undefined,
  preconditions: { uid: query.get('uid'), resourceVersion: query.get('resourceVersion') },
})

const causesOf = ({ policy, orphan, dryRun }: Asked): readonly StatusCause[] => [
  ...(policy !== undefined && orphan !== undefined
    ? [invalidValue('propagationPolicy', policy, 'orphanDependents and deletionPropagation cannot be both set')]
    : []),
  ...(policy === undefined || POLICIES.some((known) => known === policy)
    ? []
    : [notSupported('propagationPolicy', policy, [...POLICIES, 'nil'])]),
  ...(dryRun.every((one) => one === 'All') ? [] : [notSupported('dryRun', dryRun, ['All'])]),
]

const isWhole = (grace: unknown): boolean =>
  typeof grace === 'number' || (typeof grace === 'string' && /^[+-]?\d+$/u.test(grace))

/** How to delete what options and parameters say. */
export const deletionOf = (query: URLSearchParams, given?: JsonObject): Options => {
  const asked = given === undefined ? readParameters(query) : readBodyOptions(given)
  const { grace, policy, orphan, dryRun, preconditions } = asked
  if (typeof grace === 'string' && !isWhole(grace))
    return { ok: false, status: badRequest(`strconv.ParseInt: parsing ${JSON.stringify(grace)}: invalid syntax`) }
  const causes = causesOf(asked)
  if (causes.length > 0) return { ok: false, status: invalid('DeleteOptions', '', causes, 'meta.k8s.io') }
  const options = {
    propagation: orphan === true ? 'Orphan' : POLICIES.find((known) => known === policy),
    gracePeriodSeconds: isWhole(grace) ? Number(grace) : undefined,
    uid: text(preconditions['uid']),
    resourceVersion: text(preconditions['resourceVersion']),
    dryRun: dryRun.length > 0,
  }
  return { ok: true, options: withoutUndefined(options) as DeletionOptions }
}

/** Of the body and of the parameters. */
export const readDeletion = async (call: ResourceCall): Promise<Options> => {
  const body = await readOptionalBody(call.request, 'DeleteOptions')
  if (body?.ok === false)
    return { ok: false, status: body.unread === undefined ? body.status : failureWithoutReason(body.unread) }
  const given = body?.value
  const { kind = '', apiVersion = '' } = given ?? {}
  if (kind !== '' && kind !== 'DeleteOptions') {
    const why = `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)}`
    return { ok: false, status: failureWithoutReason(`${why} in scheme "pkg/runtime/scheme.go:110"`) }
  }
  const mismatch = given === undefined ? undefined : mismatchOf(given, 'DeleteOptions', body?.numbers)
  if (mismatch !== undefined) return { ok: false, status: failureWithoutReason(mismatch) }
  return deletionOf(call.query, given)
}
