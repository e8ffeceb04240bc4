/**
 * Further variants of a practice section: `variants/<name>/`, laid over the section's own files. What a variant does not have is the
 * section's; of its Markdown the front matter and the sections that it has take the places of those of the same anchors.
 */
import { parseProse } from './prose.ts'
import { pathOf, type TaskSource } from './reading.ts'

/** The name of the section's own task beside its variants; no folder has it. */
export const PLAIN = 'default'

const FOLDER = /^variants\/([^/]+)\//u

/** Folders that a variant replaces as a whole: nothing of the section's solution is right beside that of the variant. */
const WHOLE = ['solution/', 'wrong/'] as const

/** Names of the folders below `variants/`, in their order. */
export const variantsOf = ({ files }: TaskSource): readonly string[] => [
  ...new Set(Object.keys(files).flatMap((path) => FOLDER.exec(path)?.[1] ?? [])),
]

/** A variant's own files, as a folder of their own: what an author wrote, with its lines. */
export const ownFilesOf = ({ id, folder, files }: TaskSource, name: string): TaskSource => {
  const prefix = `variants/${name}/`
  const own = Object.entries(files).filter(([path]) => path.startsWith(prefix))
  return {
    id,
    variant: name,
    folder: `${folder}/variants/${name}`,
    files: Object.fromEntries(own.map(([path, text]) => [path.slice(prefix.length), text])),
  }
}

/** The section without its variants. */
const plainOf = (source: TaskSource): TaskSource => ({
  ...source,
  files: Object.fromEntries(Object.entries(source.files).filter(([path]) => !FOLDER.test(path))),
})

/** The files of a variant, as {@link readTask} reads them; the section's own for {@link PLAIN}. */
export const layVariant = (source: TaskSource, name: string): TaskSource => {
  const plain = plainOf(source)
  if (name === PLAIN) return plain
  const own = ownFilesOf(source, name)
  const replaced = WHOLE.filter((folder) => Object.keys(own.files).some((path) => path.startsWith(folder)))
  const kept = Object.entries(plain.files).filter(([path]) => !replaced.some((folder) => path.startsWith(folder)))
  const laid = Object.entries(own.files).map(([path, text]): readonly [string, string] => {
    const below = plain.files[path]
    return [path, /^(?:en|ko)\.md$/u.test(path) && below !== undefined ? layProse(below, text) : text]
  })
  return {
    ...own,
    files: Object.fromEntries([...kept, ...laid]),
    origins: Object.fromEntries(
      kept.filter(([path]) => own.files[path] === undefined).map(([path]) => [path, pathOf(plain, path)]),
    ),
  }
}

const FRONT_MATTER = /^---\r?\n[\s\S]*?\n---\r?\n/u

/** Sections stand in the order of the text below; those that only the upper one has follow. */
const layProse = (below: string, above: string): string => {
  const [lower, upper] = [below, above].map((text) => parseProse(text, '').prose.sections)
  const own = new Map((upper ?? []).map((section) => [section.id, section]))
  const known = new Set((lower ?? []).map(({ id }) => id))
  const sections = [
    ...(lower ?? []).map((section) => own.get(section.id) ?? section),
    ...(upper ?? []).filter(({ id }) => !known.has(id)),
  ]
  const front = FRONT_MATTER.exec(above)?.[0] ?? FRONT_MATTER.exec(below)?.[0] ?? ''
  return `${front}\n${sections.map(({ id, heading, markdown }) => `## ${heading} {#${id}}\n\n${markdown}\n`).join('\n')}`
}
