/** `--try-repairs`: the repairs of failed checks, tried in copies of the namespaces that they are about. */
import type { Diagnosis, ProvenRepair } from '../../../src/grading/diagnose.ts'
import type { GradedCheck } from '../../../src/grading/grade.ts'
import { reasonAgainstCopy, planCopy, type CopyPlan } from '../../../src/grading/repair/copy/plan-copy.ts'
import { notTried, type RealTrial } from '../../../src/grading/repair/copy/trial.ts'
import type { GradedTask } from '../../../src/grading/task.ts'
import type { Snapshot } from '../../../src/network/model.ts'
import { interruptibly } from '../../environments/live/interruptibly.ts'
import { listGroups, probeImage } from '../../environments/live/observe/observe-told.ts'
import { distinctNeeds, requirePermissions, type Need } from '../../environments/live/permissions.ts'
import { tryRepair, type PlannedTrial } from '../../environments/live/trial/try-repair.ts'
import { resourceOf, tellObject } from '../../environments/started/resources.ts'
import type { Cli } from '../../terminal/cli.ts'
import { repairMessages } from '../../terminal/messages/repairs.ts'
import type { ObserveOptions } from '../../environments/live/observe/options.ts'
import { requireYes } from './confirm.ts'
import { openReal, PATIENCE, type RealCluster, type RealOptions } from './open-real.ts'

interface Graded {
  readonly task: GradedTask
  readonly snapshot: Snapshot
  readonly checks: readonly GradedCheck[]
}

type TryOptions = RealOptions & Pick<ObserveOptions, 'probeImage'>

/** More are not tried: each takes the time that Pods need to start, twice. */
const MAX_TRIALS = 3

interface Candidate {
  readonly diagnosis: Diagnosis
  readonly repair: ProvenRepair
  readonly planned: PlannedTrial | { readonly reason: RealTrial }
}

/** The checks with what came of their repairs. Nothing is written where no repair is shown, or none can be tried. */
export async function tryRepairs(cli: Cli, graded: Graded, options: TryOptions): Promise<readonly GradedCheck[]> {
  const run = Date.now().toString(36)
  const candidates = candidatesOf(graded, run)
  const planned = candidates.flatMap(({ planned: one }) => ('plan' in one ? [one] : []))
  const trials = planned.length === 0 ? [] : await runAll(cli, planned, options)
  const found = new Map<Diagnosis, RealTrial>(
    candidates.flatMap(({ diagnosis, planned: one }) => {
      const trial = 'plan' in one ? trials[planned.indexOf(one)] : one.reason
      return trial === undefined ? [] : [[diagnosis, trial] as const]
    }),
  )
  return graded.checks.map((check) => ({ ...check, diagnoses: check.diagnoses.map((one) => withTrial(one, found.get(one))) }))
}

const withTrial = (diagnosis: Diagnosis, trial: RealTrial | undefined): Diagnosis =>
  trial === undefined || diagnosis.repair === undefined ? diagnosis : { ...diagnosis, repair: { ...diagnosis.repair, trial } }

const candidatesOf = ({ task, snapshot, checks }: Graded, run: string): readonly Candidate[] =>
  checks
    .flatMap(({ check, diagnoses }) =>
      diagnoses.flatMap((diagnosis) =>
        diagnosis.repair === undefined ? [] : [{ check, diagnosis, repair: diagnosis.repair }],
      ),
    )
    .slice(0, MAX_TRIALS)
    .map(({ check, diagnosis, repair }, index) => {
      const unfit = reasonAgainstCopy(check)
      const plan = unfit ?? planCopy({ task, snapshot, patch: repair.patch, run: `${run}${index}` })
      if ('reason' in plan) return { diagnosis, repair, planned: { reason: notTried(plan.reason) } }
      const passing = task.checks.filter((one) => repair.passing.includes(one.id) && reasonAgainstCopy(one) === undefined)
      return { diagnosis, repair, planned: { task, plan, failed: check.id, passing: passing.map(({ id }) => id) } }
    })

async function runAll(cli: Cli, planned: readonly PlannedTrial[], options: TryOptions): Promise<readonly RealTrial[]> {
  const words = repairMessages(cli.language)
  const cluster = await openReal(cli, options)
  const { client } = cluster
  await requirePermissions(client, needsOf(planned), 'trial-not-permitted')
  if (!cluster.isOwn && options.yes !== true) await agreeToCopy(cli, cluster, planned)
  const apiGroups = await listGroups(client)
  const image = probeImage(cli, options.probeImage)
  return interruptibly(client, async (signal) => {
    const trials: RealTrial[] = []
    for (const [index, one] of planned.entries()) {
      cli.err(words.trying(index + 1, planned.length))
      const { run } = one.plan.names
      trials.push(await tryRepair(one, { client, image, apiGroups, run, patience: PATIENCE, signal }))
    }
    return trials
  })
}

/** In namespaces that are yet to be made. */
const needsOf = (planned: readonly PlannedTrial[]): readonly Need[] =>
  distinctNeeds([
    ...(['create', 'delete', 'list'] as const).map((verb) => ({ verb, resource: 'namespaces' })),
    ...(['create', 'deletecollection', 'list'] as const).map((verb) => ({ verb, resource: 'pods' })),
    { verb: 'create', resource: 'pods/exec' },
    { verb: 'create', resource: 'configmaps' },
    ...planned.flatMap(({ plan }) =>
      plan.before.map(({ copy }) => ({ verb: 'create', resource: resourceOf(copy).name }) as const),
    ),
    ...planned.flatMap(({ plan }) =>
      plan.writes.flatMap((write) => {
        const { name } = resourceOf('object' in write ? write.object : write.before)
        return VERBS[write.kind].map((verb) => ({ verb, resource: name }))
      }),
    ),
  ])

/** What each kind of order needs. */
export const VERBS = {
  create: ['create'],
  update: ['get', 'update'],
  renew: ['get', 'delete', 'create'],
  delete: ['get', 'delete'],
} as const satisfies Readonly<Record<CopyPlan['writes'][number]['kind'], readonly Need['verb'][]>>

async function agreeToCopy(cli: Cli, { name }: RealCluster, planned: readonly PlannedTrial[]): Promise<void> {
  const words = repairMessages(cli.language)
  const lines = planned.flatMap(({ plan }) => plan.before.map(({ copy }) => tellObject(copy)))
  cli.err(`${words.wouldCopy(name)}\n${lines.map((line) => `  ${line}`).join('\n')}`)
  await requireYes(cli, words.copy(lines.length))
}
