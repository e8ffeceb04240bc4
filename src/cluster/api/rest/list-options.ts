/** The parameters of lists and watches, and what is refused of them. @see k8s.io/apimachinery pkg/apis/meta/internalversion/validation, v1.34 */
import { badRequest, invalid } from '../../../kubernetes/errors.ts'
import type { Status, StatusCause } from '../../../kubernetes/status.ts'
import { forbiddenField, notSupported } from '../../../kubernetes/validation/causes.ts'

const MATCH = 'resourceVersionMatch'
const WHOLE_NUMBERS = ['limit', 'timeoutSeconds'] as const

/** A parameter that is there is true, unless it says otherwise. */
export const isTrue = (query: URLSearchParams, name: string): boolean =>
  query.has(name) && !['false', '0'].includes((query.get(name) ?? '').toLowerCase())

const isGiven = (query: URLSearchParams, name: string): boolean => (query.get(name) ?? '') !== ''

const MAX_INT64 = 2n ** 63n - 1n

/** In the words of Go, which reads 64 bits. */
const wholeNumberProblem = (text: string): string | undefined => {
  const isNumber = /^[+-]?\d+$/u.test(text)
  const digits = isNumber ? BigInt(text.replace(/^\+/u, '')) : 0n
  if (isNumber && digits <= MAX_INT64 && digits >= -MAX_INT64 - 1n) return undefined
  return `strconv.ParseInt: parsing ${JSON.stringify(text)}: ${isNumber ? 'value out of range' : 'invalid syntax'}`
}

const refuseNumbers = (query: URLSearchParams): Status | undefined => {
  const given = WHOLE_NUMBERS.flatMap((name) => query.get(name) ?? [])
  const problem = given.map((text) => wholeNumberProblem(text)).find((why) => why !== undefined)
  return problem === undefined ? undefined : badRequest(problem)
}

const matchCauses = (query: URLSearchParams, supported: readonly string[]): readonly StatusCause[] => {
  const match = query.get(MATCH) ?? ''
  return [
    ...(isGiven(query, 'continue') ? [forbiddenField(MATCH, `${MATCH} is forbidden when continue is provided`)] : []),
    ...(supported.includes(match) ? [] : [notSupported(MATCH, match, supported)]),
  ]
}

const listCauses = (query: URLSearchParams): readonly StatusCause[] => {
  const match = query.get(MATCH) ?? ''
  const unversioned = !isGiven(query, 'resourceVersion')
  return [
    ...(match !== '' && unversioned ? [forbiddenField(MATCH, `${MATCH} is forbidden unless resourceVersion is provided`)] : []),
    ...(match === '' ? [] : matchCauses(query, ['Exact', 'NotOlderThan', ''])),
    ...(match === 'Exact' && query.get('resourceVersion') === '0'
      ? [forbiddenField(MATCH, `${MATCH} "exact" is forbidden for resourceVersion "0"`)]
      : []),
    ...(query.has('sendInitialEvents') ? [forbiddenField('sendInitialEvents', 'sendInitialEvents is forbidden for list')] : []),
  ]
}

const watchCauses = (query: URLSearchParams): readonly StatusCause[] => {
  const match = query.get(MATCH) ?? ''
  const initial = query.has('sendInitialEvents')
  return [
    ...(initial && match !== 'NotOlderThan'
      ? [forbiddenField(MATCH, 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan')]
      : []),
    ...(!initial && match !== ''
      ? [forbiddenField(MATCH, `${MATCH} is forbidden for watch unless sendInitialEvents is provided`)]
      : []),
    ...(match === '' ? (isGiven(query, 'continue') ? matchCauses(query, ['']) : []) : matchCauses(query, ['NotOlderThan'])),
  ]
}

/** Why a list or a watch with these parameters is not answered, if so. */
export const refuseListOptions = (query: URLSearchParams, verb: 'list' | 'watch'): Status | undefined => {
  const numbers = refuseNumbers(query)
  if (numbers !== undefined) return numbers
  const causes = verb === 'watch' ? watchCauses(query) : listCauses(query)
  return causes.length === 0 ? undefined : invalid('ListOptions', '', causes, 'meta.k8s.io')
}
