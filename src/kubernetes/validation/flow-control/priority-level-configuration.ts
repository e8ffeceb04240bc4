/** @see k8s.io/kubernetes pkg/apis/flowcontrol/validation/validation.go, v1.34 */
import type {
  ExemptPriorityLevelConfiguration,
  LimitedPriorityLevelConfiguration,
  LimitResponse,
  PriorityLevelConfiguration,
  QueuingConfiguration,
} from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { forbiddenField, invalidValue, notSupported, required } from '../causes.ts'

const TYPES = ['Exempt', 'Limited'] as const
const RESPONSES = ['Queue', 'Reject'] as const
const EXEMPT = 'exempt'
const MAX_QUEUES = 10_000_000
/** Of the hash that queues are dealt by. */
const HASH_BITS = 60
const NOT_NEGATIVE = 'must be a non-negative integer'

const isPercentage = (value: number): boolean => value >= 0 && value <= 100

const validateLent = (percent: number | undefined, path: string): readonly StatusCause[] =>
  percent === undefined || isPercentage(percent)
    ? []
    : [invalidValue(`${path}.lendablePercent`, percent, 'must be between 0 and 100, inclusive')]

const validateShares = (shares: number | undefined, path: string): readonly StatusCause[] =>
  shares === undefined || shares >= 0 ? [] : [invalidValue(`${path}.nominalConcurrencyShares`, shares, NOT_NEGATIVE)]

const validateHand = (handSize: number, queues: number, field: string): readonly StatusCause[] => {
  if (handSize <= 0) return [invalidValue(field, handSize, 'must be positive')]
  if (handSize > queues) return [invalidValue(field, handSize, `should not be greater than queues (${queues})`)]
  const bits = Math.ceil(Math.log2(queues) * handSize)
  const needed = `required entropy bits of deckSize ${queues} and handSize ${handSize} should not be greater than ${HASH_BITS}`
  return bits > HASH_BITS ? [invalidValue(field, handSize, needed)] : []
}

const validateQueuing = (queuing: QueuingConfiguration, path: string): readonly StatusCause[] => {
  const { queueLengthLimit = 0, queues = 0, handSize = 0 } = queuing
  return [
    ...(queueLengthLimit > 0 ? [] : [invalidValue(`${path}.queueLengthLimit`, queueLengthLimit, 'must be positive')]),
    ...(queues > 0 ? [] : [invalidValue(`${path}.queues`, queues, 'must be positive')]),
    ...(queues > MAX_QUEUES ? [invalidValue(`${path}.queues`, queues, `must not be greater than ${MAX_QUEUES}`)] : []),
    ...validateHand(handSize, queues, `${path}.handSize`),
  ]
}

/** The server's texts call the response Limited. */
const validateResponse = ({ type = '', queuing }: Partial<LimitResponse>, path: string): readonly StatusCause[] => {
  const field = `${path}.queuing`
  if (type === 'Reject')
    return queuing === undefined ? [] : [forbiddenField(field, 'must be nil if limited.limitResponse.type is not Limited')]
  if (type !== 'Queue') return [notSupported(`${path}.type`, type, RESPONSES)]
  return queuing === undefined
    ? [required(field, 'must not be empty if limited.limitResponse.type is Limited')]
    : validateQueuing(queuing, field)
}

const validateLimited = (limited: LimitedPriorityLevelConfiguration, path: string): readonly StatusCause[] => {
  const { nominalConcurrencyShares, limitResponse = {}, lendablePercent, borrowingLimitPercent: borrowed } = limited
  return [
    ...validateShares(nominalConcurrencyShares, path),
    ...validateResponse(limitResponse, `${path}.limitResponse`),
    ...validateLent(lendablePercent, path),
    ...(borrowed === undefined || borrowed >= 0
      ? []
      : [invalidValue(`${path}.borrowingLimitPercent`, borrowed, `if specified, ${NOT_NEGATIVE}`)]),
  ]
}

const validateExempt = (exempt: ExemptPriorityLevelConfiguration | undefined, path: string): readonly StatusCause[] => [
  ...validateShares(exempt?.nominalConcurrencyShares, path),
  ...validateLent(exempt?.lendablePercent, path),
]

type Spec = NonNullable<PriorityLevelConfiguration['spec']>

const validateOfType = ({ type, limited, exempt }: Spec): readonly StatusCause[] => {
  if (type === 'Exempt')
    return [
      ...(limited === undefined ? [] : [forbiddenField('spec.limited', 'must be nil if the type is not Limited')]),
      ...validateExempt(exempt, 'spec.exempt'),
    ]
  if (type !== 'Limited') return [notSupported('spec.type', type, TYPES)]
  return [
    ...(exempt === undefined ? [] : [forbiddenField('spec.exempt', 'must be nil if the type is Limited')]),
    ...(limited === undefined
      ? [required('spec.limited', 'must not be empty when type is Limited')]
      : validateLimited(limited, 'spec.limited')),
  ]
}

/** One that is exempt is the server's own. */
export const validatePriorityLevelConfiguration = (level: PriorityLevelConfiguration): readonly StatusCause[] => {
  const { metadata, spec = { type: '' } } = level
  return [
    ...((metadata.name === EXEMPT) === (spec.type === 'Exempt')
      ? []
      : [invalidValue('spec.type', spec.type, "must be 'Exempt' if and only if `name` is 'exempt'")]),
    ...validateOfType(spec),
  ]
}
