/** What the API asks of nodes: exec, attach, logs. Refusals in the words of API server and kubelet. */
import { badRequest, internalError, notFound } from '../../kubernetes/errors.ts'
import type { Pod } from '../../kubernetes/generated/types.ts'
import { isPod } from '../../kubernetes/guards.ts'
import type { Status } from '../../kubernetes/status.ts'
import type { ContainerRuntime, ContainerTarget, ProcessStreams } from '../contract.ts'
import type { Clock } from '../environment.ts'
import type { Store } from '../store/store.ts'
import { missingProgram, whyNotStarted } from './commands-inside.ts'
import { previousRun } from './container-ends.ts'
import type { ContainerInstance } from './container-instance.ts'
import type { ContainerRecord } from './container-record.ts'
import type { Kubelet } from './kubelet.ts'
import type { Shells } from './shell/shells.ts'
import type { ShellStreams } from './shell/streams.ts'
import { whyUnhosted } from './unhosted.ts'

export interface RuntimeOptions {
  readonly store: Store
  readonly kubelet: Kubelet
  readonly shells: Shells
  readonly clock: Clock
}

const DEFAULT_CONTAINER = 'kubectl.kubernetes.io/default-container'

type Found = { readonly ok: true; readonly record: ContainerRecord } | { readonly ok: false; readonly status: Status }

const refuse = (status: Status): Found => ({ ok: false, status })

/** Which container is meant: the one that is named, the default of the Pod's annotation, or the first. */
const containerNameOf = ({ metadata, spec }: Pod, given: string | undefined): string =>
  given ?? metadata.annotations?.[DEFAULT_CONTAINER] ?? spec?.containers[0]?.name ?? ''

const namesOf = ({ spec }: Pod): readonly string[] =>
  [...(spec?.initContainers ?? []), ...(spec?.containers ?? []), ...(spec?.ephemeralContainers ?? [])].map(({ name }) => name)

const find = ({ store, kubelet }: RuntimeOptions, { namespace, name, container }: ContainerTarget): Found => {
  const pod = store.get('pods', namespace, name)
  if (pod === undefined || !isPod(pod)) return refuse(notFound({ resource: 'pods', name }))
  const wanted = containerNameOf(pod, container)
  if (!namesOf(pod).includes(wanted)) return refuse(badRequest(`container ${wanted} is not valid for pod ${name}`))
  const record = kubelet.find(namespace, name)?.records.find((each) => each.container.name === wanted)
  if (record !== undefined) return { ok: true, record }
  const unhosted = whyUnhosted(pod)
  if (unhosted !== undefined) return refuse(unhosted)
  const { containerStatuses = [], initContainerStatuses = [], ephemeralContainerStatuses = [] } = pod.status ?? {}
  const statuses = [...containerStatuses, ...initContainerStatuses, ...ephemeralContainerStatuses]
  const isKnown = statuses.some((status) => status.name === wanted)
  return refuse(badRequest(`container "${wanted}" in pod "${name}" is ${isKnown ? 'terminated' : 'not available'}`))
}

/** The kubelet gives no such connection, and alone says so; errors of the runtime are said to be internal by both. */
const notUpgraded = (why: string): Status => {
  const message = `unable to upgrade connection: ${why}`
  return { ...internalError(message), message }
}

const running = (options: RuntimeOptions, target: ContainerTarget): { readonly instance: ContainerInstance } | Status => {
  const found = find(options, target)
  if (!found.ok) return found.status
  const { instance, container } = found.record
  if (instance?.isRunning === true) return { instance }
  return notUpgraded(`container not found ("${container.name}")`)
}

async function* oneText(text: string): AsyncIterable<Uint8Array> {
  if (text !== '') yield await Promise.resolve(new TextEncoder().encode(text))
}

/** Whether no kubelet has been told of the Pod yet: of such a one there is nothing to read, and nothing to refuse. */
const isUnassigned = (store: Store, { namespace, name }: ContainerTarget): boolean => {
  const pod = store.get('pods', namespace, name)
  return pod !== undefined && isPod(pod) && (pod.spec?.nodeName ?? '') === ''
}

