/** The parts of a task that commands show: its text, its start state, its solution. */
import { readdir, readFile } from 'node:fs/promises'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import type { Cli } from './cli.ts'
import type { Language } from './messages/messages.ts'
import { findNearest } from './nearest.ts'
import { Problem } from './problem.ts'

export interface TaskText {
  readonly title: string
  /** Markdown, as the author wrote it. */
  readonly task: string
  readonly hints: readonly string[]
}

export interface TaskFiles {
  readonly id: string
  readonly namespaces: readonly string[]
  readText(language: Language): Promise<TaskText>
  readStart(): Promise<readonly KubernetesObject[]>
  readSolution(): Promise<string>
}

async function read(url: URL): Promise<string> {
  try {
    return await readFile(url, 'utf8')
  } catch (error) {
    throw new Problem(
      'course-unreadable',
      { path: url.pathname, reason: error instanceof Error ? error.message : String(error) },
      error,
    )
  }
}

/** The ids of the course's sections, in its order. */
export async function readTaskIds(cli: Pick<Cli, 'root'>): Promise<readonly string[]> {
  const { parse } = await import('yaml')
  const course = parse(await read(new URL('tasks/course.yaml', cli.root))) as { sections?: readonly { id?: unknown }[] } | null
  return (course?.sections ?? []).map(({ id }) => String(id))
}

/** The task of this id; a problem that names the nearest where there is none. */
export async function requireTask(cli: Cli, id: string): Promise<TaskFiles> {
  const ids = await readTaskIds(cli)
  if (!ids.includes(id))
    throw new Problem('unknown-task', { given: id, nearest: findNearest(id, ids) ?? '', tasks: ids.join(', ') })
  const folder = new URL(`tasks/${id}/`, cli.root)
  const { parse, parseAllDocuments } = await import('yaml')
  const settings = parse(await read(new URL('task.yaml', folder))) as { namespaces?: readonly string[] } | null
  return {
    id,
    namespaces: settings?.namespaces ?? ['default'],
    readText: async (language) => splitText(await read(new URL(`${language}.md`, folder))),
    readStart: async () => {
      const documents = parseAllDocuments(await read(new URL('start.yaml', folder)))
      return ('empty' in documents ? [] : documents).flatMap((document) => {
        const object = document.toJS() as KubernetesObject | null
        return object === null ? [] : [object]
      })
    },
    readSolution: () => readSolution(new URL('solution/', folder)),
  }
}

/** The commands where the author gave some, else every manifest. */
async function readSolution(folder: URL): Promise<string> {
  const names = (await readdir(folder)).sort()
  if (names.includes('commands.sh')) return read(new URL('commands.sh', folder))
  const texts = await Promise.all(names.map(async (name) => `# ${name}\n${await read(new URL(name, folder))}`))
  return texts.join('---\n')
}

const sectionOf = (markdown: string, anchor: string): string =>
  new RegExp(`^## [^\\n]*\\{#${anchor}\\}\\n([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, 'm').exec(markdown)?.[1]?.trim() ?? ''

/** Splits the prose of a task: front matter with a title, then sections with anchors. */
export function splitText(markdown: string): TaskText {
  const title = /^title: *(.+)$/m.exec(markdown)?.[1]?.trim() ?? ''
  const hints = sectionOf(markdown, 'hints')
    .split(/^\d+\. /m)
    .map((hint) => hint.trim())
    .filter((hint) => hint !== '')
  return { title: title.replace(/^(['"])(.*)\1$/, '$2'), task: sectionOf(markdown, 'task'), hints }
}
