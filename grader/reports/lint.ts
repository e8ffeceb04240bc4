/** The reports of `grade lint`: a line for each part of a policy that has no effect. */
import { nameReference } from '../../src/grading/checks/find-object.ts'
import type { Language } from '../../src/grading/words.ts'
import type { FieldReference } from '../../src/kubernetes/object.ts'
import type { LintFinding, LintResult } from '../../src/network/compare/lint/lint.ts'
import { escapeMarkdown, tableOf } from './drawing/markdown.ts'
import { alignColumns, paint, wrap, type Style } from './layout.ts'
import { formatMessages } from './messages/formats.ts'
import { lintMessages, type LintMessages } from './messages/lint.ts'
import { compareMessages } from '../../src/grading/compare/words.ts'
import type { FindPlace } from '../../src/grading/explain/places.ts'
import { explainReadings } from '../../src/grading/explain/readings.ts'
import { toJson } from './warnings.ts'
import type { InputWarning } from '../terminal/warnings.ts'

export interface LintReportOptions {
  readonly style: Style
  readonly language: Language
  readonly policies: number
  readonly clusterPolicies: number
  readonly findPlace: FindPlace
  readonly warnings: readonly InputWarning[]
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

/** Of more policies than these, the number is told. */
const MAX_NAMES = 3

const explainFinding = ({ kind, where, by }: LintFinding, words: LintMessages): string => {
  const names = (by ?? []).map(nameReference)
  const list = words.list(names.slice(0, MAX_NAMES), names.length - MAX_NAMES)
  switch (kind) {
    case 'selects-nothing':
    case 'rules-ignored':
    case 'empty-block':
    case 'exception-in-exception':
      return words.findings[kind]
    case 'equal-priority':
      return words.contradicts(list)
    default: {
      const sentences = kind === 'redundant-exception' ? words.keepsNobodyOut : words.addsNothing
      if (by === undefined) return sentences.unknown
      if (names.length === 0) return sentences.alone
      return list === nameReference(where.object) ? sentences.own : sentences.others(list)
    }
  }
}

/** The readings of plugins under which the part has an effect. */
const caveatOf = ({ otherwise = [] }: LintFinding, language: Language): readonly string[] => {
  if (otherwise.length === 0) return []
  const words = lintMessages(language)
  const readings = otherwise.map(({ relation: answer, ...reading }) => ({ ...reading, answer }))
  const lines = explainReadings(readings, language, (answer) => (answer === undefined ? words.notDecided : words.hasEffect))
  return [words.dependsOn(lines.join(', '))]
}

const rowsOf = (
  { findings, undecided }: LintResult,
  { language, findPlace, gaveUpAfter }: LintReportOptions,
): readonly Row[] => {
  const words = lintMessages(language)
  const row = (mark: Row['mark'], where: FieldReference, finding: string): Row => ({
    mark,
    place: findPlace(where) ?? '',
    part: `${nameReference(where.object)}${where.path === '' ? '' : ` ${where.path}`}`,
    finding,
  })
  return [
    ...findings.map((finding) =>
      row('!', finding.where, [explainFinding(finding, words), ...caveatOf(finding, language)].join('; ')),
    ),
    // Of thousands that time did not suffice for, the number says more.
    ...(gaveUpAfter === undefined ? undecided.map((where) => row('?', where, words.undecided)) : []),
  ]
}

const lateOf = ({ undecided }: LintResult, { language, gaveUpAfter }: LintReportOptions): string | undefined =>
  gaveUpAfter === undefined ? undefined : lintMessages(language).notInTime(undecided.length, gaveUpAfter)

const renderText: Render = (result, options) => {
  const { style, language, policies, clusterPolicies } = options
  const words = compareMessages(language)
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
    ...(rows.length === 0 && late === undefined ? [`  ${paint(style, 'green', '✔')} ${lintMessages(language).nothing}`] : []),
    '',
  ].join('\n')
}

const renderMarkdown: Render = (result, options) => {
  const { language, policies, clusterPolicies } = options
  const [words, own] = [compareMessages(language), formatMessages(language)]
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
    ...(rows.length === 0 && late === undefined ? [`✔ ${escapeMarkdown(lintMessages(language).nothing)}`] : []),
    '',
  ].join('\n')
}

export const LINT_FORMATS: Readonly<Record<string, Render>> = {
  text: renderText,
  json: (result, { gaveUpAfter, warnings }) =>
    toJson({ ...result, ...(gaveUpAfter === undefined ? {} : { gaveUpAfter }) }, warnings),
  markdown: renderMarkdown,
}
