/** The processes that a script has started, and those that they have: together they may not take more than one that is alone. */
import type { ContainerInstance } from '../container-instance.ts'
import { MAX_LOOP_ROUNDS } from './effort.ts'

/** So many at a time in one container: nodes have a limit, too, and forks fail at it. */
const MAX_PROCESSES = 300

const living = new WeakMap<ContainerInstance, number>()

export class Family {
  private readonly instance: ContainerInstance
  private isSpent = false
  /** Since time went by. */
  started = 0
  /** When others had their turn. */
  restedAtMs: number

  constructor(instance: ContainerInstance, nowMs: number) {
    this.instance = instance
    this.restedAtMs = nowMs
  }

  /** Whether so many more may be started. Where they may not, they are taken to multiply for ever: none of them starts another from then on. */
  mayStart(count: number): boolean {
    this.started += count
    const isTooMany = this.living + count > MAX_PROCESSES || this.started > MAX_LOOP_ROUNDS
    this.isSpent ||= isTooMany
    return !this.isSpent
  }

  /** Of one process, until it has ended. */
  begin(): void {
    living.set(this.instance, this.living + 1)
  }

  end(): void {
    living.set(this.instance, this.living - 1)
  }

  private get living(): number {
    return living.get(this.instance) ?? 0
  }
}
