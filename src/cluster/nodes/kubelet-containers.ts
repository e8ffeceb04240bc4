/** Starting, judging and restarting the containers of one Pod. */
import type { Container, ContainerState } from '../../kubernetes/generated/types.ts'
import type { ControllerContext } from '../controllers/controller.ts'
import { hashText } from '../controllers/workloads/template-hash.ts'
import { ContainerFiles } from './container-files.ts'
import { ContainerInstance, type InstanceHost, type InstanceSetup } from './container-instance.ts'
import { beginNextRun, judgeEnd, runsAgain } from './container-ends.ts'
import { exitCodeOf, isRunning, type ContainerRecord } from './container-record.ts'
import { runPostStart } from './container-stops.ts'
import { rootProblem, userOf } from './container-user.ts'
import { declaredListeners } from './declared.ts'
import { environmentOf, expand, type Environment } from './environment-variables.ts'
import {
  canonicalImage,
  isRegistryUnreachable,
  misspelling,
  parseImage,
  type ImageReference,
} from '../../kubernetes/image-reference.ts'
import { findImage, misspeltImage } from './images/images.ts'
import type { HookContext } from './hooks.ts'
import { hostnameOf, type HostnameSource } from './pod-hostname.ts'
import { periodMs } from './probes.ts'
import { reporter, type Report } from './pod-events.ts'
import { isInitialized } from './pod-status.ts'
import { processesSeenBy } from './processes.ts'
import type { Sandbox } from './sandbox.ts'
import { withoutEntrypointScript } from './userland.ts'
import { mountVolumes } from './volumes.ts'

const PULL_RETRY_MS = 3_000
const PULL_BACKOFF_MS = 10_000

export interface StartContext {
  readonly context: ControllerContext
  readonly host: InstanceHost
  readonly clusterDomain?: HostnameSource
  /** Without them hooks are left out. */
  readonly hooks?: Omit<HookContext, 'clock'>
}

/** What the registry would answer, where it is known that it has no such image. */
const pullProblem = (image: string, reference: ImageReference): string | undefined => {
  if (isRegistryUnreachable(reference)) return `dial tcp: lookup ${reference.registry}: no such host`
  if (misspeltImage(image) === undefined) return undefined
  return 'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed'
}

type Waiting = NonNullable<ContainerRecord['waiting']>

const NEVER_PULLED = 'ErrImageNeverPull'

/** Why the image cannot be had, if so. A node has those of the catalogue, and those of which the Pod says what they do. */
const imageProblem = ({ pod }: Sandbox, { container }: ContainerRecord): Waiting | undefined => {
  const { image = '', imagePullPolicy } = container
  const reference = parseImage(image)
  if (reference === undefined) {
    return {
      reason: 'InvalidImageName',
      message: `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ${misspelling(image)}`,
    }
  }
  if (imagePullPolicy === 'Never') {
    if (findImage(image) !== undefined || declaredListeners(pod) !== undefined) return undefined
    return { reason: NEVER_PULLED, message: `Container image "${image}" is not present with pull policy of Never` }
  }
  const why = pullProblem(image, reference)
  if (why === undefined) return undefined
  const name = canonicalImage(reference)
  const message = `failed to pull and unpack image "${name}": failed to resolve reference "${name}": ${why}`
  return { reason: 'ErrImagePull', message }
}

type KnownEnvironment = Extract<Environment, { ok: true }>

const argvOf = ({ container }: ContainerRecord, { own: variables, linked }: KnownEnvironment): readonly string[] => {
  const image = findImage(container.image ?? '')
  const words = (list: readonly string[] | undefined): readonly string[] | undefined =>
    list?.map((word) => expand(word, (name) => variables[name] ?? linked()[name]))
  const command = words(container.command)
  const args = words(container.args)
  if (command !== undefined && command.length > 0) return [...command, ...(args ?? [])]
  const own =
    image === undefined ? [] : [...image.entrypoint, ...(args !== undefined && args.length > 0 ? args : image.command)]
  return withoutEntrypointScript(image === undefined ? (args ?? []) : own, image)
}

const filesOf = (
  record: ContainerRecord,
  sandbox: Sandbox,
  { store, clock, makeToken }: ControllerContext,
): Pick<InstanceSetup, 'files' | 'unmountable'> => {
  const image = findImage(record.container.image ?? '')
  const files = new ContainerFiles()
  const tag = parseImage(record.container.image ?? '')?.tag ?? 'latest'
  for (const [path, content] of Object.entries(image?.files?.(tag) ?? {})) files.write(path, content)
  files.begin(() => clock.now())
  const unmountable = mountVolumes(record.container, files, {
    pod: sandbox.pod,
    store,
    shared: sandbox.shared,
    persistent: sandbox.persistent,
    ...(makeToken === undefined ? {} : { makeToken }),
  })
  return { files, ...(unmountable === undefined ? {} : { unmountable }) }
}

