/** Signals that end a program which can still clean up: Ctrl-C, `kill`, and a terminal that is closed. */
import process from 'node:process'

/** With their numbers, which exit codes are made of. */
export const INTERRUPTIONS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const

export type Interruption = keyof typeof INTERRUPTIONS

/** Calls back at the first of them; what comes after it is as if nobody listened. Returns how that is ended. */
export function onInterruption(listener: () => void): () => void {
  const names = Object.keys(INTERRUPTIONS) as readonly Interruption[]
  for (const name of names) process.once(name, listener)
  return () => {
    for (const name of names) process.off(name, listener)
  }
}
