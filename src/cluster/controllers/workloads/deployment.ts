/** Rolls Deployments out by ReplicaSets, one per template. @see kubernetes pkg/controller/deployment, v1.34 */
import type { Deployment, ReplicaSet } from '../../../kubernetes/generated/types.ts'
import { isDeployment, isReplicaSet } from '../../../kubernetes/guards.ts'
import { isEqual } from '../../../kubernetes/json.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { deploymentStatus } from './deployment-status.ts'
import { isOwnedBy, isPodActive, keyOfObject, keysByOwner, ownerReferenceTo, podsOwnedBy } from '../owners.ts'
import { firstReplicas, maxReplicasOf, planRollout, setToScale } from './rollout.ts'
import { hashTemplate } from './template-hash.ts'
import type { Controller, ControllerContext } from '../controller.ts'

const REVISION = 'deployment.kubernetes.io/revision'
/** Earlier revisions of a set that has come back, separated by commas. */
const HISTORY = 'deployment.kubernetes.io/revision-history'
const HASH_LABEL = 'pod-template-hash'
/** Annotations that stay with the object they are on. */
const OWN_ANNOTATIONS = /^(kubectl\.kubernetes\.io\/last-applied-configuration|deployment\.kubernetes\.io\/)/u

export const revisionOf = ({ metadata }: ReplicaSet | Deployment): number => Number(metadata.annotations?.[REVISION] ?? 0)

const templateWithoutHash = (set: ReplicaSet): unknown => {
  const { [HASH_LABEL]: _hash, ...labels } = set.spec?.template?.metadata?.labels ?? {}
  return { ...set.spec?.template, metadata: { ...set.spec?.template?.metadata, labels } }
}

const hasTemplateOf = (set: ReplicaSet, { spec }: Deployment): boolean => {
  const template = spec?.template
  const wanted = { ...template, metadata: { ...template?.metadata, labels: template?.metadata?.labels ?? {} } }
  return isEqual(templateWithoutHash(set), wanted)
}

const inherited = (deployment: Deployment): Record<string, string> =>
  Object.fromEntries(Object.entries(deployment.metadata.annotations ?? {}).filter(([name]) => !OWN_ANNOTATIONS.test(name)))

interface NewSet {
  readonly revision: number
  readonly replicas: number
}

