import { doneOf } from '../../../src/course/progress.ts'
import type { Cli } from '../cli.ts'
import { readProgress, recordHints } from '../progress.ts'
import { requireTask } from '../task-files.ts'

export interface HintOptions {
  readonly number?: number | undefined
  readonly variant?: string
}

/** `grade hint 3-3 [n]`: one hint at a time; without a number, the one after the last that was shown. */
export async function hint(cli: Cli, id: string, { number, variant }: HintOptions): Promise<number> {
  const words = cli.messages.hint
  const task = await requireTask(cli, id, variant)
  const { hints } = task.prose[cli.language]
  if (hints.length === 0) {
    cli.out(words.none)
    return 0
  }
  const seen = doneOf((await readProgress(cli.paths))[task.id], task.variant)?.hints ?? 0
  const shown = Math.min(number ?? seen + 1, hints.length)
  cli.out(`${words.title(shown, hints.length)}\n\n  ${hints[shown - 1] ?? ''}\n`)
  await recordHints(cli.paths, task, shown)
  cli.err(shown === hints.length ? words.last : words.more(task.id))
  return 0
}
