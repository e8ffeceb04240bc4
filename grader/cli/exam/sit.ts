/** What a learner does in an exam: begin, and look what is asked and how much time is left. */
import type { ExamEnvironment } from '../../../src/course/exam/exam.ts'
import { receiptOf } from '../../../src/course/exam/event-log.ts'
import { titleOf, windowOf, type ExamPaper } from '../../../src/course/exam/paper.ts'
import { openSlots, stateOf } from '../../../src/course/exam/slots.ts'
import { dueAnnouncement } from '../../../src/course/exam/time.ts'
import type { StatePaths } from '../../terminal/paths.ts'
import { readIfPresent, writePrivateFile } from '../../daemon/private-files.ts'
import {
  createAttempt,
  findAttempt,
  leftMs,
  readAnswers,
  readEvents,
  record,
  requireAttempt,
  type Attempt,
} from '../../exam/attempt.ts'
import { ensureInvigilator } from '../../exam/invigilator.ts'
import { openPackage } from '../../exam/seal.ts'
import { prepareSlots } from '../../exam/work.ts'
import { alignColumns } from '../../reports/layout.ts'
import { renderPairs, type Cli } from '../../terminal/cli.ts'
import { examMessages } from '../../terminal/messages/exam.ts'
import { examPageMessages } from '../../terminal/messages/exam-page.ts'
import type { PlaceName } from '../../environments/place.ts'
import { Problem } from '../../terminal/problem.ts'
import { readVersion } from '../version.ts'
import { ensureCluster } from './attempt-cluster.ts'
import { readNamed } from './new-exam.ts'

export interface StartExamOptions {
  /** Where the attempt has its cluster; the embedded one where absent. */
  readonly on?: PlaceName
  readonly code?: string
  readonly agree?: boolean
}

const MINUTE_MS = 60_000
const INDENT = '  '

/** The learner's own state directory: while an exam runs, other commands have that of its cluster. */
export const homeOf = (cli: Pick<Cli, 'exam' | 'paths'>): StatePaths => cli.exam ?? cli.paths

/** What is written to submissions as the program that made them. */
export const programOf = async (cli: Cli): Promise<string> => `netgrade ${await readVersion(cli.root)}`

/** Fails outside of the window that holds for the learner. */
function requireOpen({ exam, learner }: ExamPaper): void {
  const { opens, closes } = windowOf(exam, learner)
  const now = Date.now()
  if (opens !== undefined && now < Date.parse(opens)) throw new Problem('exam-not-open', { opens })
  if (closes !== undefined && now >= Date.parse(closes)) throw new Problem('exam-closed', { closes })
}

/** Fails with `exam-environment` where the exam's author has not allowed it. */
function environmentFor({ exam }: ExamPaper, { on = 'embedded' }: StartExamOptions): ExamEnvironment {
  const environment = exam.environments.find((one) => one === on)
  if (environment === undefined) throw new Problem('exam-environment', { given: on, choices: exam.environments.join(', ') })
  return environment
}

/** `grade exam start PACKAGE`: begins, or goes on after a crash. */
export async function startExam(cli: Cli, path: string, options: StartExamOptions): Promise<number> {
  const words = examMessages(cli.language)
  const code = options.code ?? cli.environment['NETGRADE_EXAM_CODE']
  if (code === undefined) throw new Problem('exam-code-missing')
  const paper = await openPackage(await readNamed(path), path, code)
  const running = await findAttempt(homeOf(cli))
  if (running !== undefined && running.paper.variant !== paper.variant)
    throw new Problem('exam-running', { exam: running.paper.exam.title[cli.language] })
  if (running === undefined) {
    requireOpen(paper)
    const { honour } = paper.exam
    if (honour !== undefined && options.agree !== true)
      throw new Problem('exam-needs-consent', { statement: honour[cli.language] })
  }
  const attempt = running ?? (await createAttempt(homeOf(cli), paper, environmentFor(paper, options)))
  const events = await readEvents(attempt)
  const isFresh = events.length === 0
  if (events.some(({ kind }) => kind === 'end')) return showStatus(cli, attempt)
  // Making a real cluster takes a while, which is not the learner's.
  await ensureCluster(cli, attempt)
  const event = await record(attempt, isFresh ? 'start' : 'resume', { program: await programOf(cli) })
  for (const refusal of await prepareSlots(attempt, openSlots(paper, events)))
    cli.err(`  ${cli.messages.start.refused}: ${refusal}`)
  await ensureInvigilator(attempt, cli.root, homeOf(cli).home)
  const title = paper.exam.title[cli.language]
  cli.out(isFresh ? words.started(title, paper.learner.name) : words.resumed(title))
  cli.out(words.receipt(receiptOf(event.hash)))
  return showStatus(cli, attempt)
}