function createSet(
  deployment: Deployment,
  { revision, replicas: first }: NewSet,
  context: ControllerContext,
): ReplicaSet | undefined {
  const { spec } = deployment
  if (spec === undefined) return undefined
  const hash = hashTemplate(spec.template)
  const labels = { ...spec.template.metadata?.labels, [HASH_LABEL]: hash }
  const replicas = spec.replicas ?? 1
  const set = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name ?? ''}-${hash}`,
      namespace: deployment.metadata.namespace,
      labels,
      annotations: {
        ...inherited(deployment),
        [REVISION]: String(revision),
        'deployment.kubernetes.io/desired-replicas': String(replicas),
        'deployment.kubernetes.io/max-replicas': String(maxReplicasOf(deployment)),
      },
      ownerReferences: [ownerReferenceTo(deployment)],
    },
    spec: {
      replicas: first,
      ...(spec.minReadySeconds === undefined ? {} : { minReadySeconds: spec.minReadySeconds }),
      selector: { ...spec.selector, matchLabels: { ...spec.selector.matchLabels, [HASH_LABEL]: hash } },
      template: { ...spec.template, metadata: { ...spec.template.metadata, labels } },
    },
  } as ReplicaSet
  const result = context.writer.create(set)
  if (!result.ok || !isReplicaSet(result.object)) return undefined
  if (first > 0) announceScale(deployment, result.object, [0, first], context)
  return result.object
}

/** The set of the present template; its revision is the highest. */
function currentSet(deployment: Deployment, sets: readonly ReplicaSet[], context: ControllerContext): ReplicaSet | undefined {
  const known = sets.find((set) => hasTemplateOf(set, deployment))
  const highest = Math.max(0, ...sets.filter((set) => set !== known).map(revisionOf))
  if (known === undefined) {
    const replicas = firstReplicas(deployment, sets, isLingering(sets, context))
    return createSet(deployment, { revision: highest + 1, replicas }, context)
  }
  const revision = revisionOf(known) > highest ? {} : renumber(known, highest + 1)
  return follow(known, deployment, { ...inherited(deployment), ...revision }, context)
}

/** The number a set goes by, after those that it went by before. */
const renumber = ({ metadata: { annotations } }: ReplicaSet, revision: number): Readonly<Record<string, string>> => ({
  [REVISION]: String(revision),
  [HISTORY]: [annotations?.[HISTORY], annotations?.[REVISION]].filter((part) => part !== undefined).join(','),
})

/** A set takes over what its Deployment says of it, but for the template. */
function follow(
  set: ReplicaSet,
  { spec }: Deployment,
  more: Readonly<Record<string, string>>,
  { writer }: ControllerContext,
): ReplicaSet {
  const annotations = { ...set.metadata.annotations, ...more }
  const { minReadySeconds: before, ...rest } = set.spec ?? {}
  if (isEqual(annotations, set.metadata.annotations ?? {}) && before === spec?.minReadySeconds) return set
  const ready = spec?.minReadySeconds === undefined ? {} : { minReadySeconds: spec.minReadySeconds }
  const changed = { ...set, metadata: { ...set.metadata, annotations }, spec: { ...rest, ...ready } } as ReplicaSet
  const result = writer.update(changed)
  return result.ok && isReplicaSet(result.object) ? result.object : set
}

function announceScale(
  deployment: Deployment,
  set: ReplicaSet,
  [before, replicas]: readonly [number, number],
  context: ControllerContext,
): void {
  context.recordEvent({
    about: { ...referenceTo(deployment), uid: deployment.metadata.uid ?? '' },
    type: 'Normal',
    reason: 'ScalingReplicaSet',
    message: `Scaled ${replicas > before ? 'up' : 'down'} replica set ${set.metadata.name ?? ''} from ${before} to ${replicas}`,
    component: 'deployment-controller',
  })
}

function scaleSet(deployment: Deployment, set: ReplicaSet, replicas: number, context: ControllerContext): void {
  const before = set.spec?.replicas ?? 0
  if (before === replicas) return
  const annotations = {
    ...set.metadata.annotations,
    'deployment.kubernetes.io/desired-replicas': String(deployment.spec?.replicas ?? 1),
    'deployment.kubernetes.io/max-replicas': String(maxReplicasOf(deployment)),
  }
  const scaled = { ...set, metadata: { ...set.metadata, annotations }, spec: { ...set.spec, replicas } } as ReplicaSet
  context.writer.update(scaled)
  announceScale(deployment, set, [before, replicas], context)
}

/** Sets without Pods beyond the history limit are removed, the oldest first. */
function forgetHistory(deployment: Deployment, old: readonly ReplicaSet[], { writer }: ControllerContext): void {
  const idle = old.filter(({ spec, status }) => (spec?.replicas ?? 0) === 0 && (status?.replicas ?? 0) === 0)
  const excess = idle.length - (deployment.spec?.revisionHistoryLimit ?? 10)
  if (excess <= 0) return
  for (const set of [...idle].sort((a, b) => revisionOf(a) - revisionOf(b)).slice(0, excess)) writer.delete(referenceTo(set))
}

const setsOf = (deployment: Deployment, { store }: ControllerContext): readonly ReplicaSet[] =>
  store
    .list('replicasets.apps', deployment.metadata.namespace)
    .filter(isReplicaSet)
    .filter((set) => isOwnedBy(set, deployment))

const read = (
  key: { readonly namespace?: string; readonly name: string },
  { store }: ControllerContext,
): Deployment | undefined => {
  const found = store.get('deployments.apps', key.namespace, key.name)
  return found !== undefined && isDeployment(found) ? found : undefined
}

/** Whether Pods of these sets still run. */
const isLingering = (sets: readonly ReplicaSet[], { store }: ControllerContext): boolean =>
  sets.some((set) => podsOwnedBy(store, set).some(isPodActive))

/** What is halted changes its number all the same, but not its template. */
function scaleOnly(deployment: Deployment, context: ControllerContext): void {
  const sets = setsOf(deployment, context)
  const set = setToScale(
    sets.find((one) => hasTemplateOf(one, deployment)),
    sets,
  )
  if (set !== undefined) scaleSet(deployment, set, deployment.spec?.replicas ?? 1, context)
}

function roll(deployment: Deployment, context: ControllerContext): void {
  const current = currentSet(deployment, setsOf(deployment, context), context)
  if (current === undefined) return
  if (revisionOf(deployment) !== revisionOf(current)) {
    const annotations = { ...deployment.metadata.annotations, [REVISION]: String(revisionOf(current)) }
    // As with the status, which a real controller writes together with it, this is no new generation.
    context.writer.record({ ...deployment, metadata: { ...deployment.metadata, annotations } }, { subresource: 'status' })
  }
  const old = setsOf(deployment, context).filter(({ metadata }) => metadata.uid !== current.metadata.uid)
  const plan = planRollout(deployment, current, old, isLingering(old, context))
  for (const { set, replicas } of plan) scaleSet(deployment, set, replicas, context)
  forgetHistory(deployment, old, context)
}

export const deploymentController: Controller = {
  name: 'deployment',
  watches: ['deployments.apps', 'replicasets.apps'],
  keysFor: keysByOwner('deployments.apps', 'Deployment'),
  reconcile: (key, context) => {
    const given = read(key, context)
    if (given === undefined || given.metadata.deletionTimestamp !== undefined) return undefined
    if (given.spec?.paused === true) scaleOnly(given, context)
    else roll(given, context)
    const deployment = read(key, context)
    if (deployment === undefined) return undefined
    const sets = setsOf(deployment, context)
    const current = sets.find((set) => hasTemplateOf(set, deployment))
    const status = deploymentStatus(deployment, { current, sets, nowMs: context.clock.now() })
    const metadata = keyOfObject(deployment)
    context.writer.updateStatus({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, status } as Deployment)
    const isDone = status.conditions?.some(({ reason }) => reason === 'NewReplicaSetAvailable') === true
    return isDone ? undefined : (deployment.spec?.progressDeadlineSeconds ?? 600) * 1000
  },
}
