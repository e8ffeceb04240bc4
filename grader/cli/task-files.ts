/** The course as the commands need it, read from tasks/. */
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { renderContentProblem, type ContentProblem } from '../../src/course/problem.ts'
import { readCourse } from '../../src/course/read-course.ts'
import type { Section } from '../../src/course/read-section.ts'
import type { Task } from '../../src/course/read-task.ts'
import { readSectionFolder } from '../../src/node/read-files.ts'
import type { Cli } from './cli.ts'
import { nearest } from '../../src/kubernetes/nearest.ts'
import { Problem } from './problem.ts'

const folderOf = (cli: Pick<Cli, 'root'>, id: string): string => fileURLToPath(new URL(`tasks/${id}/`, cli.root))

/** Mistakes of the author's are not the learner's: all of them are named, and nothing is graded. */
function requireSound(path: string, problems: readonly ContentProblem[]): void {
  if (problems.length > 0)
    throw new Problem('course-unreadable', { path, reason: problems.map(renderContentProblem).join('; ') })
}

async function orUnreadable<Value>(path: string, read: () => Promise<Value>): Promise<Value> {
  try {
    return await read()
  } catch (error) {
    throw new Problem('course-unreadable', { path, reason: error instanceof Error ? error.message : String(error) }, error)
  }
}

/** The ids of the course's sections, in its order. */
export async function readTaskIds(cli: Pick<Cli, 'root'>): Promise<readonly string[]> {
  const path = fileURLToPath(new URL('tasks/course.yaml', cli.root))
  const { course, problems } = readCourse(await orUnreadable(path, () => readFile(path, 'utf8')), 'tasks/course.yaml')
  requireSound(path, problems)
  return course.sections.map(({ id }) => id)
}

/** The section of this id; a problem that names the nearest where there is none. */
export async function requireSection(cli: Pick<Cli, 'root'>, id: string): Promise<Section> {
  const ids = await readTaskIds(cli)
  if (!ids.includes(id))
    throw new Problem('unknown-task', { given: id, nearest: nearest(id, ids)[0] ?? '', tasks: ids.join(', ') })
  const folder = folderOf(cli, id)
  const { section, problems } = await orUnreadable(folder, () => Promise.resolve(readSectionFolder(folder, id)))
  requireSound(folder, problems)
  return section
}

/** The section, where it is one of practice; a problem that says how questions are asked where it is not. */
export async function requireTask(cli: Pick<Cli, 'root'>, id: string): Promise<Task> {
  const section = await requireSection(cli, id)
  if (section.kind === 'concept') throw new Problem('section-is-concept', { section: id })
  return section
}

/** The tasks that are done in the same cluster as this one. */
export async function requireOtherTasks(cli: Pick<Cli, 'root'>, id: string): Promise<readonly Task[]> {
  const others = (await readTaskIds(cli)).filter((other) => other !== id)
  const sections = await Promise.all(others.map((other) => requireSection(cli, other)))
  return sections.filter((section) => section.kind === 'practice')
}

/** The commands of the solution where the author gave some, else its manifests. */
export async function readSolution(cli: Pick<Cli, 'root'>, id: string): Promise<string> {
  const folder = `${folderOf(cli, id)}solution/`
  const names = (await orUnreadable(folder, () => readdir(folder))).sort()
  const shown = names.includes('commands.sh') ? ['commands.sh'] : names
  const texts = await Promise.all(shown.map((name) => readFile(folder + name, 'utf8')))
  return texts.join('---\n')
}
