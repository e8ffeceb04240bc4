/** A result as the page shows it: the same that the terminal prints, check by check. */
import type { Result, ResultCause, ResultCheck, ResultPosition, ResultRepair } from '../../../src/grading/result.ts'
import { resultWords, type ResultWords } from '../../../src/grading/result-words.ts'
import { inline, make } from '../dom.ts'

/** What a page adds. */
export interface Rendering {
  /** The address of a cause's page. */
  readonly causeUrl: (code: string) => string
  /** Shows a place of the reader's text. */
  readonly goTo: (line: number, column: number) => void
}

const MARKS = { passed: '✔', failed: '✘', blocked: '·' } as const

const statusOf = ({ passed }: Pick<ResultCheck, 'passed'>): keyof typeof MARKS =>
  passed === null ? 'blocked' : passed ? 'passed' : 'failed'

/** A term and what is said of it; none where nothing is. */
const entry = (term: string, ...content: readonly (Node | string)[]): readonly Node[] =>
  content.length === 0 ? [] : [make('dt', {}, term), make('dd', {}, ...content)]

const placeOf = (position: ResultPosition | null, { goTo }: Rendering): readonly Node[] => {
  if (position === null) return []
  const { file, line, column, object, path } = position
  const field = path === null || path === '' ? '' : ` ${path}`
  if (file === null || line === null) return object === null ? [] : [document.createTextNode(`${object}${field}`)]
  const button = make('button', { type: 'button', class: 'place' }, `${file}:${line}:${column ?? 1}`)
  button.addEventListener('click', () => {
    goTo(line, column ?? 1)
  })
  return [button, document.createTextNode(field)]
}

const renderCause = (cause: ResultCause, label: string, words: ResultWords, rendering: Rendering): readonly Node[] => {
  const facts = cause.facts.map((fact) => make('li', {}, inline(fact.replace(/ {3,}/u, ': '))))
  const link = make('a', { href: rendering.causeUrl(cause.code) }, cause.code)
  return [
    ...entry(label, inline(cause.title), ...(facts.length === 0 ? [] : [make('ul', {}, ...facts)])),
    ...entry(words.where, ...placeOf(cause.position, rendering)),
    ...renderRepair(cause.repair, words),
    ...entry(words.learn, link),
  ]
}

const renderRepair = (repair: ResultRepair | null, words: ResultWords): readonly Node[] => {
  if (repair === null) return []
  const changes = repair.changes.flatMap(({ name, lines, command }) => {
    if (lines.length === 0 && command === null) return [make('p', {}, words.remove(name))]
    const shown = lines.map(({ sign, text }) =>
      make(sign === '-' ? 'del' : sign === '+' ? 'ins' : 'span', {}, `${sign} ${text}\n`),
    )
    return [
      make('p', { class: 'file' }, name),
      ...(shown.length === 0 ? [] : [make('pre', { class: 'diff', tabindex: '0' }, ...shown)]),
      ...(command === null ? [] : [make('pre', { class: 'command', tabindex: '0' }, `$ ${command}`)]),
    ]
  })
  return entry(words.repair, ...changes, make('p', { class: 'tried' }, words.tried(repair.passing.length, repair.of)))
}

const renderWalk = ({ walk }: ResultCheck, words: ResultWords): readonly Node[] => {
  if (walk.length === 0) return []
  const isKept = walk.some(({ shouldStop }) => shouldStop)
  const steps = walk.map(({ place, detail, outcome, shouldStop }, index) => {
    const mark = shouldStop ? words.shouldStop : !isKept && index === walk.length - 1 ? words.stops : ''
    return make(
      'li',
      shouldStop ? { class: 'should-stop' } : {},
      make('strong', {}, place),
      ` ${detail}`,
      make('em', {}, ` ${outcome}`),
      ...(mark === '' ? [] : [make('span', { class: 'mark' }, ` ${mark}`)]),
    )
  })
  return entry(words.walk, make('ol', { class: 'walk' }, ...steps))
}

const renderFailure = (check: ResultCheck, words: ResultWords, rendering: Rendering): HTMLElement => {
  const [cause, second] = check.causes
  return make(
    'dl',
    {},
    ...entry(words.expected, check.expected ?? ''),
    ...entry(words.actual, check.actual ?? ''),
    ...(cause === undefined
      ? entry(words.why, check.rationale ?? words.noCause)
      : renderCause(cause, words.why, words, rendering)),
    ...renderWalk(check, words),
    ...(second === undefined ? [] : renderCause(second, second.joint ? words.joint : words.also, words, rendering)),
  )
}

const renderCheck = (check: ResultCheck, result: Result, words: ResultWords, rendering: Rendering): HTMLElement => {
  const status = statusOf(check)
  const title = (id: string): string => result.checks.find((one) => one.id === id)?.title ?? id
  return make(
    'li',
    { class: `check ${status}` },
    make('span', { class: 'mark', 'aria-hidden': 'true' }, MARKS[status]),
    ' ',
    inline(check.title),
    ' ',
    make('span', { class: 'points' }, check.passed === true ? `${check.points}` : `${check.points}/${check.max}`),
    ...(status === 'blocked' ? [make('p', {}, words.blocked(check.blockedBy.map(title).join(', ')))] : []),
    ...(status === 'failed' ? [renderFailure(check, words, rendering)] : []),
  )
}

/** One sentence: the points, and how many checks failed. */
export const summaryOf = (result: Result): string => {
  const words = resultWords(result.task.locale)
  if (result.status === 'invalid') return words.invalid(result.problems.length)
  const failed = result.checks.filter(({ passed }) => passed === false).length
  const blocked = result.checks.filter(({ passed }) => passed === null).length
  return [
    words.points(result.score, result.max),
    ...(failed === 0 ? [] : [words.failed(failed)]),
    ...(blocked === 0 ? [] : [words.blockedCount(blocked)]),
    ...(failed + blocked === 0 ? [words.allPassed] : []),
  ].join(' · ')
}

/** The whole result. */
export const renderResult = (result: Result, rendering: Rendering): HTMLElement => {
  const words = resultWords(result.task.locale)
  const problems = result.problems.map((problem) =>
    make(
      'li',
      { class: 'check failed' },
      make('span', { class: 'mark', 'aria-hidden': 'true' }, MARKS.failed),
      ' ',
      problem.title,
      make('dl', {}, ...entry(words.actual, problem.message), ...renderCause(problem, words.why, words, rendering)),
    ),
  )
  const checks = result.status === 'invalid' ? [] : result.checks.map((check) => renderCheck(check, result, words, rendering))
  return make('ol', { class: 'checks' }, ...problems, ...checks)
}
