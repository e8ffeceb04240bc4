/** The reports of `grade forbid`: a promise that policies keep in every possible cluster, or a cluster in which they break it. */
import { nameReference } from '../../src/grading/checks/find-object.ts'
import { nameSwitch } from '../../src/grading/explain/dependence.ts'
import type { Language } from '../../src/grading/words.ts'
import type { ObjectReference } from '../../src/kubernetes/object.ts'
import type { InvariantException } from '../../src/network/compare/invariant/exceptions.ts'
import type { Breach, InvariantAnswer } from '../../src/network/compare/invariant/invariant.ts'
import { renderDecisions, renderTrial } from './compare.ts'
import { escapeMarkdown } from './drawing/markdown.ts'
import { compareMessages } from '../../src/grading/compare/words.ts'
import { decisionsOf, flowOf } from '../../src/grading/compare/example.ts'
import { exampleMarkdown } from './example-markdown.ts'
import { paint, wrap, type Style } from './layout.ts'
import { forbidMessages } from './messages/forbid.ts'
import type { FindPlace } from '../../src/grading/explain/places.ts'
import { explainReadings, spellReading } from '../../src/grading/explain/readings.ts'
import { toJson } from './warnings.ts'
import type { InputWarning } from '../terminal/warnings.ts'

/** What a promise does not count and what was asked about has. */
export interface ExceptionHere extends InvariantException {
  readonly objects: readonly ObjectReference[]
}

/** What `grade forbid` found. `here`: exceptions that come about in what was asked about. */
export interface Forbidden {
  readonly answer: InvariantAnswer
  readonly here: readonly ExceptionHere[]
}

export interface ForbidReportOptions {
  readonly style: Style
  readonly language: Language
  readonly findPlace: FindPlace
  readonly warnings: readonly InputWarning[]
  /** As they were typed. */
  readonly ends: readonly [from: string, to: string]
  /** Seconds after which it was given up; absent where something else was the reason. */
  readonly gaveUpAfter?: number
}

type Render = (forbidden: Forbidden, options: ForbidReportOptions) => string

const sentenceOf = ({ answer, here }: Forbidden, { language, ends, gaveUpAfter }: ForbidReportOptions): string => {
  const words = forbidMessages(language)
  const name = `${ends[0]} → ${ends[1]}`
  switch (answer.kind) {
    case 'holds':
      return here.length === 0 ? words.holds(name) : words.holdsButHere(name)
    case 'undecided':
      return gaveUpAfter === undefined
        ? compareMessages(language).undecided(answer.reason)
        : compareMessages(language).notWithin(gaveUpAfter)
    case 'broken':
      return words.broken(name)
    case 'depends':
      return words.depends(answer.usual, name)
  }
}

const MARKS = {
  holds: ['green', '✔'],
  depends: ['yellow', '±'],
  undecided: ['yellow', '?'],
  broken: ['red', '✘'],
} as const

const markOf = ({ answer, here }: Forbidden): (typeof MARKS)[keyof typeof MARKS] =>
  MARKS[answer.kind === 'holds' && here.length > 0 ? 'depends' : answer.kind]

/** Under what the answer is another, and what it does not count: paragraphs, each with the lines of a list. */
const notesOf = ({ answer, here }: Forbidden, language: Language): readonly (readonly string[])[] => {
  const words = forbidMessages(language)
  const readings =
    answer.kind === 'depends'
      ? [
          [
            words.otherwise,
            ...explainReadings(answer.otherwise, language, (kept) =>
              kept === undefined ? words.notDecided : words.kept[kept],
            ),
          ],
        ]
      : []
  if (answer.kind !== 'holds' && answer.kind !== 'depends') return readings
  const names = answer.exceptions.map(
    ({ on, end, semantics }) => `${words.exceptions[on === 'hostNetworkPods' ? (end ?? 'to') : on]} [${semantics.join(' ')}]`,
  )
  const found = [...new Set(here.map(({ on }) => on))].map((on) => {
    const these = here.filter((one) => one.on === on)
    const name = on === 'itself' ? words.exceptions.itself : nameSwitch(on)[language]
    const lines = new Set(these.flatMap(({ semantics }) => semantics))
    const objects = new Set(these.flatMap((one) => one.objects).map(nameReference))
    return `${name} (${[...lines].join(' ')}): ${[...objects].join(', ')}`
  })
  return [...readings, [words.notCounted(names.join('; '))], ...(found.length === 0 ? [] : [[words.dependsOn, ...found]])]
}

/** The connection that breaks the promise, and how policies have to be read for it. */
const exampleOf = (
  answer: InvariantAnswer,
  language: Language,
): { readonly example: Breach; readonly title?: string } | undefined => {
  if (answer.kind === 'broken') return { example: answer.example }
  if (answer.kind !== 'depends') return undefined
  const { example, usual, reading, otherwise } = answer
  const unusual = otherwise.find((one) => one.reading === reading)?.unusual ?? []
  if (usual === 'broken' || unusual.length === 0) return { example }
  return { example, title: forbidMessages(language).exampleOf(spellReading({ reading, unusual }, language)) }
}

const renderText: Render = (forbidden, options) => {
  const { style, language, findPlace } = options
  const [color, mark] = markOf(forbidden)
  const shown = exampleOf(forbidden.answer, language)
  return [
    `${paint(style, color, mark)} ${sentenceOf(forbidden, options)}`,
    ...notesOf(forbidden, language).flatMap(([first = '', ...rest]) =>
      [...wrap(first, style.width - 2), ...rest.map((line) => `  ${line}`)].map((line) => `  ${line}`),
    ),
    ...(shown === undefined
      ? []
      : [
          '',
          ...(shown.title === undefined ? [] : [`  ${shown.title}`]),
          `  ${flowOf(shown.example, language)}`,
          ...renderDecisions(decisionsOf(shown.example.connection, findPlace, language)).map((line) => `  ${line}`),
          ...renderTrial(shown.example, forbidMessages(language).tryThem, style),
        ]),
    '',
  ].join('\n')
}

const renderMarkdown: Render = (forbidden, options) => {
  const { language, findPlace } = options
  const shown = exampleOf(forbidden.answer, language)
  return [
    `**${markOf(forbidden)[1]} ${escapeMarkdown(sentenceOf(forbidden, options))}**`,
    ...notesOf(forbidden, language).flatMap(([first = '', ...rest]) => [
      '',
      escapeMarkdown(first),
      ...(rest.length === 0 ? [] : ['', ...rest.map((line) => `- ${escapeMarkdown(line)}`)]),
    ]),
    ...(shown === undefined
      ? []
      : [
          '',
          ...(shown.title === undefined ? [] : [escapeMarkdown(shown.title), '']),
          escapeMarkdown(flowOf(shown.example, language)),
          ...exampleMarkdown(shown.example, [{ decisions: decisionsOf(shown.example.connection, findPlace, language) }], {
            title: forbidMessages(language).tryThem,
            language,
          }),
        ]),
    '',
  ].join('\n')
}

export const FORBID_FORMATS: Readonly<Record<string, Render>> = {
  text: renderText,
  json: ({ answer, here }, { gaveUpAfter, warnings }) =>
    toJson(
      { ...answer, ...(here.length === 0 ? {} : { here }), ...(gaveUpAfter === undefined ? {} : { gaveUpAfter }) },
      warnings,
    ),
  markdown: renderMarkdown,
}
