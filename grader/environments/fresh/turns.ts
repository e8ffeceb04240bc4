/** Who may go on, where some things can be had once only and not too many may be there at a time. */

export interface Turns {
  /** Waits until all claims are free; what it returns gives them back. Fails with the signal's reason once that is aborted. */
  take(claims: readonly string[]): Promise<() => void>
}

interface Waiting {
  readonly claims: readonly string[]
  readonly go: (release: () => void) => void
  readonly fail: (reason: Error) => void
}

/** At most `together` at a time; those that came first go first, and are overtaken by those only that want nothing of theirs. */
export function createTurns(together: number, signal: AbortSignal): Turns {
  const taken = new Set<string>()
  const waiting: Waiting[] = []
  let running = 0

  const isFree = ({ claims }: Waiting, wanted: ReadonlySet<string>): boolean =>
    claims.every((claim) => !taken.has(claim) && !wanted.has(claim))

  const start = (one: Waiting): void => {
    running += 1
    for (const claim of one.claims) taken.add(claim)
    let isReleased = false
    one.go(() => {
      if (isReleased) return
      isReleased = true
      running -= 1
      for (const claim of one.claims) taken.delete(claim)
      next()
    })
  }

  const next = (): void => {
    // What somebody before is waiting for is kept for them.
    const wanted = new Set<string>()
    for (const one of [...waiting]) {
      if (running >= together) return
      if (isFree(one, wanted)) {
        waiting.splice(waiting.indexOf(one), 1)
        start(one)
      } else for (const claim of one.claims) wanted.add(claim)
    }
  }

  const reason = (): Error => (signal.reason instanceof Error ? signal.reason : new Error('interrupted'))
  signal.addEventListener('abort', () => {
    for (const { fail } of waiting.splice(0)) fail(reason())
  })

  return {
    take: (claims) =>
      new Promise((go, fail) => {
        if (signal.aborted) {
          fail(reason())
          return
        }
        waiting.push({ claims, go, fail })
        next()
      }),
  }
}
