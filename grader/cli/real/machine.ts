/** This machine, as far as clusters of kind's are concerned. */
import { randomBytes } from 'node:crypto'
import process from 'node:process'
import { INTERRUPTIONS } from '../../environments/interruptions.ts'
import { takenPorts } from '../../environments/kind/ports.ts'
import { runWith } from '../../environments/kind/runner.ts'
import { runtimesOf } from '../../environments/kind/runtimes.ts'
import type { KindTools } from '../../environments/kind/tools.ts'
import type { Cli } from '../../terminal/cli.ts'
import { kindMessages } from '../../terminal/messages/kind.ts'

/**
 * Set at the first Ctrl-C; the second one ends the program at once, as everywhere. Listeners stay: where the last one is gone, programs that
 * are run from here would take this one with them.
 */
function untilInterrupted(): AbortSignal {
  const controller = new AbortController()
  for (const [signal, number] of Object.entries(INTERRUPTIONS))
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(128 + number)
      controller.abort()
    })
  return controller.signal
}

/** Steps are told on standard error, each with its time. */
export function machineTools(cli: Pick<Cli, 'environment' | 'err' | 'language'>): KindTools {
  const words = kindMessages(cli.language)
  return {
    run: runWith(cli.environment),
    runtimes: runtimesOf(cli.environment),
    takenPorts,
    nowMs: () => performance.now(),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    draw: () => randomBytes(4).toString('hex'),
    signal: untilInterrupted(),
    tell: ({ step, ms }) => cli.err(`  ✔ ${words.steps[step]}  ${words.seconds(ms)}`),
  }
}
