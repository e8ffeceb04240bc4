/** The parameters of a request for logs, and what is refused of them. @see k8s.io/kubernetes pkg/apis/core/validation, ValidatePodLogOptions, v1.34 */
import { badRequest, invalid } from '../../../kubernetes/errors.ts'
import { readTime } from '../../../kubernetes/go/time.ts'
import type { Status, StatusCause } from '../../../kubernetes/status.ts'
import { forbiddenField, invalidValue } from '../../../kubernetes/validation/causes.ts'
import type { LogOptions } from '../../contract.ts'
import type { ObjectCall } from '../api-context.ts'
import { isTrue } from '../rest/list-options.ts'

type Read = { readonly ok: true; readonly options: LogOptions } | { readonly ok: false; readonly status: Status }

const WHOLE_NUMBERS = ['tailLines', 'limitBytes', 'sinceSeconds'] as const
const LARGEST = 2n ** 63n - 1n

/** Why Go reads no number of 64 bits; undefined where it does. */
const whyNoNumber = (text: string): string | undefined => {
  const [, sign = '', digits] = /^([+-]?)(\d+)$/u.exec(text) ?? []
  if (digits === undefined) return 'invalid syntax'
  return BigInt(digits) > LARGEST + (sign === '-' ? 1n : 0n) ? 'value out of range' : undefined
}

const misread = (query: URLSearchParams): string | undefined => {
  for (const name of WHOLE_NUMBERS) {
    const text = query.get(name)
    const why = text === null ? undefined : whyNoNumber(text)
    if (why !== undefined) return `strconv.ParseInt: parsing ${JSON.stringify(text)}: ${why}`
  }
  const since = query.get('sinceTime') ?? ''
  const time = since === '' ? undefined : readTime('time', since)
  return time !== undefined && 'problem' in time ? time.problem : undefined
}

const atLeast = (name: string, value: number | undefined, least: 0 | 1): readonly StatusCause[] => {
  if (value === undefined || value >= least) return []
  return [invalidValue(name, value, least === 0 ? 'must be greater than or equal to 0' : 'must be greater than 0')]
}

const causesOf = (query: URLSearchParams, { tailLines, limitBytes, sinceSeconds }: LogOptions): readonly StatusCause[] => [
  ...atLeast('tailLines', tailLines, 0),
  ...atLeast('limitBytes', limitBytes, 1),
  ...(sinceSeconds !== undefined && (query.get('sinceTime') ?? '') !== ''
    ? [forbiddenField('[]', 'at most one of `sinceTime` or `sinceSeconds` may be specified')]
    : atLeast('sinceSeconds', sinceSeconds, 1)),
  ...(query.has('stream') ? [forbiddenField('stream', 'may not be specified')] : []),
]

export const readLogOptions = ({ query, request, name }: ObjectCall): Read => {
  const problem = misread(query)
  if (problem !== undefined) return { ok: false, status: badRequest(problem) }
  const given = WHOLE_NUMBERS.filter((parameter) => query.has(parameter))
  const numbers = Object.fromEntries(given.map((parameter) => [parameter, Number(query.get(parameter))]))
  const since = Date.parse(query.get('sinceTime') ?? '')
  const options: LogOptions = {
    follow: isTrue(query, 'follow'),
    previous: isTrue(query, 'previous'),
    timestamps: isTrue(query, 'timestamps'),
    ...numbers,
    ...(Number.isNaN(since) ? {} : { sinceMs: since }),
    signal: request.signal,
  }
  const causes = causesOf(query, options)
  return causes.length === 0 ? { ok: true, options } : { ok: false, status: invalid('PodLogOptions', name, causes) }
}
