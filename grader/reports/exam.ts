/** Results of an exam: for a terminal, as JSON and as CSV. */
import { stringify } from 'csv-stringify/sync'
import type { Move } from '../../src/course/exam/compare-results.ts'
import type { Language } from '../../src/grading/words.ts'
import { examMessages } from '../terminal/messages/exam.ts'
import type { ExamResults, LearnerResult, SubmissionResult } from '../exam/class/results.ts'
import type { FindingKind } from '../exam/verify.ts'
import { alignColumns, paint, type Style } from './layout.ts'

type Render = (results: ExamResults, style: Style) => string

/** Points without needless digits. */
const short = (points: number): string => String(Math.round(points * 100) / 100)

const slotsOf = ({ learners }: ExamResults): readonly string[] => learners[0]?.slots.map(({ slot }) => slot) ?? []

/** What an instructor has to look at. */
const remarksOf = ({ submissions }: LearnerResult, language: Language): readonly string[] => {
  const words = examMessages(language)
  return submissions.flatMap((one: SubmissionResult) => [
    ...one.findings.map(({ kind, detail }) => {
      const counted = one.counts ? '' : ` — ${words.notCounted}`
      return `${one.file}: ${words.findings[kind]}${detail[language] === '' ? '' : ` (${detail[language]})`}${counted}`
    }),
    ...Object.entries(one.solvesOthers).map(
      ([item, learners]) => `${one.file}: ${words.solvesOther(item, learners.join(', '))}`,
    ),
    ...Object.entries(one.alike).map(([item, learners]) => `${one.file}: ${words.alike(item, learners.join(', '))}`),
  ])
}

const renderText =
  (language: Language): Render =>
  (results, style) => {
    const words = examMessages(language)
    const slots = slotsOf(results)
    const rows = results.learners.map((learner) => [
      learner.learner,
      learner.name === learner.learner ? '' : learner.name,
      ...learner.slots.map(({ points, max }) => `${short(points)}/${short(max)}`),
      `${short(learner.score)}/${short(learner.max)}`,
      learner.submissions.length === 0 ? words.nothing : '',
    ])
    const table = alignColumns([['', '', ...slots, 'Σ', ''], ...rows])
    const remarks = results.learners.flatMap((learner) =>
      remarksOf(learner, language).map((remark) => paint(style, 'yellow', `${learner.learner}  ${remark}`)),
    )
    const forced =
      results.learners[0]?.slots.flatMap((slot) => (slot.forced === true ? [words.slotForced(slot.slot)] : [])) ?? []
    const unread = results.unread.map(({ file, reason }) => `  ${file}: ${reason[language]}`)
    return [
      ...table.map((line) => line.trimEnd()),
      ...(forced.length === 0 ? [] : ['', ...forced]),
      ...(remarks.length === 0 ? [] : ['', ...remarks]),
      ...(unread.length === 0 ? [] : ['', words.unread, ...unread]),
      '',
    ].join('\n')
  }

const renderJson: Render = (results) => `${JSON.stringify(results, null, 2)}\n`

/** A row for each learner; cells that a spreadsheet would take for formulas are escaped. */
const renderCsv: Render = (results) =>
  stringify(
    results.learners.map(({ learner, name, slots, score, max, submissions }) => [
      learner,
      name,
      ...slots.map(({ points }) => short(points)),
      short(score),
      short(max),
      submissions.length,
      submissions.flatMap(({ findings }) => findings.map(({ kind }) => kind)).join(' '),
    ]),
    {
      header: true,
      columns: ['learner', 'name', ...slotsOf(results), 'score', 'max', 'submissions', 'findings'],
      escape_formulas: true,
      record_delimiter: '\r\n',
    },
  )

export const examFormats = (language: Language): Readonly<Record<string, Render>> => ({
  text: renderText(language),
  json: renderJson,
  csv: renderCsv,
})

const isFinding = (kind: string): kind is FindingKind => Object.hasOwn(examMessages('en').findings, kind)

/** What there is besides items: submissions that came or went, and what is noted of them. */
const reasonsOf = ({ findings, forced, submissions }: Move, language: Language): readonly string[] => {
  const words = examMessages(language)
  return [
    ...forced.map(({ slot, now }) => (now ? words.slotForced(slot) : words.slotNotForced(slot))),
    ...submissions.map(({ attempt, now }) => (now ? words.submissionCame(attempt) : words.submissionGone(attempt))),
    ...findings.map(({ attempt, kind, now }) => {
      const text = isFinding(kind) ? words.findings[kind] : kind
      return now ? words.findingCame(attempt, text) : words.findingGone(attempt, text)
    }),
  ]
}

/** Who moves, by how much, and for what. */
export const renderMoves = (moves: readonly Move[], language: Language): string => {
  const words = examMessages(language)
  if (moves.length === 0) return words.nobodyMoves
  const rows = moves.flatMap((move) => [
    `  ${move.learner}  ${short(move.before)} → ${short(move.after)}`,
    ...reasonsOf(move, language).map((reason) => `      ${reason}`),
    ...move.items.map((item) =>
      `      ${item.item} (${item.alternate})  ${short(item.before)} → ${short(item.after)}  ${item.checks.join(', ')}`.trimEnd(),
    ),
  ])
  return `${words.moves(moves.length)}\n${rows.join('\n')}`
}
