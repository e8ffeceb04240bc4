/** The course as the commands need it, read from tasks/. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { renderContentProblem, type ContentProblem } from '../../src/course/problem.ts'
import { readCourse } from '../../src/course/read-course.ts'
import type { Section } from '../../src/course/read-section.ts'
import type { Task } from '../../src/course/read-task.ts'
import { solutionOf } from '../../src/course/solution.ts'
import { layVariant, PLAIN } from '../../src/course/variants.ts'
import { listVariants, readSectionFolder, readWholeSource } from '../../src/node/read-files.ts'
import type { Cli } from '../terminal/cli.ts'
import { nearest } from '../../src/kubernetes/nearest.ts'
import { Problem } from '../terminal/problem.ts'
import { readProgress } from './progress.ts'

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

type Place = Pick<Cli, 'root' | 'paths'>

/** Names of what a learner may choose of a section: its own task first. */
export const variantNames = (cli: Pick<Cli, 'root'>, id: string): readonly string[] => [
  PLAIN,
  ...listVariants(folderOf(cli, id)),
]

/** The variant of that name, or without one the variant that the learner chose, unless the course has it no longer. */
async function chooseVariant(cli: Place, id: string, given: string | undefined): Promise<string> {
  const wanted = given ?? (await readProgress(cli.paths))[id]?.chosen?.variant ?? PLAIN
  if (wanted === PLAIN) return PLAIN
  const names = variantNames(cli, id)
  if (names.includes(wanted)) return wanted
  // A section of questions has no variants at all, which its command says.
  if (given === undefined || !existsSync(`${folderOf(cli, id)}start.yaml`)) return PLAIN
  throw new Problem('unknown-variant', {
    given,
    task: id,
    nearest: nearest(given, names)[0] ?? '',
    variants: names.join(', '),
  })
}

/**
 * The section of this id; a problem that names the nearest where there is none. A section of practice is the variant that is named, or
 * that the learner chose.
 */
export async function requireSection(cli: Place, id: string, variant?: string): Promise<Section> {
  const ids = await readTaskIds(cli)
  if (!ids.includes(id))
    throw new Problem('unknown-task', { given: id, nearest: nearest(id, ids)[0] ?? '', tasks: ids.join(', ') })
  const folder = folderOf(cli, id)
  const chosen = await chooseVariant(cli, id, variant)
  const { section, problems } = await orUnreadable(folder, () => Promise.resolve(readSectionFolder(folder, id, chosen)))
  requireSound(folder, problems)
  return section
}

/** The section, where it is one of practice; a problem that says how questions are asked where it is not. */
export async function requireTask(cli: Place, id: string, variant?: string): Promise<Task> {
  const section = await requireSection(cli, id, variant)
  if (section.kind === 'concept') throw new Problem('section-is-concept', { section: id })
  return section
}

/** What a learner calls a task: `3-3`, or `3-3 egress` where it is a variant. */
export const nameOf = ({ id, variant }: { readonly id: string; readonly variant?: string | undefined }): string =>
  variant === undefined ? id : `${id} ${variant}`

/** The tasks that are done in the same cluster as this one. */
export async function requireOtherTasks(cli: Place, id: string): Promise<readonly Task[]> {
  const others = (await readTaskIds(cli)).filter((other) => other !== id)
  const sections = await Promise.all(others.map((other) => requireSection(cli, other)))
  return sections.filter((section) => section.kind === 'practice')
}

/** The commands of the solution where the author gave some, else its manifests. */
export async function readSolution(cli: Pick<Cli, 'root'>, { id, variant, parameters }: Task): Promise<string> {
  const folder = folderOf(cli, id)
  const source = await orUnreadable(folder, () => Promise.resolve(readWholeSource(folder, id)))
  return solutionOf(layVariant(source, variant ?? PLAIN), parameters)
}
