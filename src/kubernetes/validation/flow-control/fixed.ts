/** What the server needs for itself stays as it was made. @see k8s.io/kubernetes pkg/apis/flowcontrol/validation/validation.go, v1.34 */
import type {
  FlowcontrolV1Subject,
  FlowSchema,
  FlowSchemaSpec,
  PriorityLevelConfiguration,
  PriorityLevelConfigurationSpec,
} from '../../generated/types.ts'
import { isEqual } from '../../json.ts'
import type { StatusCause } from '../../status.ts'
import { invalidValue } from '../causes.ts'

const EXEMPT = 'exempt'
const FIXED: readonly string[] = [EXEMPT, 'catch-all']

/** As Go holds it inside: names in its order, what is not there as null. */
const showLevel = ({ type, limited, exempt }: PriorityLevelConfigurationSpec): object => ({
  Type: type,
  Limited:
    limited === undefined
      ? null
      : {
          NominalConcurrencyShares: limited.nominalConcurrencyShares ?? 0,
          LimitResponse: {
            Type: limited.limitResponse?.type ?? '',
            Queuing:
              limited.limitResponse?.queuing === undefined
                ? null
                : {
                    Queues: limited.limitResponse.queuing.queues ?? 0,
                    HandSize: limited.limitResponse.queuing.handSize ?? 0,
                    QueueLengthLimit: limited.limitResponse.queuing.queueLengthLimit ?? 0,
                  },
          },
          LendablePercent: limited.lendablePercent ?? null,
          BorrowingLimitPercent: limited.borrowingLimitPercent ?? null,
        },
  Exempt:
    exempt === undefined
      ? null
      : {
          NominalConcurrencyShares: exempt.nominalConcurrencyShares ?? null,
          LendablePercent: exempt.lendablePercent ?? null,
        },
})

const showNamed = (named: { readonly name: string } | undefined): object | null =>
  named === undefined ? null : { Name: named.name }

const showSubject = ({ kind, user, group, serviceAccount }: FlowcontrolV1Subject): object => ({
  Kind: kind,
  User: showNamed(user),
  Group: showNamed(group),
  ServiceAccount: serviceAccount === undefined ? null : { Namespace: serviceAccount.namespace, Name: serviceAccount.name },
})

const showSchema = (spec: FlowSchemaSpec): object => ({
  PriorityLevelConfiguration: { Name: spec.priorityLevelConfiguration.name },
  MatchingPrecedence: spec.matchingPrecedence ?? 0,
  DistinguisherMethod: spec.distinguisherMethod === undefined ? null : { Type: spec.distinguisherMethod.type },
  Rules:
    spec.rules?.map(({ subjects, resourceRules, nonResourceRules }) => ({
      Subjects: subjects.map(showSubject),
      ResourceRules:
        resourceRules?.map(({ verbs, apiGroups, resources, clusterScope = false, namespaces }) => ({
          Verbs: verbs,
          APIGroups: apiGroups,
          Resources: resources,
          ClusterScope: clusterScope,
          Namespaces: namespaces ?? null,
        })) ?? null,
      NonResourceRules:
        nonResourceRules?.map(({ verbs, nonResourceURLs }) => ({ Verbs: verbs, NonResourceURLs: nonResourceURLs })) ?? null,
    })) ?? null,
})

/** Of the level that is exempt its shares may change. */
export const comparePriorityLevels = (
  { metadata, spec }: PriorityLevelConfiguration,
  { spec: old }: PriorityLevelConfiguration,
): readonly StatusCause[] => {
  const { name = '' } = metadata
  const isExempt = name === EXEMPT
  const fixedOf = (one: typeof spec): unknown => (isExempt ? { ...one, exempt: undefined } : one)
  if (!FIXED.includes(name) || spec === undefined || isEqual(fixedOf(spec), fixedOf(old))) return []
  const what = isExempt ? `spec of '${name}' except the 'spec.exempt' field` : `spec of '${name}'`
  return [invalidValue('spec', showLevel(spec), `${what} must equal the fixed value`)]
}

export const compareFlowSchemas = ({ metadata, spec }: FlowSchema, { spec: old }: FlowSchema): readonly StatusCause[] => {
  const { name = '' } = metadata
  return !FIXED.includes(name) || spec === undefined || isEqual(spec, old)
    ? []
    : [invalidValue('spec', showSchema(spec), `spec of '${name}' must equal the fixed value`)]
}
