/** The reports of `grade forbid`: a promise that policies keep in every possible cluster, or a cluster in which they break it. */
import type { Language } from '../../src/grading/words.ts'
import type { InvariantAnswer } from '../../src/network/compare/invariant.ts'
import { renderDecisions, renderTrial } from './compare.ts'
import { escapeMarkdown } from './drawing/markdown.ts'
import { decisionsOf, flowOf } from './example.ts'
import { exampleMarkdown } from './example-markdown.ts'
import { paint, wrap, type Style } from './layout.ts'
import { reportMessages } from './messages/messages.ts'
import type { FindPlace } from './places.ts'

export interface ForbidReportOptions {
  readonly style: Style
  readonly language: Language
  readonly findPlace: FindPlace
  /** As they were typed. */
  readonly ends: readonly [from: string, to: string]
  /** Seconds after which it was given up; absent where something else was the reason. */
  readonly gaveUpAfter?: number
}

type Render = (answer: InvariantAnswer, options: ForbidReportOptions) => string

const sentenceOf = (answer: InvariantAnswer, { language, ends, gaveUpAfter }: ForbidReportOptions): string => {
  const words = reportMessages(language)
  const name = `${ends[0]} → ${ends[1]}`
  switch (answer.kind) {
    case 'holds':
      return words.holds(name)
    case 'undecided':
      return gaveUpAfter === undefined ? words.undecided(answer.reason) : words.notWithin(gaveUpAfter)
    case 'broken':
      return words.broken(name)
  }
}

const MARKS = { holds: ['green', '✔'], undecided: ['yellow', '?'], broken: ['red', '✘'] } as const

/** Where another order of equal priorities would keep the promise. */
const noteOf = (answer: InvariantAnswer, language: Language): readonly string[] =>
  answer.kind === 'broken' && answer.equalPriority !== undefined ? [reportMessages(language).dependsOnTies] : []

const renderText: Render = (answer, options) => {
  const { style, language, findPlace } = options
  const [color, mark] = MARKS[answer.kind]
  const sentence = `${paint(style, color, mark)} ${sentenceOf(answer, options)}`
  if (answer.kind !== 'broken') return sentence
  const { example } = answer
  return [
    sentence,
    ...noteOf(answer, language).flatMap((note) => wrap(note, style.width - 2).map((line) => `  ${line}`)),
    '',
    `  ${flowOf(example, language)}`,
    ...renderDecisions(decisionsOf(example.connection, findPlace, language)).map((line) => `  ${line}`),
    ...renderTrial(example, reportMessages(language).tryThem, style),
    '',
  ].join('\n')
}

const renderMarkdown: Render = (answer, options) => {
  const { language, findPlace } = options
  const sentence = `**${MARKS[answer.kind][1]} ${escapeMarkdown(sentenceOf(answer, options))}**`
  if (answer.kind !== 'broken') return `${sentence}\n`
  const { example } = answer
  return [
    sentence,
    '',
    ...noteOf(answer, language).flatMap((note) => [escapeMarkdown(note), '']),
    escapeMarkdown(flowOf(example, language)),
    ...exampleMarkdown(example, [{ decisions: decisionsOf(example.connection, findPlace, language) }], {
      title: reportMessages(language).tryThem,
      language,
    }),
    '',
  ].join('\n')
}

export const FORBID_FORMATS: Readonly<Record<string, Render>> = {
  text: renderText,
  json: (answer) => JSON.stringify(answer, undefined, 2),
  markdown: renderMarkdown,
}
