import type { Cli } from '../../terminal/cli.ts'
import { nameOf, readSolution, requireTask } from '../../course/task-files.ts'

/** `grade solution 3-3`: the commands of a solution, else its manifests. */
export async function solution(cli: Cli, id: string, { variant }: { readonly variant?: string } = {}): Promise<number> {
  const task = await requireTask(cli, id, variant)
  cli.err(cli.messages.solution.title(nameOf(task)))
  cli.out(`\n${await readSolution(cli, task)}`)
  return 0
}
