/** The API server's refusals, in its own words. @see k8s.io/apimachinery pkg/api/errors, v1.34 */
import type { Status, StatusCause } from './status.ts'

interface Subject {
  /** Plural name of the resource. */
  readonly resource: string
  readonly group?: string
  readonly name?: string
}

/** `pods` or `deployments.apps`. */
const qualify = ({ resource, group }: Subject): string =>
  group === undefined || group === '' ? resource : `${resource}.${group}`

const failure = (code: number, reason: string, message: string, details?: Status['details']): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  reason,
  ...(details === undefined ? {} : { details }),
  code,
})

const detailsOf = (subject: Subject): NonNullable<Status['details']> => ({
  ...(subject.name === undefined ? {} : { name: subject.name }),
  ...(subject.group === undefined || subject.group === '' ? {} : { group: subject.group }),
  kind: subject.resource,
})

export const notFound = (subject: Subject): Status =>
  failure(404, 'NotFound', `${qualify(subject)} "${subject.name ?? ''}" not found`, detailsOf(subject))

export const alreadyExists = (subject: Subject): Status =>
  failure(409, 'AlreadyExists', `${qualify(subject)} "${subject.name ?? ''}" already exists`, detailsOf(subject))

export const conflict = (subject: Subject, why: string): Status =>
  failure(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualify(subject)} "${subject.name ?? ''}": ${why}`,
    detailsOf(subject),
  )

/** What an update with an old resourceVersion is told. */
export const MODIFIED = 'the object has been modified; please apply your changes to the latest version and try again'

/** A conflict of server-side apply: several managers own the fields. */
export const applyConflict = (message: string, causes: readonly StatusCause[]): Status =>
  failure(409, 'Conflict', message, { causes })

export const forbidden = (subject: Subject, why: string): Status =>
  failure(403, 'Forbidden', `${qualify(subject)} "${subject.name ?? ''}" is forbidden: ${why}`, detailsOf(subject))

export const badRequest = (message: string): Status => failure(400, 'BadRequest', message)

/** The API server could not reach what it was to ask. */
export const serviceUnavailable = (message: string): Status => failure(503, 'ServiceUnavailable', message)

/** A path that no handler serves, below one that is served. */
export const unknownPath = (): Status => failure(404, 'NotFound', 'the server could not find the requested resource', {})

export const methodNotAllowed = (): Status =>
  failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {})

export const notAcceptable = (served: readonly string[]): Status =>
  failure(406, 'NotAcceptable', `only the following media types are accepted: ${served.join(', ')}`)

/** No encoding that is served is one that the client takes. */
export const unknownEncoding = (served: readonly string[]): Status =>
  failure(406, 'NotAcceptable', `406: Not Acceptable\n\nAvailable representations: ${served.join(', ')}`, {})

/** What a server of Go fails with and has no reason for: numbers that it cannot read, for one. */
export const failureWithoutReason = (message: string): Status => {
  const { reason: _reason, ...status } = failure(500, '', message)
  return status
}

export const unsupportedMediaType = (served: readonly string[]): Status =>
  failure(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${served.join(', ')}`,
  )

/** The answer to credentials that are nobody's. */
export const unauthorized = (): Status => failure(401, 'Unauthorized', 'Unauthorized')

/** As a server that is asked too much at once: clients try again after a second. */
export const tooManyRequests = (message: string): Status => failure(429, 'TooManyRequests', message, { retryAfterSeconds: 1 })

/** A body that is larger than the server reads. */
export const requestTooLarge = (limit: number): Status =>
  failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${limit}`)

/** The change feed no longer reaches back to the revision asked for. */
export const expired = (message: string): Status => failure(410, 'Expired', message)

/** Our own mistake. Nothing of the inside is told. */
export const internalError = (message: string): Status =>
  failure(500, 'InternalError', `Internal error occurred: ${message}`, {
    causes: [{ reason: 'InternalError', message, field: '' }],
  })

/** The aggregate of several messages: alone as it is, several in brackets, equal ones once. */
export const joinMessages = (messages: readonly string[]): string => {
  const distinct = [...new Set(messages)]
  return distinct.length === 1 ? (distinct[0] ?? '') : `[${distinct.join(', ')}]`
}

export const invalid = (kind: string, name: string, causes: readonly StatusCause[], group = ''): Status => {
  const text = joinMessages(causes.map((cause) => `${cause.field}: ${cause.message}`))
  return failure(422, 'Invalid', `${kind}${group === '' ? '' : `.${group}`} "${name}" is invalid: ${text}`, {
    ...(name === '' ? {} : { name }),
    ...(group === '' ? {} : { group }),
    ...(kind === '' ? {} : { kind }),
    causes,
  })
}

/** What a delete answers where nothing of the object is left. */
export const success = (details: Status['details']): Status => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Success',
  ...(details === undefined ? {} : { details }),
  code: 200,
})

export const isStatus = (value: object): value is Status => 'kind' in value && value.kind === 'Status' && 'code' in value
