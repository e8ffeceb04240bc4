import type { Cli } from '../terminal/cli.ts'
import { renderPairs } from '../terminal/cli.ts'
import { Problem } from '../terminal/problem.ts'

/** One message: what went wrong, where, why, and what to do. */
export function renderProblem(problem: Problem, cli: Pick<Cli, 'messages'>): string {
  const { labels, problems } = cli.messages
  const { what, where, why, todo } = problems[problem.code](problem.detail)
  const rows = (
    [
      [labels.where, where],
      [labels.why, why],
      [labels.todo, todo],
    ] as const
  ).flatMap(([label, text]) => (text === undefined || text === '' ? [] : [[label, text] as const]))
  return `grade: ${what}\n${renderPairs(rows)}`
}

/** What was thrown as a problem; our own mistakes become `internal`. */
export const toProblem = (error: unknown): Problem =>
  error instanceof Problem
    ? error
    : new Problem('internal', { reason: error instanceof Error ? error.message : String(error) }, error)
