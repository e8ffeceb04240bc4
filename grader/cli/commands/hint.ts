import { doneOf } from '../../../src/course/progress.ts'
import { renderProse } from '../../reports/prose.ts'
import type { Cli } from '../../terminal/cli.ts'
import { Problem } from '../../terminal/problem.ts'
import { readProgress, recordHints } from '../../course/progress.ts'
import { nameOf, readTaskIds, requireTask } from '../../course/task-files.ts'

const MARGIN = '  '

export interface HintOptions {
  readonly number?: number | undefined
  readonly variant?: string
}

/** The section that was begun last, of those that the course still has. */
async function chosenLast(cli: Cli): Promise<string> {
  const [progress, ids] = await Promise.all([readProgress(cli.paths), readTaskIds(cli)])
  const begun = ids.flatMap((id) => {
    const at = progress[id]?.chosen?.at
    return at === undefined ? [] : [{ id, at }]
  })
  const [last] = begun.toSorted((one, other) => (one.at < other.at ? 1 : -1))
  if (last === undefined) throw new Problem('no-task-begun', {})
  return last.id
}

/** `grade hint [3-3] [n]`: one hint at a time; without a number, the one after the last that was shown. */
export async function hint(cli: Cli, given: string | undefined, { number, variant }: HintOptions): Promise<number> {
  const words = cli.messages.hint
  // `grade hint 2` is a hint's number: no section is called so.
  const isNumber = given !== undefined && number === undefined && /^\d+$/u.test(given)
  const wanted = isNumber ? Number(given) : number
  const task = await requireTask(cli, given === undefined || isNumber ? await chosenLast(cli) : given, variant)
  const { hints } = task.prose[cli.language]
  if (hints.length === 0) {
    cli.out(words.none)
    return 0
  }
  const seen = doneOf((await readProgress(cli.paths))[task.id], task.variant)?.hints ?? 0
  const shown = Math.min(Math.max(wanted ?? seen + 1, 1), hints.length)
  const lines = renderProse(hints[shown - 1] ?? '', cli.width - 2 * MARGIN.length).map((line) => `${MARGIN}${line}`.trimEnd())
  cli.out(`${nameOf(task)}  ${words.title(shown, hints.length)}\n\n${lines.join('\n')}\n`)
  await recordHints(cli.paths, task, shown)
  cli.err(shown === hints.length ? words.last : words.more(task.id))
  return 0
}