/** Keeps a record waiting, for the reason given, until it is tried again. */
function postpone(record: ContainerRecord, waiting: Waiting, untilMs: number): void {
  record.waiting = waiting
  record.retryAtMs = untilMs
}

function waitForImage(record: ContainerRecord, problem: Waiting, report: Report, now: number): void {
  const { image = '' } = record.container
  const before = record.waiting?.reason
  if (problem.reason === 'ErrImagePull' && before === 'ErrImagePull') {
    const message = `Back-off pulling image "${image}"`
    report('Normal', 'BackOff', message)
    report('Warning', 'Failed', 'Error: ImagePullBackOff')
    postpone(
      record,
      { reason: 'ImagePullBackOff', message: `${message}: ErrImagePull: ${problem.message ?? ''}` },
      now + PULL_BACKOFF_MS,
    )
    return
  }
  const isInvalid = problem.reason === 'InvalidImageName'
  const isNeverPulled = problem.reason === NEVER_PULLED
  if (isInvalid) report('Warning', 'InspectFailed', problem.message ?? '')
  else if (isNeverPulled) report('Warning', NEVER_PULLED, problem.message ?? '')
  else {
    report('Normal', 'Pulling', `Pulling image "${image}"`)
    report('Warning', 'Failed', `Failed to pull image "${image}": ${problem.message ?? ''}`)
  }
  report('Warning', 'Failed', `Error: ${problem.reason}`)
  postpone(record, problem, now + (isInvalid || isNeverPulled ? PULL_BACKOFF_MS : PULL_RETRY_MS))
}

/** A run that goes on from an earlier daemon's keeps its times and its readiness; a new one begins with none. */
function beginRun(record: ContainerRecord, report: Report, now: number): void {
  const { container, resumed } = record
  record.waiting = undefined
  record.adoptedState = undefined
  record.resumed = undefined
  if (resumed !== undefined) {
    record.startedAtMs = Date.parse(resumed.state?.running?.startedAt ?? '') || now
    record.started = resumed.started === true
    record.ready = resumed.ready
    record.probes = resumeProbes(record, now)
    return
  }
  record.startedAtMs = now
  record.probes = {}
  record.started = container.startupProbe === undefined
  record.ready = false
  report('Normal', 'Created', `Created container: ${container.name}`)
}

/** A container whose program is not there has been created, and has not started. */
function announceStart({ container, instance }: ContainerRecord, report: Report): void {
  const { ending } = instance ?? {}
  if (ending?.reason === 'StartError') report('Warning', 'Failed', `Error: ${ending.message ?? ''}`)
  else report('Normal', 'Started', `Started container ${container.name}`)
}

function resumeProbes({ container, ready }: ContainerRecord, now: number): ContainerRecord['probes'] {
  const { readinessProbe } = container
  return readinessProbe === undefined
    ? {}
    : { readiness: { successes: 0, failures: 0, passed: ready, nextAtMs: now + periodMs(readinessProbe) } }
}

/** Starts one run, or notes why it cannot be. */
export function startContainer(
  sandbox: Sandbox,
  record: ContainerRecord,
  { context, host, hooks, clusterDomain }: StartContext,
): void {
  const { container } = record
  const now = context.clock.now()
  const report = reporter(sandbox, context, record)
  const problem = imageProblem(sandbox, record)
  if (problem !== undefined) return waitForImage(record, problem, report, now)
  if (record.resumed === undefined) pulled(report, container, parseImage(container.image ?? ''))
  const environment = environmentOf(container, { pod: sandbox.pod, podIps: sandbox.ips, store: context.store })
  const rooted = environment.ok ? rootProblem(container, sandbox.pod) : undefined
  if (!environment.ok || rooted !== undefined) {
    const message = environment.ok ? (rooted ?? '') : environment.message
    report('Warning', 'Failed', `Error: ${message}`)
    return postpone(record, { reason: 'CreateContainerConfigError', message }, now + PULL_BACKOFF_MS)
  }
  const instance = new ContainerInstance(setupOf(sandbox, record, environment, { context, clusterDomain }), host)
  beginNextRun(record, sandbox.uid)
  record.instance = instance
  const isNew = record.resumed === undefined
  beginRun(record, report, now)
  instance.start()
  if (isNew) announceStart(record, report)
  if (instance.ending?.reason === 'StartError') judgeEnd(sandbox, record, context)
  if (hooks !== undefined) void runPostStart(sandbox, record, { context, ...hooks })
}

