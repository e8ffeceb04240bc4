/** Pods that only their kubelet has to see to know what becomes of them: images that nobody can pull, programs that end, probes that fail. */
import type { PodFacts } from '../../network/facts.ts'
import type { Snapshot } from '../../network/model.ts'
import { isPod } from '../../kubernetes/guards.ts'
import { createControllerManager } from '../controllers/controller-manager.ts'
import type { Controller, ControllerContext } from '../controllers/controller.ts'
import type { ContainerInstance } from '../nodes/container-instance.ts'
import { createKubelet } from '../nodes/kubelet.ts'
import { answerAsProgram } from '../nodes/program-answers.ts'
import type { ServerProcess } from '../nodes/programs/program.ts'
import { havePodsSettled, settleVirtually } from '../settle.ts'
import type { VirtualClock } from '../virtual.ts'

export interface RunningPods {
  /** By `namespace/name`, those that are held among them. */
  readonly facts: Readonly<Record<string, PodFacts>>
  stop(): void
}

export interface RunPodsOptions {
  readonly context: ControllerContext
  readonly clock: VirtualClock
  /** What works besides the kubelets. */
  readonly controllers: readonly Controller[]
  /** By `namespace/name`: Pods that stay as they are. */
  readonly held: ReadonlyMap<string, PodFacts>
  /** The state without what runs in the others. */
  snapshot(): Snapshot
  readonly changed: () => void
}

/**
 * Runs the Pods until they have settled, for at most `limitMs`. Undefined where one of them needs a shell, or sends a request: it may do anything, and nothing
 * that was written meanwhile holds.
 */
export const runPods = async (options: RunPodsOptions, limitMs: number): Promise<RunningPods | undefined> => {
  const { clock, controllers, held, changed } = options
  const context: ControllerContext = { ...options.context, recordEvent: () => undefined }
  const { store } = context
  const seen = { isPlain: true }
  const needShell = (): Promise<never> => {
    seen.isPlain = false
    return new Promise(() => undefined)
  }
  const process: Omit<ServerProcess, 'from' | 'snapshot'> = {
    send: needShell,
    ask: needShell,
    wait: needShell,
    nowMs: () => clock.now(),
    run: needShell,
    write: () => void needShell(),
    exit: () => void needShell(),
    print: () => undefined,
  }
  const processOf = ({ setup: { namespace, pod } }: ContainerInstance): ServerProcess => ({
    ...process,
    from: { pod: { namespace, name: pod } },
    snapshot: () => options.snapshot(),
  })
  const kubelet = createKubelet({
    context,
    snapshot: () => {
      const { objects, facts } = options.snapshot()
      return { objects, facts: { ...facts, pods: kubelet.facts() } }
    },
    changed,
    runShell: needShell,
    runCommand: needShell,
    send: needShell,
    receive: (question, outcome) => {
      const answered = answerAsProgram(question, outcome, { kubelet, processOf, sent: '', nowMs: clock.now() })
      return answered instanceof Promise ? needShell() : answered
    },
    enqueue: (key) => manager.enqueue('kubelet', key),
  })
  for (const pod of store.list('pods').filter(isPod)) {
    const facts = held.get(`${pod.metadata.namespace ?? ''}/${pod.metadata.name ?? ''}`)
    if (facts !== undefined) kubelet.hold(pod, facts)
  }
  const manager = createControllerManager([...controllers, kubelet.controller], context)
  const idle = (): Promise<boolean> => Promise.resolve(false)
  await settleVirtually({ clock, manager, idle, isSettled: () => !seen.isPlain || havePodsSettled(store) }, limitMs)
  manager.stop()
  if (seen.isPlain) return { facts: kubelet.facts(), stop: () => kubelet.stop() }
  kubelet.stop()
  return undefined
}
