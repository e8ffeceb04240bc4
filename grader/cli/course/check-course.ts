/** `grade course check`: the author's contract over all sections, and their console blocks run on a cluster. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkSection } from '../../../src/course/check/check-section.ts'
import { checkGlossary } from '../../../src/course/check/check-terms.ts'
import type { LinkTargets } from '../../../src/course/check/check-prose.ts'
import { checkExam } from '../../../src/course/exam/check-exam.ts'
import { renderContentProblem, type ContentProblem } from '../../../src/course/problem.ts'
import type { TaskSource } from '../../../src/course/reading.ts'
import { CATALOGUE } from '../../../src/grading/catalogue.ts'
import { readGlossaryFile, readWholeSource } from '../../../src/node/read-files.ts'
import { isExamFile, readExamCourse, readExamFile, readExamIds } from '../../exam/course-files.ts'
import { paint } from '../../reports/layout.ts'
import type { Cli } from '../../terminal/cli.ts'
import { styleOf } from '../formats.ts'
import { courseMessages } from '../../terminal/messages/course.ts'
import { examMessages } from '../../terminal/messages/exam.ts'
import { readTaskIds } from '../../course/task-files.ts'
import { chosenOf } from './chosen-sections.ts'
import { consoleTextsOf } from './console-texts.ts'
import { runBlocks, type RanBlock } from './run-blocks.ts'
import { tryBlocks } from './try-blocks.ts'

export interface CheckCourseOptions {
  /** Console blocks are run on a cluster; false with `--no-run`. */
  readonly run: boolean
  /** What was printed takes the place of what is written, in every language. */
  readonly write?: boolean
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

interface RanTexts {
  readonly steps: number
  readonly isWritten: boolean
  readonly problems: readonly ContentProblem[]
}

/** The console blocks of a section and of its variants. */
const runTexts = async (cli: Cli, source: TaskSource, { write = false }: CheckCourseOptions): Promise<RanTexts> => {
  let [steps, isWritten] = [0, false]
  const problems: ContentProblem[] = []
  for (const text of consoleTextsOf(source)) {
    const ran = await runBlocks(cli.root, text)
    const tried = await tryBlocks(cli.root, text)
    steps += ran.blocks.reduce((sum, block) => sum + block.steps, tried.steps)
    problems.push(...tried.problems)
    if (write && ran.problems.length > 0) {
      await writeBlocks(fileURLToPath(new URL(text.folder, cli.root)), ran.blocks)
      isWritten = true
    } else problems.push(...ran.problems)
  }
  return { steps, isWritten, problems }
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
    ...(glossary === undefined ? {} : { terms: new Map(glossary.terms.map((term) => [term.id, term])) }),
  }
  const exams = await readExamIds(cli)
  const inGlossary =
    glossary === undefined ? [] : [...glossary.problems, ...checkGlossary(glossary.terms, 'tasks/glossary.yaml')]
  for (const problem of inGlossary) cli.out(renderContentProblem(problem))
  let broken = inGlossary.length
  const report = (id: string, looked: string, problems: readonly ContentProblem[]): void => {
    const style = styleOf(cli)
    broken += problems.length
    const mark = problems.length === 0 ? paint(style, 'green', '✔') : paint(style, 'red', '✘')
    cli.out(`${mark} ${id}  ${looked}`)
    for (const problem of problems) cli.out(`    ${renderContentProblem(problem).replaceAll('\n', '\n      ')}`)
  }
  // An exam need not stand in the course: it is named by its file as for other commands.
  const [files, named] = [wanted.filter(isExamFile), wanted.filter((one) => !isExamFile(one))]
  const chosen = wanted.length > 0 && named.length === 0 ? [] : chosenOf([...ids, ...exams], named)
  for (const id of chosen.filter((one) => ids.includes(one))) {
    const folder = join(tasks, id)
    const source = readWholeSource(folder, id)
    const checked = await checkSection(source, targets)
    const ran = options.run ? await runTexts(cli, source, options) : { steps: 0, isWritten: false, problems: [] }
    const looked = words.looked({ ...checked, steps: ran.steps })
    report(id, `${looked}${ran.isWritten ? `  ${words.written}` : ''}`, [...checked.problems, ...ran.problems])
  }
  for (const id of [...chosen.filter((one) => exams.includes(one)), ...files]) {
    const { exam, problems } = await readExamFile(cli, id)
    const checked = exam === undefined ? { problems: [], variants: 0 } : await checkExam(exam, await readExamCourse(cli))
    report(id, examMessages(cli.language).checked(checked.variants), [...problems, ...checked.problems])
  }
  cli.out(broken === 0 ? words.kept : words.broken(broken))
  return broken === 0 ? 0 : 1
}