function setupOf(
  sandbox: Sandbox,
  record: ContainerRecord,
  environment: KnownEnvironment,
  { context, clusterDomain }: { readonly context: ControllerContext; readonly clusterDomain: HostnameSource | undefined },
): InstanceSetup {
  const { container } = record
  const image = findImage(container.image ?? '')
  return {
    container,
    image,
    get user() {
      return userOf(container, sandbox.pod)
    },
    argv: argvOf(record, environment),
    get env() {
      // What Services put in comes last, and overrides nothing.
      return { ...image?.env, ...environment.own, ...environment.linked(), ...environment.own }
    },
    ...filesOf(record, sandbox, context),
    processes: () => processesSeenBy(record, sandbox),
    hostname: hostnameOf(sandbox, clusterDomain),
    namespace: sandbox.namespace,
    pod: sandbox.name,
    podIp: sandbox.ips[0] ?? '',
    podIps: sandbox.ips,
    isInit: record.kind === 'init',
    declared: declaredListeners(sandbox.pod),
  }
}

/** What pulling takes, as the event tells it: images are at hand, so the time is short. */
const PULL_MS = 20

function pulled(report: Report, { image = '', imagePullPolicy }: Container, reference: ImageReference | undefined): void {
  if (reference === undefined) return
  if (imagePullPolicy !== 'Always') {
    report('Normal', 'Pulled', `Container image "${image}" already present on machine`)
    return
  }
  report('Normal', 'Pulling', `Pulling image "${image}"`)
  const took = `${PULL_MS}ms (${PULL_MS}ms including waiting)`
  const size = 1_000_000 + (hashText(canonicalImage(reference)) % 100_000_000)
  report('Normal', 'Pulled', `Successfully pulled image "${image}" in ${took}. Image size: ${size} bytes.`)
}

const mayStart = (sandbox: Sandbox, record: ContainerRecord): boolean => {
  if (record.kind === 'main' || record.kind === 'ephemeral') return isInitialized(sandbox.records)
  const before = sandbox.records.slice(0, sandbox.records.indexOf(record))
  return before.every((earlier) => (earlier.kind === 'init' ? exitCodeOf(earlier) === 0 : earlier.started))
}

const needsRun = (sandbox: Sandbox, record: ContainerRecord): boolean => {
  if (isRunning(record)) return false
  if (record.instance === undefined && record.adoptedState === undefined) return true
  const waitsAgain = record.waiting !== undefined
  if (waitsAgain) return true
  return runsAgain(sandbox, record)
}

/** Starts what is due. Returns the delay after which something else will be, if any. */
export function startDue(sandbox: Sandbox, start: StartContext): number | undefined {
  const now = start.context.clock.now()
  let next: number | undefined
  for (const record of sandbox.records) {
    if (!needsRun(sandbox, record) || !mayStart(sandbox, record)) continue
    if (record.retryAtMs > now) next = Math.min(next ?? Number.POSITIVE_INFINITY, record.retryAtMs - now)
    else startContainer(sandbox, record, start)
  }
  return next
}

/** Takes over what an earlier daemon wrote of a Pod's containers; running ones are started anew without being counted. */
export function adopt(sandbox: Sandbox, { clock }: ControllerContext): void {
  const { initContainerStatuses = [], containerStatuses = [], ephemeralContainerStatuses = [] } = sandbox.pod.status ?? {}
  const statuses = [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses]
  for (const record of sandbox.records) {
    const status = statuses.find(({ name }) => name === record.container.name)
    if (status === undefined) continue
    record.restartCount = status.restartCount
    record.lastState = status.lastState ?? {}
    const state: ContainerState = status.state ?? {}
    if (state.running !== undefined) {
      record.resumed = status
      sandbox.started = sandbox.ips.length > 0
    }
    if (state.terminated !== undefined) {
      record.adoptedState = state
      record.waiting = undefined
      record.finishedAtMs = Date.parse(state.terminated.finishedAt ?? '') || clock.now()
    }
    // It waited for its next run, which counts as one although the daemon is another.
    if (state.waiting !== undefined && record.lastState.terminated !== undefined) record.adoptedState = record.lastState
  }
}
