/** The reports of `grade lint`: a line for each part of a policy that has no effect. */
import { nameReference } from '../../src/grading/checks/find-object.ts'
import type { Language } from '../../src/grading/words.ts'
import type { FieldReference } from '../../src/kubernetes/object.ts'
import type { LintResult } from '../../src/network/compare/lint.ts'
import { escapeMarkdown, tableOf } from './drawing/markdown.ts'
import { alignColumns, paint, wrap, type Style } from './layout.ts'
import { formatMessages } from './messages/formats.ts'
import { reportMessages } from './messages/messages.ts'
import type { FindPlace } from './places.ts'

export interface LintReportOptions {
  readonly style: Style
  readonly language: Language
  readonly policies: number
  readonly clusterPolicies: number
  readonly findPlace: FindPlace
  /** Seconds after which the rest was given up; absent where nothing was. */
  readonly gaveUpAfter?: number
}

type Render = (result: LintResult, options: LintReportOptions) => string

interface Row {
  readonly mark: '!' | '?'
  readonly place: string
  readonly part: string
  readonly finding: string
}

const rowsOf = (
  { findings, undecided }: LintResult,
  { language, findPlace, gaveUpAfter }: LintReportOptions,
): readonly Row[] => {
  const words = reportMessages(language).lint
  const row = (mark: Row['mark'], where: FieldReference, finding: string): Row => ({
    mark,
    place: findPlace(where) ?? '',
    part: `${nameReference(where.object)}${where.path === '' ? '' : ` ${where.path}`}`,
    finding,
  })
  return [
    ...findings.map(({ kind, where, by }) => {
      const isElsewhere = by !== undefined && by.name !== where.object.name
      return row('!', where, isElsewhere ? `${words[kind]}: ${words.by(nameReference(by))}` : words[kind])
    }),
    // Of thousands that time did not suffice for, the number says more.
    ...(gaveUpAfter === undefined ? undecided.map((where) => row('?', where, words.undecided)) : []),
  ]
}

const lateOf = ({ undecided }: LintResult, { language, gaveUpAfter }: LintReportOptions): string | undefined =>
  gaveUpAfter === undefined ? undefined : reportMessages(language).lint.notInTime(undecided.length, gaveUpAfter)

const renderText: Render = (result, options) => {
  const { style, language, policies, clusterPolicies } = options
  const words = reportMessages(language)
  const rows = rowsOf(result, options)
  const late = lateOf(result, options)
  return [
    paint(style, 'bold', words.policies(policies, clusterPolicies)),
    '',
    ...alignColumns(
      rows.map(({ mark, place, part, finding }) => [
        `  ${paint(style, mark === '!' ? 'yellow' : 'dim', mark)}`,
        place,
        part,
        finding,
      ]),
    ),
    ...(late === undefined ? [] : wrap(`? ${late}`, style.width - 2).map((line) => `  ${line}`)),
    ...(rows.length === 0 && late === undefined ? [`  ${paint(style, 'green', '✔')} ${words.lint.nothing}`] : []),
    '',
  ].join('\n')
}

const renderMarkdown: Render = (result, options) => {
  const { language, policies, clusterPolicies } = options
  const [words, own] = [reportMessages(language), formatMessages(language)]
  const rows = rowsOf(result, options)
  const late = lateOf(result, options)
  return [
    `**${words.policies(policies, clusterPolicies)}**`,
    '',
    ...(rows.length === 0
      ? []
      : tableOf(
          ['', own.where, own.part, own.finding],
          rows.map(({ mark, place, part, finding }) => [mark, place, part, finding]),
        )),
    ...(late === undefined ? [] : ['', `? ${escapeMarkdown(late)}`]),
    ...(rows.length === 0 && late === undefined ? [`✔ ${escapeMarkdown(words.lint.nothing)}`] : []),
    '',
  ].join('\n')
}

export const LINT_FORMATS: Readonly<Record<string, Render>> = {
  text: renderText,
  json: (result, { gaveUpAfter }) =>
    JSON.stringify({ ...result, ...(gaveUpAfter === undefined ? {} : { gaveUpAfter }) }, undefined, 2),
  markdown: renderMarkdown,
}
