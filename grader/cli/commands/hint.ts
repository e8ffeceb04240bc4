import type { Cli } from '../cli.ts'
import { readProgress, recordHints } from '../progress.ts'
import { requireTask } from '../task-files.ts'

/** `grade hint 3-3 [n]`: one hint at a time; without a number, the one after the last that was shown. */
export async function hint(cli: Cli, id: string, number?: number): Promise<number> {
  const words = cli.messages.hint
  const task = await requireTask(cli, id)
  const { hints } = task.prose[cli.language]
  if (hints.length === 0) {
    cli.out(words.none)
    return 0
  }
  const seen = (await readProgress(cli.paths))[task.id]?.hints ?? 0
  const shown = Math.min(number ?? seen + 1, hints.length)
  cli.out(`${words.title(shown, hints.length)}\n\n  ${hints[shown - 1] ?? ''}\n`)
  await recordHints(cli.paths, task.id, shown)
  cli.err(shown === hints.length ? words.last : words.more(task.id))
  return 0
}
