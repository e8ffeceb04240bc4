import type { Cli } from '../cli.ts'
import { readSolution, requireTask } from '../task-files.ts'

/** `grade solution 3-3`: the commands of a solution, else its manifests. */
export async function solution(cli: Cli, id: string): Promise<number> {
  const task = await requireTask(cli, id)
  cli.err(cli.messages.solution.title(task.id))
  cli.out(`\n${await readSolution(cli, task.id)}`)
  return 0
}
