/** @see k8s.io/kubernetes pkg/apis/storage/validation/validation.go, v1.34 */
import type { CSIDriver, StorageV1TokenRequest } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { duplicate, invalidValue, notSupported } from './causes.ts'
import { validateChoice } from './metadata.ts'
import { immutable } from './update/immutable.ts'

const GROUP_POLICIES = ['File', 'None', 'ReadWriteOnceWithFSType'] as const
const MODES = ['Persistent', 'Ephemeral'] as const
const MIN_TOKEN_SECONDS = 600
const MAX_TOKEN_SECONDS = 2 ** 32

const validateToken = (
  { audience, expirationSeconds: seconds }: StorageV1TokenRequest,
  path: string,
  before: readonly string[],
): readonly StatusCause[] => {
  const field = `${path}.expirationSeconds`
  if (before.includes(audience)) return [duplicate(`${path}.audience`, audience)]
  if (seconds === undefined) return []
  if (seconds < MIN_TOKEN_SECONDS) return [invalidValue(field, seconds, 'may not specify a duration less than 10 minutes')]
  return seconds > MAX_TOKEN_SECONDS
    ? [invalidValue(field, seconds, 'may not specify a duration larger than 2^32 seconds')]
    : []
}

const validateTokens = (tokens: readonly StorageV1TokenRequest[]): readonly StatusCause[] => {
  const audiences = tokens.map(({ audience }) => audience)
  return tokens.flatMap((token, index) => validateToken(token, `spec.tokenRequests[${index}]`, audiences.slice(0, index)))
}

export const validateCsiDriver = ({ spec }: CSIDriver): readonly StatusCause[] => {
  const { fsGroupPolicy, tokenRequests = [], volumeLifecycleModes = [] } = spec
  return [
    ...validateChoice(fsGroupPolicy, 'spec.fsGroupPolicy', GROUP_POLICIES),
    ...validateTokens(tokenRequests),
    ...volumeLifecycleModes
      .filter((mode) => !MODES.some((known) => known === mode))
      .map((mode) => notSupported('spec.volumeLifecycleModes', mode, MODES)),
  ]
}

/** The server names the first field otherwise than the API. */
export const compareCsiDrivers = ({ spec }: CSIDriver, { spec: old }: CSIDriver): readonly StatusCause[] => [
  ...immutable('spec.attachedRequired', spec.attachRequired, old.attachRequired),
  ...immutable('spec.volumeLifecycleModes', spec.volumeLifecycleModes, old.volumeLifecycleModes),
]
