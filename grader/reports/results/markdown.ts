/** Markdown: a table, then what failed, learner by learner. @see https://github.github.com/gfm/ */
import type { Result } from '../../../src/grading/result.ts'
import { nameOfTask } from '../../../src/grading/task.ts'
import { escapeMarkdown, fencedCode } from '../drawing/markdown.ts'
import { resultListWords } from '../messages/results.ts'
import { reportMessages } from '../messages/messages.ts'
import { codesOf, linesOf, overviewOf, problemLines, type Book, type ResultFormat } from './book.ts'
import { shareOf, tellOverview } from './overview.ts'

function* write(book: Book): Generator<string> {
  const { results, language } = book
  const words = resultListWords(language)
  yield `# ${words.title}\n\n`
  if (!book.isSingle) yield `${tellOverview(overviewOf(results), language)}\n\n`
  yield* tableLines(book)
  for (const result of results) if (result.status !== 'pass') yield `\n${detailsOf(result).join('\n')}\n`
}

/** A row for each result, its head first. */
export function* tableLines({ results, language }: Book): Generator<string> {
  const words = resultListWords(language)
  const head = [words.learner, words.task, words.points, words.result, words.why]
  yield `| ${head.join(' | ')} |\n|${head.map(() => '---|').join('')}\n`
  for (const result of results) yield `${rowOf(result, language)}\n`
}

const rowOf = (result: Result, language: Book['language']): string => {
  const words = resultListWords(language)
  const late = result.submission.late === true ? ` (${words.late})` : ''
  const cells = [result.learner?.id ?? '', nameOfTask(result.task), shareOf(result) + late, words.status[result.status]]
  return `| ${[...cells.map(escapeMarkdown), codesOf(result).map(escapeMarkdown).join(', ')].join(' | ')} |`
}

/** Whose result of what. */
export const titleOf = ({ learner, task }: Result): string =>
  [learner?.id, nameOfTask(task), task.title].filter((part) => part !== undefined).join(' · ')

/** What kept a result from being whole. */
export const detailsOf = (result: Result): readonly string[] => {
  const words = reportMessages(result.task.locale)
  return [
    `## ${escapeMarkdown(titleOf(result))}`,
    '',
    ...result.problems.flatMap((problem) => bulletOf(problem.title, problemLines(problem).slice(1))),
    ...(result.status === 'invalid' || result.status === 'error'
      ? []
      : result.checks.flatMap((check) => {
          const lines = linesOf(check, words)
          return lines.length === 0 ? [] : [...bulletOf(check.title, lines), ...repairOf(check)]
        })),
  ]
}

const bulletOf = (title: string, lines: readonly string[]): readonly string[] => [
  `- **${escapeMarkdown(title)}**`,
  ...lines.map((line) => `  - ${escapeMarkdown(line)}`),
]

const repairOf = ({ causes: [cause] }: Result['checks'][number]): readonly string[] =>
  (cause?.repair?.changes ?? []).flatMap(({ lines }) =>
    lines.length === 0
      ? []
      : [
          '',
          ...fencedCode(
            'diff',
            lines.map(({ sign, text }) => `${sign} ${text}`),
          ).map((line) => `  ${line}`),
          '',
        ],
  )

export const markdown: ResultFormat = { about: 'class', write }
