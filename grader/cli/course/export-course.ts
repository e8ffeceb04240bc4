/** `grade course export`: the questions of concept sections for a learning platform. */
import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { poseConcept } from '../../../src/course/pose-concept.ts'
import { renderContentProblem } from '../../../src/course/problem.ts'
import { readSectionFolder } from '../../../src/node/read-files.ts'
import type { Bank, BankSection } from '../../reports/questions/bank.ts'
import { toMoodleXml } from '../../reports/questions/moodle-xml.ts'
import { toQtiFiles } from '../../reports/questions/qti.ts'
import { writeZip } from '../../reports/questions/write-zip.ts'
import type { Cli } from '../../terminal/cli.ts'
import { chooseFormat } from '../formats.ts'
import { courseMessages } from '../../terminal/messages/course.ts'
import { Problem } from '../../terminal/problem.ts'
import { readTaskIds } from '../../course/task-files.ts'
import { chosenOf } from './chosen-sections.ts'

export interface ExportCourseOptions {
  readonly format: string
  readonly output?: string
}

const FORMATS: Readonly<Record<string, (bank: Bank) => string | Buffer>> = {
  moodle: toMoodleXml,
  qti: (bank) => writeZip(toQtiFiles(bank)),
}

/** Undefined for a section that has no questions. */
const readBank = async (cli: Cli, id: string): Promise<BankSection | undefined> => {
  const folder = fileURLToPath(new URL(`tasks/${id}/`, cli.root))
  const { section, problems } = readSectionFolder(folder, id)
  if (section.kind !== 'concept') return undefined
  const posed = await poseConcept(section)
  const [problem] = [...problems, ...posed.problems]
  if (problem !== undefined) throw new Problem('course-unreadable', { path: folder, reason: renderContentProblem(problem) })
  const questions = posed.questions.map((question) => {
    const state = question.state === undefined ? undefined : section.states[question.state]
    return { question, ...(state === undefined ? {} : { state }) }
  })
  return { id, title: section.title[cli.language], questions }
}

/** 0: written. */
export async function exportCourse(
  cli: Cli,
  wanted: readonly string[],
  { format, output }: ExportCourseOptions,
): Promise<number> {
  const words = courseMessages(cli.language)
  const write = chooseFormat(format, FORMATS)
  if (output === undefined) throw new Problem('export-no-file')
  const ids = chosenOf(await readTaskIds(cli), wanted)
  const read = await Promise.all(ids.map((id) => readBank(cli, id)))
  const sections = read.filter((section) => section !== undefined)
  const count = sections.reduce((sum, { questions }) => sum + questions.length, 0)
  if (count === 0) throw new Problem('export-no-questions', { sections: ids.join(', ') })
  const contents = write({ language: cli.language, sections })
  await writeFile(output, contents).catch((error: unknown) => {
    throw new Problem(
      'output-unwritable',
      { path: output, reason: error instanceof Error ? error.message : String(error) },
      error,
    )
  })
  cli.err(words.exported(count, sections.length, output))
  return 0
}
