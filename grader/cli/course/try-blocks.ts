/** Runs the console blocks by which a learner tries whether a task is done: they have to print something else once its solution stands. */
import { normalizeOutput, readConsole } from '../../../src/course/console.ts'
import type { ContentProblem } from '../../../src/course/problem.ts'
import { openConsole, type ConsoleSession } from './console-session.ts'
import type { ConsoleBlock, ConsoleText } from './console-texts.ts'

export interface TriedBlocks {
  /** Commands that were run. */
  readonly steps: number
  readonly problems: readonly ContentProblem[]
}

const RETRY_MS = 200
const PATIENCE_MS = 5000
const SOLUTION = /^solution\/.*\.ya?ml$/u

/** One shell for the block, as commands may set variables for those after them. */
const scriptOf = ({ fence }: ConsoleBlock): string =>
  readConsole(fence.text)
    .map(({ command }) => command)
    .join('\n')

/** What a block prints; a cluster takes a moment to settle, so it is asked again while nothing has changed. */
const runAgain = async (session: ConsoleSession, script: string, before: string): Promise<string> => {
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const printed = normalizeOutput((await session.run(script)).all)
    if (printed !== before || Date.now() > until) return printed
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
  }
}

/** Blocks that are marked `try`, each before and after the solution is applied to the start state. */
export async function tryBlocks(root: URL, { folder, blocks, files }: ConsoleText): Promise<TriedBlocks> {
  const tries = blocks.filter(({ settings }) => settings['try'] !== undefined)
  if (tries.length === 0) return { steps: 0, problems: [] }
  const solution = Object.entries(files).flatMap(([path, text]) => (SOLUTION.test(path) ? [text] : []))
  const session = await openConsole(root, files['start.yaml'] ?? '')
  try {
    const before: string[] = []
    for (const block of tries) before.push(normalizeOutput((await session.run(scriptOf(block))).all))
    await session.apply(solution.join('---\n'))
    const problems: ContentProblem[] = []
    for (const [index, block] of tries.entries()) {
      const printed = await runAgain(session, scriptOf(block), before[index] ?? '')
      if (printed === before[index])
        problems.push({
          file: `${folder}/en.md`,
          line: block.fence.line,
          column: 1,
          message: `prints the same with the solution as without it:\n${printed}`,
        })
    }
    return { steps: tries.reduce((sum, { fence }) => sum + readConsole(fence.text).length, 0), problems }
  } finally {
    await session.close()
  }
}
