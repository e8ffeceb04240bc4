/** Exams and the course they draw from, read from disk. */
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createExamCourse, type ExamCourse } from '../../src/course/exam/exam-course.ts'
import type { Exam } from '../../src/course/exam/exam.ts'
import { readExam } from '../../src/course/exam/read-exam.ts'
import { renderContentProblem, type ContentProblem } from '../../src/course/problem.ts'
import { nearest } from '../../src/kubernetes/nearest.ts'
import { readWholeSource } from '../../src/node/read-files.ts'
import type { Cli } from '../terminal/cli.ts'
import { Problem } from '../terminal/problem.ts'
import { readTaskIds } from '../course/task-files.ts'
import { systemErrorCode } from '../daemon/private-files.ts'

const folderOf = ({ root }: Pick<Cli, 'root'>): string => fileURLToPath(new URL('tasks/exams/', root))

/** Ids of the exams that the course has. */
export async function readExamIds(cli: Pick<Cli, 'root'>): Promise<readonly string[]> {
  const names = await readdir(folderOf(cli)).catch((error: unknown) => {
    if (systemErrorCode(error) === 'ENOENT') return []
    throw error
  })
  return names
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.slice(0, -'.yaml'.length))
    .sort()
}

/** Whether an exam is named by its file, which may stand anywhere. */
export const isExamFile = (given: string): boolean => /\.ya?ml$/u.test(given)

/** An exam by its id, or by the path of its file. */
export async function requireExam(cli: Pick<Cli, 'root'>, given: string): Promise<Exam> {
  const { exam, problems, path } = await readExamFile(cli, given)
  if (exam === undefined || problems.length > 0)
    throw new Problem('course-unreadable', { path, reason: problems.map(renderContentProblem).join('; ') })
  return exam
}

interface ReadFile {
  readonly path: string
  readonly exam?: Exam
  readonly problems: readonly ContentProblem[]
}

/** With its mistakes, for its author. Fails with `unknown-exam` where there is no such file. */
export async function readExamFile(cli: Pick<Cli, 'root'>, given: string): Promise<ReadFile> {
  const isPath = isExamFile(given)
  const path = isPath ? given : `${folderOf(cli)}${given}.yaml`
  const text = await readFile(path, 'utf8').catch(async (error: unknown) => {
    if (systemErrorCode(error) !== 'ENOENT') throw error
    const exams = await readExamIds(cli)
    throw new Problem('unknown-exam', { given, nearest: nearest(given, exams)[0] ?? '', exams: exams.join(', ') }, error)
  })
  const name = path.split(/[\\/]/u).at(-1) ?? path
  const id = name.replace(/\.ya?ml$/u, '')
  return { path, ...readExam(id, text, isPath ? path : `tasks/exams/${name}`) }
}

/** All sections of the course. */
export async function readExamCourse(cli: Pick<Cli, 'root'>): Promise<ExamCourse> {
  const ids = await readTaskIds(cli)
  const sources = ids.map((id) => [id, readWholeSource(fileURLToPath(new URL(`tasks/${id}/`, cli.root)), id)] as const)
  return createExamCourse(new Map(sources))
}
