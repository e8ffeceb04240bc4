/** The report of `grade lint`: a line for each part of a policy that has no effect. */
import { nameReference } from '../../src/grading/checks/find-object.ts'
import type { Language } from '../../src/grading/words.ts'
import type { FieldReference } from '../../src/kubernetes/object.ts'
import type { LintResult } from '../../src/network/compare/lint.ts'
import { alignColumns, paint, type Style } from './layout.ts'
import { reportMessages } from './messages/messages.ts'
import type { FindPlace } from './places.ts'

export interface LintReportOptions {
  readonly style: Style
  readonly language: Language
  readonly policies: number
  readonly findPlace: FindPlace
}

export const renderLint = ({ findings, undecided }: LintResult, options: LintReportOptions): string => {
  const { style, language, policies, findPlace } = options
  const words = reportMessages(language)
  const name = (where: FieldReference): readonly string[] => [
    findPlace(where) ?? '',
    `${nameReference(where.object)}${where.path === '' ? '' : ` ${where.path}`}`,
  ]
  const rows = [
    ...findings.map(({ kind, where }) => [`  ${paint(style, 'yellow', '!')}`, ...name(where), words.lint[kind]]),
    ...undecided.map((where) => [`  ${paint(style, 'dim', '?')}`, ...name(where), words.lint.undecided]),
  ]
  return [
    paint(style, 'bold', words.policies(policies)),
    '',
    ...alignColumns(rows),
    ...(rows.length === 0 ? [`  ${paint(style, 'green', '✔')} ${words.lint.nothing}`] : []),
    '',
  ].join('\n')
}
