/** `grade exam serve`: the exam as a page. */
import type { Language } from '../../../src/grading/words.ts'
import { findAttempt, requireAttempt } from '../../exam/attempt.ts'
import { ensureInvigilator } from '../../exam/invigilator.ts'
import { servePage } from '../../exam/page/serve.ts'
import { systemErrorCode } from '../../daemon/private-files.ts'
import type { Cli } from '../../terminal/cli.ts'
import { examPageMessages } from '../../terminal/messages/exam-page.ts'
import { messagesIn } from '../../terminal/messages/messages.ts'
import { Problem } from '../../terminal/problem.ts'
import { toProblem } from '../render-problem.ts'
import { homeOf, programOf } from './sit.ts'

const LOOK_MS = 2000

/** In one paragraph, as a page has no columns. */
const tell = ({ code, detail }: Problem, language: Language): string => {
  const { what, why, todo } = messagesIn(language).problems[code](detail)
  return [what, why, todo].filter((text) => text !== undefined && text !== '').join(' ')
}

/** Runs until the exam is closed, or until it is interrupted: then the exam goes on. */
export async function serveExam(cli: Cli, port: number | undefined): Promise<number> {
  const { home } = homeOf(cli)
  await requireAttempt({ home })
  const options = {
    home,
    root: cli.root,
    language: cli.language,
    program: await programOf(cli),
    toProblem,
    tell,
    attend: (attempt: Parameters<typeof ensureInvigilator>[0]) => ensureInvigilator(attempt, cli.root, home),
  }
  const { server, url } = await servePage(options, port).catch((error: unknown) => {
    if (systemErrorCode(error) === undefined) throw error
    throw new Problem('exam-page-port', { port: String(port ?? ''), reason: String(systemErrorCode(error)) }, error)
  })
  cli.out(examPageMessages(cli.language).serving(url))
  while ((await findAttempt({ home })) !== undefined) await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  server.closeAllConnections()
  server.close()
  cli.out(examPageMessages(cli.language).ended)
  return 0
}
