/** What a learner does in an exam: begin, look, answer, hand in, end. */
import { resolve } from 'node:path'
import { receiptOf } from '../../../src/course/exam/event-log.ts'
import { titleOf, windowOf, type ExamPaper, type PaperItem } from '../../../src/course/exam/paper.ts'
import { dueAnnouncement } from '../../../src/course/exam/time.ts'
import { readAnswer } from '../../../src/course/questions/judge.ts'
import { nearest } from '../../../src/kubernetes/nearest.ts'
import { ensureDaemon, stopDaemon } from '../../daemon/launch.ts'
import type { StatePaths } from '../../daemon/paths.ts'
import { readIfPresent, writePrivateFile } from '../../daemon/private-files.ts'
import { createEmbeddedEnvironment } from '../../environments/embedded.ts'
import {
  closedSlots,
  createAttempt,
  findAttempt,
  leaveAttempt,
  leftMs,
  openSlot,
  readAnswers,
  readEvents,
  record,
  requireAttempt,
  saveAnswer,
  type Attempt,
} from '../../exam/attempt.ts'
import { ensureInvigilator, stopInvigilator } from '../../exam/invigilator.ts'
import { openPackage } from '../../exam/seal.ts'
import { renderSubmission, submit } from '../../exam/submit.ts'
import { renderPairs, type Cli } from '../cli.ts'
import { examMessages } from '../messages/exam.ts'
import { writeOutput } from '../output.ts'
import { Problem } from '../problem.ts'
import { readVersion } from '../version.ts'
import { readNamed } from './new-exam.ts'

export interface StartExamOptions {
  readonly code?: string
  readonly agree?: boolean
}

const MINUTE_MS = 60_000

/** The learner's own state directory: while an exam runs, other commands have that of its cluster. */
export const homeOf = (cli: Pick<Cli, 'exam' | 'paths'>): StatePaths => cli.exam ?? cli.paths

/** What is written to submissions as the program that made them. */
const programOf = async (cli: Cli): Promise<string> => `netgrade ${await readVersion(cli.root)}`

/** Fails outside of the window that holds for the learner. */
function requireOpen({ exam, learner }: ExamPaper): void {
  const { opens, closes } = windowOf(exam, learner)
  const now = Date.now()
  if (opens !== undefined && now < Date.parse(opens)) throw new Problem('exam-not-open', { opens })
  if (closes !== undefined && now >= Date.parse(closes)) throw new Problem('exam-closed', { closes })
}

/** Slots that stand before this one, in the exam's order. */
const slotsBefore = ({ items }: ExamPaper, slot: string): readonly string[] => {
  const slots = [...new Set(items.map((item) => item.slot))]
  return slots.slice(0, slots.indexOf(slot))
}

/** Slots that a learner may work on: those up to the first lock that was not opened. */
const openSlots = ({ items, exam }: ExamPaper, opened: ReadonlySet<string>): readonly string[] => {
  const slots = [...new Set(items.map((item) => item.slot))]
  const next = slots.findIndex((slot, index) => index > 0 && exam.locks.includes(slot) && !opened.has(slot))
  return next < 0 ? slots : slots.slice(0, next)
}

/** Puts the start states of these slots' tasks into the attempt's cluster. */
async function prepareSlots(cli: Cli, attempt: Attempt, slots: readonly string[]): Promise<void> {
  const environment = createEmbeddedEnvironment(attempt.cluster)
  for (const item of attempt.paper.items)
    if (item.kind === 'task' && slots.includes(item.slot)) {
      const { refusals } = await environment.prepare(item.task.start)
      for (const refusal of refusals) cli.err(`  ${cli.messages.start.refused}: ${refusal}`)
    }
}

const openedIn = (events: Awaited<ReturnType<typeof readEvents>>): ReadonlySet<string> =>
  new Set(events.flatMap(({ kind, detail }) => (kind === 'open' ? [String(detail['slot'])] : [])))

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
  const attempt = running ?? (await createAttempt(homeOf(cli), paper))
  const events = await readEvents(attempt)
  const isFresh = events.length === 0
  if (events.some(({ kind }) => kind === 'end')) return showStatus(cli, attempt)
  const event = await record(attempt, isFresh ? 'start' : 'resume', { program: await programOf(cli) })
  await ensureDaemon(attempt.cluster, { root: cli.root })
  await prepareSlots(cli, attempt, openSlots(paper, openedIn(events)))
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
  const closed = closedSlots(events)
  const open = new Set(openSlots(paper, openedIn(events)))
  const rows = paper.items.map((item) => {
    const isOpen = open.has(item.slot)
    // What a lock keeps is not told before it is opened.
    const title = isOpen ? (titleOf(item)[cli.language].split('\n')[0] ?? '') : '…'
    const notes = [
      words.points(item.points),
      ...(Object.hasOwn(answers, item.id) ? [words.answered] : []),
      ...(closed.has(item.slot) ? [words.closed] : isOpen ? [] : [words.locked]),
    ]
    return [`${item.id}  ${title}`, notes.join(', ')] as const
  })
  cli.out(`${left === 0 ? words.over : words.left(minutesLeft(left))}\n\n${words.items}\n${renderPairs(rows)}`)
  const first = paper.items.find(({ slot }) => open.has(slot) && !closed.has(slot))?.id ?? ''
  const pairs = [
    ['eval "$(npx grade env)"', cli.messages.up.useKubectl],
    [`npx grade exam show ${first}`, words.nextShow],
    [`npx grade ${first}`, words.nextGrade],
    ['npx grade exam submit', words.nextSubmit],
  ] as const
  if (left > 0) cli.err(`\n${words.next}\n${renderPairs(pairs)}`)
  return 0
}

