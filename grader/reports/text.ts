/** The report for people: checks in order, and for each failure what, why, where, the walk, and a repair that was tried. */
import type { Result, ResultCause, ResultCheck, ResultPosition, ResultProblem, ResultRepair } from '../../src/grading/result.ts'
import { alignColumns, pad, paint, wrap, type Style } from './layout.ts'
import { displayWidth } from '../terminal/display-width.ts'
import { renderObservation } from './observed.ts'
import { renderTrial } from './trial.ts'
import { reportMessages, type ReportMessages } from './messages/messages.ts'

interface Page {
  readonly result: Result
  readonly words: ReportMessages
  readonly style: Style
  /** Columns of the labels `expected`, `why`, … */
  readonly labelWidth: number
}

const INDENT = '      '

export const renderText = (result: Result, style: Style): string => {
  const words = reportMessages(result.task.locale)
  const labels = [
    words.expected,
    words.actual,
    words.why,
    words.where,
    words.walk,
    words.repair,
    words.learn,
    words.also,
    words.joint,
  ]
  const page: Page = { result, words, style, labelWidth: Math.max(...labels.map(displayWidth)) + 3 }
  return [
    heading(page),
    '',
    ...result.problems.flatMap((problem) => renderProblem(page, problem)),
    ...(result.status === 'invalid' ? [] : result.checks.flatMap((check) => renderCheck(page, check))),
    '',
    summary(page),
    '',
  ].join('\n')
}

const heading = ({ result, words, style }: Page): string => {
  const { id, variant, title } = result.task
  const left = `${id}${variant === undefined ? '' : ` ${variant}`}  ${title}`
  const environment = words.environments[result.environment] ?? result.environment
  const { namespaces } = result.task
  const right =
    namespaces.length === 0 ? environment : `${environment} · ${words.namespaces(namespaces.length)} ${namespaces.join(', ')}`
  const gap = style.width - displayWidth(left) - displayWidth(right)
  return gap < 2 ? `${paint(style, 'bold', left)}\n${right}` : `${paint(style, 'bold', left)}${' '.repeat(gap)}${right}`
}

const MARKS = { passed: '✔', failed: '✘', blocked: '·' } as const

const renderCheck = (page: Page, check: ResultCheck): readonly string[] => {
  const { style, words, result } = page
  const points = check.passed === true ? `${check.points}` : `${check.points}/${check.max}`
  const mark = check.passed === true ? MARKS.passed : check.passed === false ? MARKS.failed : MARKS.blocked
  const color = check.passed === true ? 'green' : check.passed === false ? 'red' : 'yellow'
  const title = pad(check.title, style.width - 6 - displayWidth(points))
  const line = `  ${paint(style, color, mark)} ${title} ${points}`
  if (check.passed === true) return [line, ...renderSeen(page, check)]
  if (check.passed === null) {
    const by = check.blockedBy.map((id) => result.checks.find((one) => one.id === id)?.title ?? id).join(', ')
    return [line, paint(style, 'dim', `${INDENT}${words.blocked(by)}`)]
  }
  return [line, ...renderFailure(page, check), ...renderSeen(page, check)]
}

/** What probes saw of it, where they were asked to look. Reasons that are its cause, or another question's, are told once. */
const renderSeen = ({ style, result }: Page, { observations = [], causes }: ResultCheck): readonly string[] =>
  observations.flatMap((one, index) => {
    const before = observations.slice(0, index).flatMap(({ reasons }) => reasons)
    const known = new Set([...causes, ...before].map(({ code }) => code))
    return renderObservation(one, { style, language: result.task.locale, known }).map((row) => `${INDENT}${row}`)
  })

const labelled = ({ labelWidth, style }: Page, label: string, lines: readonly string[]): readonly string[] =>
  lines.map((line, index) => `${INDENT}${paint(style, 'dim', pad(index === 0 ? label : '', labelWidth))}${line}`.trimEnd())

const bodyWidth = ({ style, labelWidth }: Page): number => Math.max(30, style.width - INDENT.length - labelWidth)

const renderFailure = (page: Page, check: ResultCheck): readonly string[] => {
  const { words } = page
  const [cause, second] = check.causes
  const [joint, other] = second?.joint === true ? [second, undefined] : [undefined, second]
  return [
    ...labelled(page, words.expected, [check.expected ?? '']),
    ...labelled(page, words.actual, [check.actual ?? '']),
    '',
    ...(cause === undefined
      ? labelled(page, words.why, wrap(check.rationale ?? words.noCause, bodyWidth(page)))
      : renderCause(page, words.why, cause)),
    ...(joint === undefined ? [] : renderCause(page, words.joint, joint)),
    ...renderWalk(page, check),
    ...(cause === undefined ? [] : [...renderRepair(page, cause.repair), ...renderLearn(page, cause, joint)]),
    ...(other === undefined
      ? []
      : ['', ...renderCause(page, words.also, other), ...renderRepair(page, other.repair), ...renderLearn(page, other)]),
    '',
  ]
}