const toText = (streams: ProcessStreams): ShellStreams => {
  const encoder = new TextEncoder()
  const { tty, stdin } = streams
  const write = (text: string, to: 'stdout' | 'stderr'): void => {
    if (text === '') return
    const bytes = encoder.encode(tty ? text.replaceAll(/(?<!\r)\n/gu, '\r\n') : text)
    if (to === 'stdout' || tty) streams.stdout(bytes)
    else streams.stderr(bytes)
  }
  return {
    ...(stdin === undefined ? {} : { stdin }),
    stdout: (text) => write(text, 'stdout'),
    binary: (bytes) => streams.stdout(bytes),
    stderr: (text) => write(text, 'stderr'),
    tty,
    size: () => streams.size?.(),
  }
}

/** Resolves when the process has ended. */
const ended = (instance: ContainerInstance): Promise<void> =>
  new Promise((resolve) => {
    if (instance.isRunning) instance.signal.addEventListener('abort', () => resolve())
    else resolve()
  })

/**
 * DIFFERS: `kubectl run -it` attaches when it sees the container run, and what was printed by then is lost. Who comes so soon after the
 * start is shown that as well (attach.test.ts).
 */
const JUST_STARTED_MS = 3_000

/** What the kubelet says in place of the reason why there are no logs. */
const NOT_PULLED: Readonly<Record<string, string>> = {
  ErrImagePull: "image can't be pulled",
  ImagePullBackOff: 'trying and failing to pull image',
}

export const createRuntime = (options: RuntimeOptions): ContainerRuntime => ({
  exec: async (target, command, streams, signal) => {
    const found = running(options, target)
    if (!('instance' in found)) return found
    const { instance } = found
    const both = AbortSignal.any([signal, instance.signal])
    const unwatch = instance.watchEdits()
    const exitCode = await options.shells.exec(instance, command, toText(streams), both).finally(unwatch)
    if (exitCode !== undefined) return { exitCode }
    const [program = ''] = command
    const said = missingProgram(program, whyNotStarted(instance, program), `${instance.setup.pod}${command.join(' ')}`)
    return internalError(`error executing command in container: ${said}`)
  },
  attach: async (target, streams, signal) => {
    const found = find(options, target)
    if (!found.ok) return found.status
    const { instance } = found.record
    const isEarly = options.clock.now() - found.record.startedAtMs <= JUST_STARTED_MS
    if (instance === undefined || (!instance.isRunning && !isEarly))
      return notUpgraded(`container ${found.record.container.name} not found in pod ${target.name}_${target.namespace}`)
    const text = toText(streams)
    if (isEarly) text.stdout(instance.logs.text())
    const unwatch = instance.watch((chunk, stream) => (stream === 'stdout' ? text.stdout(chunk) : text.stderr(chunk)))
    options.shells.attach(instance, text)
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    await Promise.race([ended(instance), aborted])
    unwatch()
    // Who attaches learns nothing of how the process ends: that stands in the Pod's status.
    return { exitCode: 0 }
  },
  logs: (target, logOptions) => {
    if (isUnassigned(options.store, target)) return oneText('')
    const found = find(options, target)
    if (!found.ok) return found.status
    const { record } = found
    const run = logOptions.previous === true ? previousRun(record) : record.instance
    if (run === 'removed')
      return oneText(`unable to retrieve container logs for ${record.lastState.terminated?.containerID ?? ''}`)
    if (run !== undefined) return run.logs.read(logOptions, options.clock.now())
    const place = `"${record.container.name}" in pod "${target.name}"`
    if (logOptions.previous === true) return badRequest(`previous terminated container ${place} not found`)
    const reason = record.waiting?.reason ?? 'ContainerCreating'
    return badRequest(`container ${place} is waiting to start: ${NOT_PULLED[reason] ?? reason}`)
  },
})
