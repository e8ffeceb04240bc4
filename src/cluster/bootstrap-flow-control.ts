/** How requests share an API server when it starts. @see k8s.io/apiserver pkg/apis/flowcontrol/bootstrap, v1.34 */
import type {
  FlowSchema,
  FlowSchemaSpec,
  FlowcontrolV1Subject,
  PolicyRulesWithSubjects,
  PriorityLevelConfiguration,
} from '../kubernetes/generated/types.ts'

interface Queues {
  readonly queues: number
  readonly handSize: number
}

/** Shares, and how much of them others may borrow; without queues what is too much is refused. */
const LEVELS: Readonly<Record<string, readonly [shares: number, lendablePercent: number, queues?: Queues]>> = {
  system: [30, 33, { queues: 64, handSize: 6 }],
  'node-high': [40, 25, { queues: 64, handSize: 6 }],
  'leader-election': [10, 0, { queues: 16, handSize: 4 }],
  'workload-high': [40, 50, { queues: 128, handSize: 6 }],
  'workload-low': [100, 90, { queues: 128, handSize: 6 }],
  'global-default': [20, 50, { queues: 128, handSize: 6 }],
  'catch-all': [5, 0],
}

const FLOW_CONTROL = 'flowcontrol.apiserver.k8s.io/v1'
const UPDATED = { 'apf.kubernetes.io/autoupdate-spec': 'true' } as const

const level = (name: string, spec: PriorityLevelConfiguration['spec']): PriorityLevelConfiguration => ({
  apiVersion: FLOW_CONTROL,
  kind: 'PriorityLevelConfiguration',
  metadata: { name, annotations: UPDATED, generation: 1 },
  ...(spec === undefined ? {} : { spec }),
  status: {},
})

const LEVEL_OBJECTS: readonly PriorityLevelConfiguration[] = [
  level('exempt', { type: 'Exempt', exempt: { lendablePercent: 0, nominalConcurrencyShares: 0 } }),
  ...Object.entries(LEVELS).map(([name, [nominalConcurrencyShares, lendablePercent, queuing]]) =>
    level(name, {
      type: 'Limited',
      limited: {
        nominalConcurrencyShares,
        lendablePercent,
        limitResponse:
          queuing === undefined ? { type: 'Reject' } : { type: 'Queue', queuing: { ...queuing, queueLengthLimit: 50 } },
      },
    }),
  ),
]

const user = (name: string): FlowcontrolV1Subject => ({ kind: 'User', user: { name } })
const group = (name: string): FlowcontrolV1Subject => ({ kind: 'Group', group: { name } })
const CONTROLLER_MANAGER = user('system:kube-controller-manager')
const SCHEDULER = user('system:kube-scheduler')
const SYSTEM_ACCOUNTS: FlowcontrolV1Subject = {
  kind: 'ServiceAccount',
  serviceAccount: { name: '*', namespace: 'kube-system' },
}
const EVERYBODY = [group('system:unauthenticated'), group('system:authenticated')] as const

const EVERYTHING: Omit<PolicyRulesWithSubjects, 'subjects'> = {
  nonResourceRules: [{ nonResourceURLs: ['*'], verbs: ['*'] }],
  resourceRules: [{ apiGroups: ['*'], clusterScope: true, namespaces: ['*'], resources: ['*'], verbs: ['*'] }],
}

const leases = (verbs: readonly string[]): NonNullable<PolicyRulesWithSubjects['resourceRules']>[number] => ({
  apiGroups: ['coordination.k8s.io'],
  namespaces: ['*'],
  resources: ['leases'],
  verbs,
})
const NODES = {
  apiGroups: [''],
  clusterScope: true,
  namespaces: ['*'],
  resources: ['nodes', 'nodes/status'],
  verbs: ['*'],
} as const
const PROBES = [{ nonResourceURLs: ['/healthz', '/readyz', '/livez'], verbs: ['get'] }] as const

interface Flow {
  readonly level: string
  readonly precedence: number
  readonly by?: 'ByUser' | 'ByNamespace'
  readonly subjects: readonly FlowcontrolV1Subject[]
  /** Everything where absent. */
  readonly rules?: Omit<PolicyRulesWithSubjects, 'subjects'>
}

const FLOWS: Readonly<Record<string, Flow>> = {
  exempt: { level: 'exempt', precedence: 1, subjects: [group('system:masters')] },
  probes: { level: 'exempt', precedence: 2, subjects: EVERYBODY, rules: { nonResourceRules: PROBES } },
  'system-leader-election': {
    level: 'leader-election',
    precedence: 100,
    by: 'ByUser',
    subjects: [CONTROLLER_MANAGER, SCHEDULER, SYSTEM_ACCOUNTS],
    rules: { resourceRules: [leases(['get', 'create', 'update'])] },
  },
  'system-node-high': {
    level: 'node-high',
    precedence: 400,
    by: 'ByUser',
    subjects: [group('system:nodes')],
    rules: { resourceRules: [NODES, leases(['*'])] },
  },
  'system-nodes': { level: 'system', precedence: 500, by: 'ByUser', subjects: [group('system:nodes')] },
  'kube-controller-manager': {
    level: 'workload-high',
    precedence: 800,
    by: 'ByNamespace',
    subjects: [CONTROLLER_MANAGER],
  },
  'kube-scheduler': { level: 'workload-high', precedence: 800, by: 'ByNamespace', subjects: [SCHEDULER] },
  'kube-system-service-accounts': {
    level: 'workload-high',
    precedence: 900,
    by: 'ByNamespace',
    subjects: [SYSTEM_ACCOUNTS],
  },
  'service-accounts': {
    level: 'workload-low',
    precedence: 9000,
    by: 'ByUser',
    subjects: [group('system:serviceaccounts')],
  },
  'global-default': { level: 'global-default', precedence: 9900, by: 'ByUser', subjects: EVERYBODY },
  'catch-all': { level: 'catch-all', precedence: 10_000, by: 'ByUser', subjects: EVERYBODY },
}

const specOf = ({ level: name, precedence, by, subjects, rules = EVERYTHING }: Flow): FlowSchemaSpec => ({
  ...(by === undefined ? {} : { distinguisherMethod: { type: by } }),
  matchingPrecedence: precedence,
  priorityLevelConfiguration: { name },
  rules: [{ ...rules, subjects }],
})

const flowSchema = ([name, flow]: readonly [string, Flow], now: string): FlowSchema => ({
  apiVersion: FLOW_CONTROL,
  kind: 'FlowSchema',
  metadata: { name, annotations: UPDATED, generation: 1 },
  spec: specOf(flow),
  status: {
    conditions: [
      {
        type: 'Dangling',
        status: 'False',
        lastTransitionTime: now,
        reason: 'Found',
        message: `This FlowSchema references the PriorityLevelConfiguration object named ${JSON.stringify(flow.level)} and it exists`,
      },
    ],
  },
})

/** The levels of priority, and which requests are of which. */
export const flowControlObjects = (now: string): readonly (FlowSchema | PriorityLevelConfiguration)[] => [
  ...LEVEL_OBJECTS,
  ...Object.entries(FLOWS).map((entry) => flowSchema(entry, now)),
]
