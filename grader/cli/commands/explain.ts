import { CATALOGUE } from '../../../src/grading/catalogue.ts'
import type { Cli } from '../cli.ts'
import { findNearest } from '../nearest.ts'
import { Problem } from '../problem.ts'

/** `grade explain CODE`: what a cause means and what to do about it. */
export function explain(cli: Cli, code: string): Promise<number> {
  const cause = CATALOGUE.find((one) => one.code === code)
  if (cause === undefined) {
    const codes = CATALOGUE.map((one) => one.code)
    throw new Problem('unknown-cause', { given: code, nearest: findNearest(code, codes) ?? '' })
  }
  const { language, messages } = cli
  cli.out(
    `${cause.title[language]}   [${cause.code}]\n\n${cause.explanation[language]}\n\n${messages.explain.section(cause.section)}`,
  )
  return Promise.resolve(0)
}
