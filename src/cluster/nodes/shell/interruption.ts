/** Ctrl-C, as the programs that run at a terminal see it. */

export class Interruption {
  private readonly ending = new AbortController()
  private readonly actions = new Set<() => void>()
  /** The first process of a container is not ended by a signal for which it has said nothing. */
  private readonly isOfFirst: boolean

  constructor({ isOfFirst = false } = {}) {
    this.isOfFirst = isOfFirst
  }

  /** Aborted where no program had an action of its own. */
  get signal(): AbortSignal {
    return this.ending.signal
  }

  /** Whether what ran has been ended. */
  hasEnded(): boolean {
    return this.ending.signal.aborted
  }

  /** What a program does in place of being ended. What is returned takes that back. */
  onInterrupt(act: () => void): () => void {
    this.actions.add(act)
    return () => this.actions.delete(act)
  }

  readonly send = (): void => {
    for (const act of this.actions) act()
    if (this.actions.size === 0 && !this.isOfFirst) this.ending.abort()
  }
}
