/** Reading the course and manifests from disk: the one room of src that may import node: modules. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { readGlossary, type ReadGlossary } from '../course/read-glossary.ts'
import { readTask, type ReadTask } from '../course/read-task.ts'
import { readSection, type ReadSection } from '../course/read-section.ts'
import type { TaskSource } from '../course/reading.ts'
import type { Parameters } from '../course/parameters.ts'
import { layVariant, PLAIN } from '../course/variants.ts'

/** Paths of all files below a folder, relative to it and sorted, with `/` between their parts. */
async function listFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split('\\').join('/'))
    .sort()
}

/** Some editors put a byte order mark before a text. */
const readText = (path: string): string => readFileSync(path, 'utf8').replace(/^\uFEFF/u, '')

/** Names of a folder's own YAML and Markdown files, each after `prefix`; none where there is no such folder. */
const listTexts = (folder: string, prefix = ''): readonly string[] =>
  existsSync(join(folder, prefix))
    ? readdirSync(join(folder, prefix), { withFileTypes: true })
        .filter((entry) => !entry.isDirectory() && /\.(?:ya?ml|md)$/u.test(entry.name))
        .map(({ name }) => prefix + name)
    : []

/**
 * What grading needs of a task: everything but its solutions' commands and its wrong answers. A dozen small files, read one after
 * the other: the thread pool would cost more than it saves when a single task is graded.
 */
export function readTaskFolder(folder: string, id: string, parameters: Parameters = {}): Promise<ReadTask> {
  return Promise.resolve(readTask(readSource(folder, id), parameters))
}

/** A section of either kind, as above, or a variant of it. */
export function readSectionFolder(folder: string, id: string, variant = PLAIN): ReadSection {
  return readSection(readSource(folder, id, variant))
}

/** What grading reads of a section's folder, and of a variant's. */
const FOLDERS = ['', 'solution/', 'states/'] as const

/** The texts of a section's folder, with those of a variant laid over them. */
export const readSource = (folder: string, id: string, variant = PLAIN): TaskSource => {
  const own = variant === PLAIN ? [] : FOLDERS.map((prefix) => `variants/${variant}/${prefix}`)
  const names = [...FOLDERS, ...own].flatMap((prefix) => listTexts(folder, prefix))
  const files = Object.fromEntries(names.map((name) => [name, readText(join(folder, name))]))
  return layVariant({ id, folder: `tasks/${id}`, files }, variant)
}

/** The names of a section's variants. */
export const listVariants = (folder: string): readonly string[] => {
  const variants = join(folder, 'variants')
  if (!existsSync(variants)) return []
  return readdirSync(variants, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
}

/** The glossary of the course whose folder is given; undefined where it has none. */
export const readGlossaryFile = (tasks: string): ReadGlossary | undefined => {
  const path = join(tasks, 'glossary.yaml')
  return existsSync(path) ? readGlossary(readText(path), 'tasks/glossary.yaml') : undefined
}

/** The same with wrong answers and all else below the folder: what an author's check looks at. */
export const readWholeSource = (folder: string, id: string): TaskSource => {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ya?ml|md|sh)$/u.test(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split('\\').join('/'))
    .sort()
  return {
    id,
    folder: `tasks/${id}`,
    files: Object.fromEntries(names.map((name) => [name, readText(join(folder, name))])),
  }
}

export interface GivenFile {
  readonly path: string
  readonly text: string
  readonly sha256: string
}

/** Names of files that are read where a folder is named. */
export const MANIFEST = /\.(?:ya?ml|json)$/iu
/** A file that is much larger than any manifest is not read at all. */
const MAX_BYTES = 64 * 1024 * 1024

/** Of a file's bytes. */
export const toGiven = (path: string, bytes: Uint8Array): GivenFile => ({
  path,
  text: Buffer.from(bytes).toString('utf8'),
  sha256: createHash('sha256').update(bytes).digest('hex'),
})

const readOne = async (path: string): Promise<GivenFile> => {
  const { size } = await stat(path)
  if (size > MAX_BYTES) return { path, text: ' '.repeat(6 * 1024 * 1024), sha256: '' }
  return toGiven(path, await readFile(path))
}

/** A folder that was named and holds no manifests. */
export class EmptyFolder extends Error {
  readonly path: string

  constructor(path: string) {
    super('there are no manifests in this folder')
    this.path = path
  }
}

/** Manifests in the order they were named; a folder gives its YAML and JSON files by name, and has to have some; `-` is standard input. */
export async function readGivenFiles(
  paths: readonly string[],
  readStdin: () => Promise<Uint8Array>,
): Promise<readonly GivenFile[]> {
  const files: GivenFile[] = []
  for (const path of paths) {
    if (path === '-') files.push(toGiven('<stdin>', await readStdin()))
    else if ((await stat(path)).isDirectory()) {
      const names = (await listFiles(path)).filter((file) => MANIFEST.test(file))
      if (names.length === 0) throw new EmptyFolder(path)
      for (const name of names) files.push(await readOne(join(path, name)))
    } else files.push(await readOne(path))
  }
  return files
}
