/** @see k8s.io/kubernetes pkg/apis/flowcontrol/v1/defaults.go, v1.34 */
import type {
  FlowSchema,
  LimitedPriorityLevelConfiguration,
  LimitResponse,
  PriorityLevelConfiguration,
} from '../generated/types.ts'

const PRECEDENCE = 1000
const SHARES = 30
const QUEUING = { handSize: 8, queues: 64, queueLengthLimit: 50 } as const

/** Zero is none. */
export const defaultFlowSchema = (schema: FlowSchema): FlowSchema =>
  schema.spec === undefined
    ? schema
    : { ...schema, spec: { ...schema.spec, matchingPrecedence: schema.spec.matchingPrecedence || PRECEDENCE } }

const defaultResponse = (response: LimitResponse): LimitResponse => {
  const { queuing } = response
  if (queuing === undefined) return response
  const { handSize, queues, queueLengthLimit } = queuing
  return {
    ...response,
    queuing: {
      handSize: handSize || QUEUING.handSize,
      queues: queues || QUEUING.queues,
      queueLengthLimit: queueLengthLimit || QUEUING.queueLengthLimit,
    },
  }
}

const defaultLimited = (limited: LimitedPriorityLevelConfiguration): LimitedPriorityLevelConfiguration => ({
  ...limited,
  nominalConcurrencyShares: limited.nominalConcurrencyShares ?? SHARES,
  lendablePercent: limited.lendablePercent ?? 0,
  ...(limited.limitResponse === undefined ? {} : { limitResponse: defaultResponse(limited.limitResponse) }),
})

export const defaultPriorityLevelConfiguration = (level: PriorityLevelConfiguration): PriorityLevelConfiguration => {
  const { spec } = level
  if (spec === undefined) return level
  const { exempt, limited } = spec
  return {
    ...level,
    spec: {
      ...spec,
      ...(exempt === undefined ? {} : { exempt: { nominalConcurrencyShares: 0, lendablePercent: 0, ...exempt } }),
      ...(limited === undefined ? {} : { limited: defaultLimited(limited) }),
    },
  }
}
