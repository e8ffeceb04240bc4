/** Runs the console blocks of a section's prose, and compares what they print with what is written. */
import { isDeepStrictEqual } from 'node:util'
import { readConsole, shows, writeConsole, type ConsoleStep } from '../../../src/course/console.ts'
import type { Fence } from '../../../src/course/fences.ts'
import type { ContentProblem } from '../../../src/course/problem.ts'
import { openConsole, type ConsoleSession } from './console-session.ts'
import type { ConsoleText } from './console-texts.ts'

/** A block as it is written, and as it would be with what was printed. */
export interface RanBlock {
  readonly fence: Fence
  readonly steps: number
  readonly written: string
}

export interface RanBlocks {
  readonly blocks: readonly RanBlock[]
  readonly problems: readonly ContentProblem[]
}

const RETRY_MS = 200
const PATIENCE_MS = 3000

/** A cluster takes a moment to settle: a step that prints something else is run again for a while. */
const runStep = async (session: ConsoleSession, { command, output }: ConsoleStep): Promise<ConsoleStep> => {
  const until = Date.now() + PATIENCE_MS
  for (;;) {
    const printed = await session.run(command)
    if (shows(output, printed)) return { command, output }
    if (Date.now() > until) return { command, output: printed.all }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
  }
}

const describe = (written: readonly ConsoleStep[], ran: readonly ConsoleStep[]): string =>
  ran
    .filter((step, index) => !isDeepStrictEqual(step, written[index]))
    .map(({ command, output }) => `$ ${command}\n${output}`)
    .join('\n')

/** Blocks that are marked `run=STATE`; those of one state share a cluster, in their order. */
export async function runBlocks(root: URL, { folder, blocks: written, files }: ConsoleText): Promise<RanBlocks> {
  const blocks: RanBlock[] = []
  const problems: ContentProblem[] = []
  const fences = written.flatMap(({ fence, settings: { run } }) => (run === undefined ? [] : [{ fence, state: run }]))
  for (const state of new Set(fences.map((one) => one.state))) {
    const session = await openConsole(root, files[state] ?? '')
    try {
      for (const { fence } of fences.filter((one) => one.state === state)) {
        const written = readConsole(fence.text)
        const ran: ConsoleStep[] = []
        for (const step of written) ran.push(await runStep(session, step))
        blocks.push({ fence, steps: ran.length, written: writeConsole(ran) })
        if (!isDeepStrictEqual(ran, written))
          problems.push({
            file: `${folder}/en.md`,
            line: fence.line,
            column: 1,
            message: `the cluster prints something else; --write takes it over:\n${describe(written, ran)}`,
          })
      }
    } finally {
      await session.close()
    }
  }
  return { blocks, problems }
}