/** Tells that little time is left, once for each of its bounds. */
export async function announce(cli: Cli, attempt: Attempt): Promise<void> {
  const file = `${attempt.folder}/told`
  const told = ((await readIfPresent(file)) ?? '')
    .split(' ')
    .filter((text) => text !== '')
    .map(Number)
  const due = dueAnnouncement(leftMs(attempt, await readEvents(attempt)), told)
  if (due === undefined) return
  await writePrivateFile(file, [...told, due].join(' '))
  cli.err(examMessages(cli.language).announced(due))
}

export const requireItem = ({ paper }: Attempt, given: string): PaperItem => {
  const item = paper.items.find(({ id }) => id === given)
  const ids = paper.items.map(({ id }) => id)
  if (item === undefined)
    throw new Problem('exam-item-unknown', { given, nearest: nearest(given, ids)[0] ?? '', items: ids.join(', ') })
  return item
}

/** Fails where nothing can be changed any more. */
export async function requireTime(attempt: Attempt): Promise<void> {
  if (leftMs(attempt, await readEvents(attempt)) === 0) throw new Problem('exam-over')
}

/** An item that can be worked on: its slot is not closed, and the lock before it was opened. */
export async function requireOpenItem(attempt: Attempt, given: string): Promise<PaperItem> {
  const item = requireItem(attempt, given)
  const events = await readEvents(attempt)
  if (closedSlots(events).has(item.slot)) throw new Problem('exam-item-closed', { given })
  if (!openSlots(attempt.paper, openedIn(events)).includes(item.slot)) throw lockProblem(attempt, item)
  return item
}

const lockProblem = ({ paper }: Attempt, { id, slot }: PaperItem): Problem => {
  const before = slotsBefore(paper, slot)
  const closes = paper.items.flatMap((item) => (before.includes(item.slot) ? [item.id] : []))
  return new Problem('exam-item-locks', { given: id, closes: closes.join(', ') })
}

/** `grade exam show ITEM`: what it asks; with `--yes` through a lock. */
export async function showItem(cli: Cli, given: string, options: { readonly yes?: boolean }): Promise<number> {
  const words = examMessages(cli.language)
  const attempt = await requireAttempt(homeOf(cli))
  const item = requireItem(attempt, given)
  const events = await readEvents(attempt)
  if (!openSlots(attempt.paper, openedIn(events)).includes(item.slot)) {
    await requireTime(attempt)
    if (options.yes !== true) throw lockProblem(attempt, item)
    await openSlot(attempt, item.slot, slotsBefore(attempt.paper, item.slot))
    await prepareSlots(cli, attempt, openSlots(attempt.paper, openedIn(await readEvents(attempt))))
  }
  cli.out(`\n${item.id}  ${words.points(item.points)}\n\n${renderItem(cli, item)}\n`)
  await announce(cli, attempt)
  return 0
}

const renderItem = (cli: Cli, item: PaperItem): string => {
  const words = examMessages(cli.language)
  if (item.kind === 'task') return `${item.task.title[cli.language]}\n\n${item.task.statement[cli.language]}`
  const { prompt, options, state } = item.question
  const choices = options.map(({ id, text }) => [id, text[cli.language]] as const)
  return [
    prompt[cli.language],
    ...(state === undefined ? [] : [`${words.state}\n\n${state}`]),
    ...(choices.length === 0 ? [] : [renderPairs(choices)]),
    words.answerWith(item.id),
  ].join('\n\n')
}

/** `grade exam answer ITEM ANSWER…`. */
export async function answerItem(cli: Cli, given: string, typed: readonly string[]): Promise<number> {
  const attempt = await requireAttempt(homeOf(cli))
  await requireTime(attempt)
  const item = await requireOpenItem(attempt, given)
  const text = typed.join(' ')
  const options = item.kind === 'question' ? item.question.options.map(({ id }) => id) : []
  const read = item.kind === 'question' ? readAnswer(item.question, text) : undefined
  if (read === undefined) throw new Problem('exam-answer-unreadable', { given: text, options: options.join(', ') })
  await saveAnswer(attempt, item.id, read)
  cli.out(examMessages(cli.language).kept(item.id))
  await announce(cli, attempt)
  return 0
}

/** `grade exam submit`: a file to be handed in. */
export async function submitExam(cli: Cli, file: string | undefined): Promise<number> {
  const words = examMessages(cli.language)
  const attempt = await requireAttempt(homeOf(cli))
  const { submission, event } = await submit(attempt, await programOf(cli))
  const path = file ?? `${submission.exam}-${submission.learner}-${submission.attempt}.json`
  await writeOutput(path, renderSubmission(submission))
  cli.out(words.submitted(resolve(path), submission.attempt, attempt.paper.exam.limit))
  cli.out(words.receipt(receiptOf(event.hash)))
  return 0
}

/** `grade exam close`: ends the attempt, whose last state is handed in, and its cluster. */
export async function closeExam(cli: Cli, file: string | undefined, options: { readonly yes?: boolean }): Promise<number> {
  const attempt = await requireAttempt(homeOf(cli))
  const events = await readEvents(attempt)
  const isOver = leftMs(attempt, events) === 0
  if (!isOver && options.yes !== true) throw new Problem('exam-not-submitted')
  await submitExam(cli, file)
  if (!isOver) await record(attempt, 'end', { reason: 'closed' })
  await stopInvigilator(attempt)
  await stopDaemon(attempt.cluster)
  await leaveAttempt(homeOf(cli))
  cli.out(examMessages(cli.language).ended(attempt.folder))
  return 0
}

/** Runs until the attempt has ended; started by {@link startExam}. */
export async function invigilateExam(cli: Cli): Promise<number> {
  const { invigilate } = await import('../../exam/invigilator.ts')
  await invigilate(await requireAttempt(homeOf(cli)), await programOf(cli))
  return 0
}
