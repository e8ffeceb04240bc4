/**
 * A class graded by a cluster: an Indexed Job whose Pods grade a part each, and a Job that puts the parts together, suspended until they
 * are there. @see Kubernetes documentation, "Indexed Job for Parallel Processing", "Handling retriable and non-retriable Pod failures"
 */
import type { Job, PodSpec, PodTemplateSpec } from '../../../src/kubernetes/generated/types.ts'

export interface JobPlan {
  readonly name: string
  readonly namespace: string
  /** Parts, and how many are graded at a time. */
  readonly shards: number
  readonly parallel: number
  readonly image: string
  /** The PersistentVolumeClaim with the class, which the results are written to as well. */
  readonly claim: string
  /** Paths within the volume. */
  readonly from: string
  readonly output: string
  /** Options of `grade batch` for each part, and of `grade batch merge`. */
  readonly grading: readonly string[]
  readonly merging: readonly string[]
  /** Of each Pod. */
  readonly cpu: string
  readonly memory: string
}

/** Where Pods have the volume. */
const MOUNT = '/class'

/** How often a part is tried again whose Pod was killed; it goes on where it was. */
const RETRIES = 3

/** Exit codes of `grade`: the command line or the class as a whole, and a mistake of the grader's own. */
const UNREADABLE = 2
const INTERNAL = 3

/** Options are handed on as they are: none of them is read by the shell. */
const PART =
  'exec grade batch "$@" --shard "$((JOB_COMPLETION_INDEX + 1))/$SHARDS" --output "$OUTPUT/part-$JOB_COMPLETION_INDEX" --resume'

const pathIn = (path: string): string => `${MOUNT}/${path.replace(/^(?:\.?\/)+/u, '')}`

const labelsOf = ({ name }: JobPlan): Readonly<Record<string, string>> => ({
  'app.kubernetes.io/name': 'netgrade',
  'app.kubernetes.io/instance': name,
})

type Container = PodSpec['containers'][number]

/** Nothing of a submission is ever run; the grader itself needs no rights, no network and no file but the class. */
const podOf = (plan: JobPlan, restartPolicy: string, container: Pick<Container, 'command' | 'env'>): PodTemplateSpec => ({
  metadata: { labels: labelsOf(plan) },
  spec: {
    restartPolicy,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'grade',
        image: plan.image,
        ...container,
        resources: { requests: { cpu: plan.cpu, memory: plan.memory }, limits: { memory: plan.memory } },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        volumeMounts: [{ name: 'class', mountPath: MOUNT }],
      },
    ],
    volumes: [{ name: 'class', persistentVolumeClaim: { claimName: plan.claim } }],
  },
})

const shardsJob = (plan: JobPlan): Job => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: plan.name, namespace: plan.namespace, labels: labelsOf(plan) },
  spec: {
    completionMode: 'Indexed',
    completions: plan.shards,
    parallelism: Math.min(plan.parallel, plan.shards),
    backoffLimitPerIndex: RETRIES,
    podFailurePolicy: {
      rules: [
        // No other part could do better.
        { action: 'FailJob', onExitCodes: { containerName: 'grade', operator: 'In', values: [UNREADABLE] } },
        // Tried again it would be the same; the others go on.
        { action: 'FailIndex', onExitCodes: { containerName: 'grade', operator: 'In', values: [INTERNAL] } },
        // A node that is emptied is nobody's mistake.
        { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      ],
    },
    template: podOf(plan, 'Never', {
      command: ['sh', '-c', PART, 'grade', pathIn(plan.from), '--exit-zero', ...plan.grading],
      env: [
        { name: 'SHARDS', value: String(plan.shards) },
        { name: 'OUTPUT', value: pathIn(plan.output) },
      ],
    }),
  },
})

const mergeJob = (plan: JobPlan): Job => {
  const parts = Array.from({ length: plan.shards }, (_, index) => `${pathIn(plan.output)}/part-${index}`)
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: mergeNameOf(plan), namespace: plan.namespace, labels: labelsOf(plan) },
    spec: {
      suspend: true,
      backoffLimit: RETRIES,
      template: podOf(plan, 'Never', {
        command: [
          'grade',
          'batch',
          'merge',
          ...parts,
          '--output',
          `${pathIn(plan.output)}/whole`,
          '--exit-zero',
          ...plan.merging,
        ],
      }),
    },
  }
}

export const mergeNameOf = ({ name }: Pick<JobPlan, 'name'>): string => `${name}-merge`

/** The parts' Job, and the suspended one that merges them. */
export const jobsOf = (plan: JobPlan): readonly [Job, Job] => [shardsJob(plan), mergeJob(plan)]
