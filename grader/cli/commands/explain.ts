import { CATALOGUE, findCauseText } from '../../../src/grading/catalogue.ts'
import { renderPairs, type Cli } from '../../terminal/cli.ts'
import { nearest } from '../../../src/kubernetes/nearest.ts'
import { Problem } from '../../terminal/problem.ts'
import { readTaskIds } from '../../course/task-files.ts'

/** `grade explain CODE`: what a cause means and what to do about it. Without a code, all there are. */
export async function explain(cli: Cli, code: string | undefined): Promise<number> {
  if (code === undefined) return list(cli)
  const cause = findCauseText(code)
  if (cause === undefined) {
    const codes = CATALOGUE.map((one) => one.code)
    throw new Problem('unknown-cause', { given: code, nearest: nearest(code, codes)[0] ?? '' })
  }
  const { language, messages } = cli
  const sections = await readTaskIds(cli)
  const taught = sections.includes(cause.section) ? `\n\n${messages.explain.section(cause.section)}` : ''
  const shown = cause.example.map(({ sign, text }) => `    ${sign} ${text}`.trimEnd()).join('\n')
  const example = shown === '' ? '' : `\n\n${messages.explain.example}\n\n${shown}`
  cli.out(`${cause.title[language]}   [${cause.code}]\n\n${cause.explanation[language]}${example}${taught}`)
  return 0
}

/** By section, in the order of the catalogue, which is that of likelihood. */
function list(cli: Cli): number {
  const { language, messages } = cli
  const sections = [...new Set(CATALOGUE.map(({ section }) => section))].sort()
  const parts = sections.map((section) => {
    const causes = CATALOGUE.filter((cause) => cause.section === section)
    return `${messages.explain.section(section)}\n${renderPairs(causes.map(({ code, title }) => [code, title[language]]))}`
  })
  cli.out([...parts, messages.explain.more].join('\n\n'))
  return 0
}