const renderCause = (page: Page, label: string, cause: ResultCause): readonly string[] => {
  const width = bodyWidth(page)
  const code = paint(page.style, 'dim', `[${cause.code}]`)
  const lines = wrap(cause.title, width)
  const last = lines.at(-1) ?? ''
  const gap = width - displayWidth(last) - cause.code.length - 2
  const titled = gap >= 3 ? [...lines.slice(0, -1), `${last}${' '.repeat(gap)}${code}`] : [...lines, code]
  return [
    ...labelled(page, label, [...titled, ...alignFacts(cause.facts, width)]),
    ...labelled(page, page.words.where, wherePosition(cause.position)),
  ]
}

/** Facts of the form `what   value` get their values into one column. */
const alignFacts = (facts: readonly string[], width: number): readonly string[] => {
  const split = facts.map((fact) => /^(.+?) {3}(\S.*)$/u.exec(fact))
  const column = Math.max(0, ...split.map((match) => displayWidth(match?.[1] ?? '')))
  return facts.flatMap((fact, index) => {
    const match = split[index]
    if (match === undefined || match === null) return wrap(fact, width)
    return [`${pad(match[1] ?? '', column)}   ${match[2] ?? ''}`]
  })
}

const wherePosition = (position: ResultPosition | null): readonly string[] => {
  if (position === null) return []
  const { file, line, column, object, path } = position
  const place = file === null ? object : `${file}:${line ?? 1}:${column ?? 1}`
  return [[place, path].filter((part) => part !== null && part !== '').join('  ')]
}

const renderWalk = (page: Page, check: ResultCheck): readonly string[] => {
  const { words, style, result } = page
  // A question's walk may well arrive.
  const isKept = result.environment === 'questions' || check.walk.some(({ shouldStop }) => shouldStop)
  const last = check.walk.length - 1
  const rows = check.walk.map(({ place, detail, outcome, shouldStop }, index) => [
    `${index + 1}`,
    place,
    detail,
    outcome,
    shouldStop ? paint(style, 'red', words.shouldStop) : !isKept && index === last ? words.stops : '',
  ])
  return labelled(page, words.walk, alignColumns(rows, style.tableWidth === undefined ? undefined : bodyWidth(page)))
}

const renderRepair = (page: Page, repair: ResultRepair | null): readonly string[] => {
  if (repair === null) return []
  const { words, style } = page
  const lines = repair.changes.flatMap(({ name, lines: changed, command }) => {
    if (changed.length === 0 && command === null) return [paint(style, 'red', words.remove(name))]
    const painted = changed.map(({ sign, text }) =>
      sign === ' ' ? `  ${text}` : paint(style, sign === '-' ? 'red' : 'green', `${sign} ${text}`),
    )
    return [paint(style, 'dim', name), ...painted, ...(command === null ? [] : [paint(style, 'green', `$ ${command}`)])]
  })
  const { trial } = repair
  const tried = trial === undefined ? [] : renderTrial(trial, { result: page.result, style, width: bodyWidth(page) })
  return labelled(page, words.repair, [...lines, words.tried(repair.passing.length, repair.of), ...tried])
}

const renderLearn = (page: Page, ...causes: readonly (ResultCause | undefined)[]): readonly string[] => {
  const codes = new Set(causes.flatMap((cause) => cause?.code ?? []))
  return labelled(
    page,
    page.words.learn,
    [...codes].map((code) => `grade explain ${code}`),
  )
}

const renderProblem = (page: Page, problem: ResultProblem): readonly string[] => {
  const { style, words } = page
  return [
    `  ${paint(style, 'red', MARKS.failed)} ${problem.title}`,
    ...labelled(page, words.actual, wrap(problem.message, bodyWidth(page))),
    ...renderCause(page, words.why, problem),
    ...renderRepair(page, problem.repair),
    ...renderLearn(page, problem),
    '',
  ]
}

const summary = ({ result, words }: Page): string => {
  if (result.status === 'invalid') return `  ${words.invalid(result.problems.length)}`
  const failed = result.checks.filter(({ passed }) => passed === false).length
  const blocked = result.checks.filter(({ passed }) => passed === null).length
  return `  ${[
    words.points(result.score, result.max),
    ...(failed === 0 ? [] : [words.failed(failed)]),
    ...(blocked === 0 ? [] : [words.blockedCount(blocked)]),
    ...(failed + blocked === 0 ? [words.allPassed] : []),
  ].join(' · ')}`
}
