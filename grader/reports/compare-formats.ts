/** `grade compare` in every format. */
import { decisionsOf, flowOf } from '../../src/grading/compare/example.ts'
import { judge, type Compared } from '../../src/grading/compare/judge.ts'
import { examplesOf, notesFor, verdictOf } from '../../src/grading/compare/tell.ts'
import { compareMessages } from '../../src/grading/compare/words.ts'
import { columnOf } from './example-column.ts'
import { exampleMarkdown } from './example-markdown.ts'
import { markOf, renderComparison, type CompareReportOptions } from './compare.ts'
import { escapeMarkdown } from './drawing/markdown.ts'
import { drawDot, drawSvg, type Picture } from './drawing/picture.ts'
import { formatMessages } from './messages/formats.ts'
import { toJson } from './warnings.ts'

type Render = (compared: Compared, options: CompareReportOptions) => string

const SIDES = ['a', 'b'] as const

const renderMarkdown: Render = (compared, options) => {
  const { language } = options
  const words = compareMessages(language)
  return [
    ...SIDES.map(
      (side) =>
        `- ${side.toUpperCase()}: ${escapeMarkdown(options[side].name)}, ${words.policies(options[side].policies, options[side].clusterPolicies)}`,
    ),
    '',
    `**${markOf(compared)[1]} ${escapeMarkdown(verdictOf(compared, language))}**`,
    ...notesFor(compared, language).flatMap(([first = '', ...rest]) => [
      '',
      escapeMarkdown(first),
      ...(rest.length === 0 ? [] : ['', ...rest.map((line) => `- ${escapeMarkdown(line.trim())}`)]),
    ]),
    ...examplesOf(compared.comparison).flatMap((example) => [
      '',
      `**${words.onlyAllows(example.allowedBy.toUpperCase())}**: ${escapeMarkdown(flowOf(example, language))}`,
      ...exampleMarkdown(
        example,
        SIDES.map((side) => ({
          side: side.toUpperCase(),
          decisions: decisionsOf(example[side], options[side].findPlace, language),
        })),
        { title: words.tryIt, language },
      ),
    ]),
    '',
  ].join('\n')
}

/** Each example twice: with the policies of the side that allows it, and of the one that does not. */
const pictureOf = (compared: Compared, options: CompareReportOptions): Picture => {
  const { language } = options
  const words = formatMessages(language)
  const examples = examplesOf(compared.comparison)
  const columns = examples.flatMap((example) =>
    SIDES.map((side) => {
      const name = `${side.toUpperCase()} ${options[side].name}`
      const isAllowing = example.allowedBy === side
      return columnOf(example, {
        heading: isAllowing ? words.sideAllows(name) : words.sideDenies(name),
        decisions: decisionsOf(example[side], options[side].findPlace, language),
        language,
      })
    }),
  )
  const description = examples
    .map((example) =>
      words.compareDescription(
        flowOf(example, language),
        example.allowedBy.toUpperCase(),
        example.allowedBy === 'a' ? 'B' : 'A',
      ),
    )
    .join(' ')
  return {
    title: verdictOf(compared, language),
    description: examples.length === 0 ? words.nothingToDraw : description,
    columns,
  }
}

export const COMPARE_FORMATS: Readonly<Record<string, Render>> = {
  text: renderComparison,
  json: (compared, { a, b }) => toJson({ ...judge(compared), ...compared }, [...a.warnings, ...b.warnings]),
  markdown: renderMarkdown,
  dot: (compared, options) => drawDot(pictureOf(compared, options)),
  svg: (compared, options) => drawSvg(pictureOf(compared, options)),
}