/** Time that is left, in minutes begun. */
const minutesLeft = (ms: number): number => Math.ceil(ms / MINUTE_MS)

/** `grade exam status`. */
export async function examStatus(cli: Cli): Promise<number> {
  return showStatus(cli, await requireAttempt(homeOf(cli)))
}

async function showStatus(cli: Cli, attempt: Attempt): Promise<number> {
  const words = examMessages(cli.language)
  const { paper } = attempt
  const [events, answers] = await Promise.all([readEvents(attempt), readAnswers(attempt)])
  const left = leftMs(attempt, events)
  const rows = paper.items.map((item) => {
    const state = stateOf(paper, item.slot, events)
    // What a lock keeps is not told before it is opened.
    const title = state === 'locked' ? '…' : (titleOf(item)[cli.language].split('\n')[0] ?? '')
    const notes = [
      words.points(item.points),
      ...(Object.hasOwn(answers, item.id) ? [words.answered] : []),
      ...(state === 'closed' ? [words.closed] : state === 'locked' ? [words.locked] : []),
    ]
    return [item.id, notes.join(', '), title]
  })
  const table = alignColumns(rows, cli.width - INDENT.length).map((line) => `${INDENT}${line}`)
  cli.out(`${left === 0 ? words.over : words.left(minutesLeft(left))}\n\n${words.items}\n${table.join('\n')}`)
  const first = paper.items.find(({ slot }) => stateOf(paper, slot, events) === 'open')?.id ?? ''
  const pairs = [
    [`eval "$(npx grade env${attempt.environment === 'kind' ? ' --on kind' : ''})"`, cli.messages.up.useKubectl],
    [`npx grade exam show ${first}`, words.nextShow],
    [`npx grade ${first}`, words.nextGrade],
    ['npx grade exam serve', examPageMessages(cli.language).next],
    ['npx grade exam submit', words.nextSubmit],
  ] as const
  if (left > 0) cli.err(`\n${words.next}\n${renderPairs(pairs)}`)
  return 0
}

/** Tells that little time is left, once for each of its bounds, and sees to it that the attempt is kept. */
export async function announce(cli: Cli, attempt: Attempt): Promise<void> {
  await ensureInvigilator(attempt, cli.root, homeOf(cli).home)
  const file = `${attempt.folder}/told`
  const told = ((await readIfPresent(file)) ?? '')
    .split(' ')
    .filter((text) => text !== '')
    .map(Number)
  const left = leftMs(attempt, await readEvents(attempt))
  const due = dueAnnouncement(left, told)
  if (due === undefined) return
  await writePrivateFile(file, [...told, due].join(' '))
  // A command may come late, and an attempt be shorter than the bound.
  cli.err(examMessages(cli.language).announced(minutesLeft(left)))
}

/** Runs until the attempt has ended; started by {@link startExam}. */
export async function invigilateExam(cli: Cli): Promise<number> {
  const { invigilate } = await import('../../exam/invigilator.ts')
  await invigilate(await requireAttempt(homeOf(cli)), await programOf(cli))
  return 0
}
