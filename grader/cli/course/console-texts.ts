/** The texts whose console blocks are run: a section's own and those of its variants, with the values that parameters have by default. */
import { findFences, readInfo, type Fence } from '../../../src/course/fences.ts'
import { substitute } from '../../../src/course/parameters.ts'
import { readTask } from '../../../src/course/read-task.ts'
import type { TaskSource } from '../../../src/course/reading.ts'
import { layVariant, ownFilesOf, PLAIN, variantsOf } from '../../../src/course/variants.ts'

/** A block with what stands behind its fence. */
export interface ConsoleBlock {
  readonly fence: Fence
  readonly settings: Readonly<Record<string, string>>
}

/** One Markdown text of an author, and the files that its blocks may name. */
export interface ConsoleText {
  /** Where it stands, as messages show it. */
  readonly folder: string
  /** Blocks of both languages are the same, so these are those of English. */
  readonly blocks: readonly ConsoleBlock[]
  /** By their paths within the section's folder. */
  readonly files: TaskSource['files']
}

const blocksOf = (text: string): readonly ConsoleBlock[] =>
  findFences(text).flatMap((fence) => {
    const { language, settings } = readInfo(fence.info)
    return language === 'console' ? [{ fence, settings }] : []
  })

/** The section's own text first. `source` is the whole folder. */
export const consoleTextsOf = (source: TaskSource): readonly ConsoleText[] =>
  [PLAIN, ...variantsOf(source)].map((name) => {
    const laid = layVariant(source, name)
    const { parameters } = readTask(laid).task
    const own = name === PLAIN ? laid : ownFilesOf(source, name)
    const files = Object.entries(laid.files).map(([path, text]) => [path, substitute(text, parameters)] as const)
    return {
      folder: own.folder,
      blocks: blocksOf(substitute(own.files['en.md'] ?? '', parameters)),
      files: Object.fromEntries(files),
    }
  })
