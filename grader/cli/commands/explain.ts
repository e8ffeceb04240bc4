import { CATALOGUE } from '../../../src/grading/catalogue.ts'
import type { Cli } from '../cli.ts'
import { findNearest } from '../nearest.ts'
import { Problem } from '../problem.ts'
import { readTaskIds } from '../task-files.ts'

/** `grade explain CODE`: what a cause means and what to do about it. */
export async function explain(cli: Cli, code: string): Promise<number> {
  const cause = CATALOGUE.find((one) => one.code === code)
  if (cause === undefined) {
    const codes = CATALOGUE.map((one) => one.code)
    throw new Problem('unknown-cause', { given: code, nearest: findNearest(code, codes) ?? '' })
  }
  const { language, messages } = cli
  const sections = await readTaskIds(cli)
  const taught = sections.includes(cause.section) ? `\n\n${messages.explain.section(cause.section)}` : ''
  cli.out(`${cause.title[language]}   [${cause.code}]\n\n${cause.explanation[language]}${taught}`)
  return 0
}
