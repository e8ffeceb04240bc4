/** Runs the controllers: one queue of keys to look at, and timers for what must be looked at later. */
import type { ResourceName, StoreEvent } from '../store/store.ts'
import type { Controller, ControllerContext, ReconcileKey } from './controller.ts'

export interface ControllerManager {
  /** Looks at everything in the queue, and at what that brings into it. */
  runUntilIdle(): void
  /** Asks a controller, by its name, to look at a key. */
  enqueue(controller: string, key: ReconcileKey): void
  /** Milliseconds until the first timer of a controller is due. */
  nextDueMs(): number | undefined
  stop(): void
}

/** A loop that never comes to rest lets others have a turn after this many steps. */
const MAX_STEPS_PER_TURN = 5_000

interface Item {
  readonly controller: Controller
  readonly key: ReconcileKey
}

const idOf = ({ controller, key }: Item): string => `${controller.name}|${key.namespace ?? ''}/${key.name}`

interface Timer {
  readonly dueAt: number
  readonly cancel: () => void
}

/** Stands among the names of resources for all of them. */
const EVERYTHING = '*'

/** The controller's own component writes what it writes. */
const contextFor = ({ manager }: Controller, context: ControllerContext): ControllerContext =>
  manager === undefined ? context : (context.actAs?.(manager) ?? context)

class QueuedManager implements ControllerManager {
  private readonly queue = new Map<string, Item>()
  private readonly timers = new Map<string, Timer>()
  private readonly byResource = new Map<ResourceName, Controller[]>()
  private readonly unsubscribe: () => void
  private cancelTurn: (() => void) | undefined
  private stopped = false
  private readonly controllers: readonly Controller[]
  private readonly context: ControllerContext

  constructor(controllers: readonly Controller[], context: ControllerContext) {
    this.controllers = controllers
    this.context = context
    for (const controller of controllers)
      for (const resource of controller.watches === 'all' ? [EVERYTHING] : controller.watches)
        this.byResource.set(resource, [...(this.byResource.get(resource) ?? []), controller])
    this.unsubscribe = context.store.subscribe((event) => this.notice(event))
    for (const [resource, object] of context.store.entries())
      this.notice({ type: 'ADDED', resource, object, revision: context.store.revision })
  }

  enqueue(name: string, key: ReconcileKey): void {
    const controller = this.controllers.find((candidate) => candidate.name === name)
    if (controller !== undefined) this.add({ controller, key })
  }

  runUntilIdle(): void {
    for (let steps = 0; steps < MAX_STEPS_PER_TURN && !this.stopped; steps++) {
      const [first] = this.queue
      if (first === undefined) return
      this.queue.delete(first[0])
      this.step(first[1])
    }
    if (this.queue.size > 0) this.scheduleTurn()
  }

  nextDueMs(): number | undefined {
    const due = [...this.timers.values()].map(({ dueAt }) => dueAt)
    return due.length === 0 ? undefined : Math.max(0, Math.min(...due) - this.context.clock.now())
  }

  stop(): void {
    this.stopped = true
    this.unsubscribe()
    this.cancelTurn?.()
    for (const { cancel } of this.timers.values()) cancel()
    this.timers.clear()
    this.queue.clear()
  }

  private notice(event: StoreEvent): void {
    const everywhere = event.resource === 'events' ? [] : (this.byResource.get(EVERYTHING) ?? [])
    for (const controller of [...(this.byResource.get(event.resource) ?? []), ...everywhere])
      for (const key of controller.keysFor(event, this.context)) this.add({ controller, key })
  }

  private add(item: Item): void {
    if (this.stopped) return
    const id = idOf(item)
    if (!this.queue.has(id)) this.queue.set(id, item)
    this.scheduleTurn()
  }

  private scheduleTurn(): void {
    this.cancelTurn ??= this.context.clock.after(0, () => {
      this.cancelTurn = undefined
      this.runUntilIdle()
    })
  }

  private step(item: Item): void {
    const id = idOf(item)
    this.timers.get(id)?.cancel()
    this.timers.delete(id)
    const { controller, key } = item
    const delayMs = controller.reconcile(key, contextFor(controller, this.context))
    if (delayMs === undefined) return
    const cancel = this.context.clock.after(delayMs, () => {
      this.timers.delete(id)
      this.add(item)
    })
    this.timers.set(id, { dueAt: this.context.clock.now() + delayMs, cancel })
  }
}

/** Starts with a look at every object there is. */
export const createControllerManager = (controllers: readonly Controller[], context: ControllerContext): ControllerManager =>
  new QueuedManager(controllers, context)
