/** A connection that shows something about policies, as Markdown. */
import type { Language } from '../../src/grading/words.ts'
import { escapeMarkdown, fencedCode, tableOf } from './drawing/markdown.ts'
import { probeOf, yamlOf, type Decision, type Example } from '../../src/grading/compare/example.ts'
import { formatMessages } from './messages/formats.ts'

/** Whose policies decide, where there are two sets of them; the name of the side. */
interface SideDecisions {
  readonly side?: string
  readonly decisions: readonly Decision[]
}

/** A table of what decides, the cluster, and the command that tries it; `title` says what to do with them. */
export const exampleMarkdown = (
  example: Example,
  sides: readonly SideDecisions[],
  { title, language }: { readonly title: string; readonly language: Language },
): readonly string[] => {
  const words = formatMessages(language)
  const isOneOfTwo = sides.some(({ side }) => side !== undefined)
  return [
    '',
    ...tableOf(
      [...(isOneOfTwo ? [words.side] : []), words.place, words.decision, words.outcome, words.where],
      sides.flatMap(({ side, decisions }) =>
        decisions.map(({ place, detail, outcome, where }) => [
          ...(side === undefined ? [] : [side]),
          place,
          detail,
          outcome,
          where.join(' '),
        ]),
      ),
    ),
    '',
    escapeMarkdown(title),
    '',
    ...fencedCode('yaml', yamlOf(example)),
    '',
    ...fencedCode('sh', [probeOf(example)]),
  ]
}
