/** Which form of an answer a client wants. @see RFC 9110 section 12.5.1; Kubernetes API concepts, "Alternate representations" */

import { notAcceptable, unknownEncoding } from '../../../kubernetes/errors.ts'
import type { Status } from '../../../kubernetes/status.ts'

export interface Accepted {
  readonly encoding: 'json' | 'yaml'
  /** The kind that objects are turned into; absent for objects as they are. */
  readonly as?: 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList'
  readonly asVersion: 'v1' | 'v1beta1'
}

export const SERVED_TYPES = ['application/json', 'application/yaml'] as const

interface Clause {
  readonly type: string
  readonly parameters: ReadonlyMap<string, string>
}

const parseClause = (text: string): Clause => {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim())
  const parameters = rest.map((part): [string, string] => {
    const at = part.indexOf('=')
    return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]
  })
  return { type: type.toLowerCase(), parameters: new Map(parameters) }
}

const qualityOf = ({ parameters }: Clause): number => Number(parameters.get('q') ?? 1)

/** What a client accepts, the dearest first. */
export const parseAccept = (header: string | null): readonly Clause[] =>
  header === null || header.trim() === ''
    ? [{ type: '*/*', parameters: new Map() }]
    : header
        .split(',')
        .map(parseClause)
        .sort((a, b) => qualityOf(b) - qualityOf(a))

const ENCODINGS: Readonly<Record<string, Accepted['encoding']>> = {
  'application/json': 'json',
  'application/*': 'json',
  '*/*': 'json',
  'application/yaml': 'yaml',
}

const TRANSFORMS = ['Table', 'PartialObjectMetadata', 'PartialObjectMetadataList'] as const

const acceptClause = ({ type, parameters }: Clause): Accepted | undefined => {
  const encoding = ENCODINGS[type]
  if (encoding === undefined) return undefined
  const asked = parameters.get('as')
  if (asked === undefined || asked === '') return { encoding, asVersion: 'v1' }
  const as = TRANSFORMS.find((name) => name === asked)
  const version = parameters.get('v')
  if (as === undefined || parameters.get('g') !== 'meta.k8s.io' || (version !== 'v1' && version !== 'v1beta1')) return undefined
  return { encoding, as, asVersion: version }
}

/** The first form that the client lists and we serve; undefined: 406. */
export const negotiate = (header: string | null): Accepted | undefined => {
  for (const clause of parseAccept(header)) {
    const accepted = acceptClause(clause)
    if (accepted !== undefined) return accepted
  }
  return undefined
}

/** As `negotiate`, for what has one form only: discovery, and what is refused. */
export const negotiateEncoding = (header: string | null): Accepted['encoding'] | undefined =>
  parseAccept(header)
    .filter(({ parameters }) => !['as', 'g', 'v'].some((name) => parameters.has(name)))
    .map(({ type }) => ENCODINGS[type])
    .find((encoding) => encoding !== undefined)

/** Why none of what the client accepts is served: no such encoding, or no such form in it. */
export const refuseAccept = (header: string | null): Status =>
  parseAccept(header).some(({ type }) => ENCODINGS[type] !== undefined)
    ? notAcceptable(SERVED_TYPES)
    : unknownEncoding(SERVED_TYPES)
