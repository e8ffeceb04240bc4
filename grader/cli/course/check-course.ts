/** `grade course check`: the author's contract over all sections, and their console blocks run on a cluster. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkSection } from '../../../src/course/check/check-section.ts'
import type { LinkTargets } from '../../../src/course/check/check-prose.ts'
import { checkExam } from '../../../src/course/exam/check-exam.ts'
import { renderContentProblem, type ContentProblem } from '../../../src/course/problem.ts'
import { CATALOGUE } from '../../../src/grading/catalogue.ts'
import { nearest } from '../../../src/kubernetes/nearest.ts'
import { readGlossaryFile, readWholeSource } from '../../../src/node/read-files.ts'
import { readExamCourse, readExamFile, readExamIds } from '../../exam/course-files.ts'
import { paint } from '../../reports/layout.ts'
import type { Cli } from '../cli.ts'
import { styleOf } from '../formats.ts'
import { courseMessages } from '../messages/course.ts'
import { examMessages } from '../messages/exam.ts'
import { Problem } from '../problem.ts'
import { readTaskIds } from '../task-files.ts'
import { runBlocks, type RanBlock } from './run-blocks.ts'

export interface CheckCourseOptions {
  /** Console blocks are run on a cluster; false with `--no-run`. */
  readonly run: boolean
  /** What was printed takes the place of what is written, in every language. */
  readonly write?: boolean
}

const chosenOf = (ids: readonly string[], wanted: readonly string[]): readonly string[] => {
  for (const id of wanted)
    if (!ids.includes(id))
      throw new Problem('unknown-task', { given: id, nearest: nearest(id, ids)[0] ?? '', tasks: ids.join(', ') })
  return wanted.length === 0 ? ids : ids.filter((id) => wanted.includes(id))
}

/** Replaces the blocks in every language's text; they are the same there. */
const writeBlocks = async (folder: string, blocks: readonly RanBlock[]): Promise<void> => {
  for (const language of ['en', 'ko']) {
    const path = join(folder, `${language}.md`)
    let text = await readFile(path, 'utf8')
    for (const { fence, written } of blocks)
      text = text.replaceAll(`\`\`\`${fence.info}\n${fence.text}\`\`\``, `\`\`\`${fence.info}\n${written}\`\`\``)
    await writeFile(path, text)
  }
}

/** 0: the contract is kept. 1: it is not, and each place is named. */
export async function checkCourse(cli: Cli, wanted: readonly string[], options: CheckCourseOptions): Promise<number> {
  const words = courseMessages(cli.language)
  const tasks = fileURLToPath(new URL('tasks/', cli.root))
  const ids = await readTaskIds(cli)
  const glossary = readGlossaryFile(tasks)
  const targets: LinkTargets = {
    causes: new Set(CATALOGUE.map(({ code }) => code)),
    sections: new Set(ids),
    ...(glossary === undefined ? {} : { terms: new Set(glossary.terms.map(({ id }) => id)) }),
  }
  const exams = await readExamIds(cli)
  const inGlossary = glossary?.problems ?? []
  for (const problem of inGlossary) cli.out(renderContentProblem(problem))
  let broken = inGlossary.length
  const report = (id: string, looked: string, problems: readonly ContentProblem[]): void => {
    const style = styleOf(cli)
    broken += problems.length
    const mark = problems.length === 0 ? paint(style, 'green', '✔') : paint(style, 'red', '✘')
    cli.out(`${mark} ${id}  ${looked}`)
    for (const problem of problems) cli.out(`    ${renderContentProblem(problem).replaceAll('\n', '\n      ')}`)
  }
  const chosen = chosenOf([...ids, ...exams], wanted)
  for (const id of chosen.filter((one) => ids.includes(one))) {
    const folder = join(tasks, id)
    const source = readWholeSource(folder, id)
    const checked = await checkSection(source, targets)
    const ran = options.run ? await runBlocks(cli.root, source) : { blocks: [], problems: [] }
    const isWritten = options.write === true && ran.problems.length > 0
    if (isWritten) await writeBlocks(folder, ran.blocks)
    const problems = [...checked.problems, ...(isWritten ? [] : ran.problems)]
    const steps = ran.blocks.reduce((sum, block) => sum + block.steps, 0)
    report(id, `${words.looked({ ...checked, steps })}${isWritten ? `  ${words.written}` : ''}`, problems)
  }
  for (const id of chosen.filter((one) => exams.includes(one))) {
    const { exam, problems } = await readExamFile(cli, id)
    const checked = exam === undefined ? { problems: [], variants: 0 } : await checkExam(exam, await readExamCourse(cli))
    report(id, examMessages(cli.language).checked(checked.variants), [...problems, ...checked.problems])
  }
  cli.out(broken === 0 ? words.kept : words.broken(broken))
  return broken === 0 ? 0 : 1
}
