/** The reports of `grade compare` and `grade forbid`: what holds in every possible cluster, and if not, a cluster that shows it. */
import { describeEnd } from '../../src/grading/explain/example.ts'
import { explainWalk } from '../../src/grading/explain/walk.ts'
import { withoutOwnName } from '../../src/grading/repair/show-patch.ts'
import type { Language } from '../../src/grading/words.ts'
import type { Pod } from '../../src/kubernetes/generated/types.ts'
import { isPod } from '../../src/kubernetes/guards.ts'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { renderYaml } from '../../src/kubernetes/yaml/render-yaml.ts'
import type { Comparison } from '../../src/network/compare/compare.ts'
import type { Counterexample } from '../../src/network/compare/counterexample.ts'
import type { InvariantAnswer } from '../../src/network/compare/invariant.ts'
import type { Connection, NamespacedName } from '../../src/network/model.ts'
import { alignColumns, paint, wrap, type Style } from './layout.ts'
import { reportMessages, type ReportMessages } from './messages/messages.ts'
import { placesOf, type FindPlace } from './places.ts'

export interface Side {
  /** As it was named on the command line. */
  readonly name: string
  readonly policies: number
  readonly findPlace: FindPlace
}

export interface CompareReportOptions {
  readonly style: Style
  readonly language: Language
  readonly a: Side
  readonly b: Side
  /** True where the answer would be another if ipBlocks did not match Pods (N19). */
  readonly dependsOnBlocks: boolean
}

export const renderComparison = (comparison: Comparison, options: CompareReportOptions): string => {
  const { style, language, a, b, dependsOnBlocks } = options
  const words = reportMessages(language)
  const sides = alignColumns([
    ['A', a.name, words.policies(a.policies)],
    ['B', b.name, words.policies(b.policies)],
  ])
  const note = dependsOnBlocks ? ['', ...wrap(words.dependsOnBlocks, style.width)] : []
  return [...sides, '', ...verdict(comparison, words, options), ...note, ''].join('\n')
}

const verdict = (comparison: Comparison, words: ReportMessages, options: CompareReportOptions): readonly string[] => {
  const { style } = options
  switch (comparison.kind) {
    case 'equivalent':
      return [`${paint(style, 'green', '✔')} ${words.equivalent}`]
    case 'undecided':
      return [`${paint(style, 'yellow', '?')} ${words.undecided(comparison.reason)}`]
    case 'different': {
      const { onlyA, onlyB } = comparison
      const title =
        onlyA === undefined ? words.stricter('A', 'B') : onlyB === undefined ? words.stricter('B', 'A') : words.neither
      const examples = [onlyA, onlyB].flatMap((example) =>
        example === undefined ? [] : renderExample(example, words, options),
      )
      return [`${paint(style, 'red', '✘')} ${title}`, ...examples]
    }
  }
}

const flowOf = ({ source, destination, port, protocol }: Counterexample, language: Language): string =>
  `${describeEnd(source)[language]} → ${describeEnd(destination)[language]}, ${protocol} ${port}`

const renderExample = (example: Counterexample, words: ReportMessages, options: CompareReportOptions): readonly string[] => {
  const { style, language } = options
  const [allowing, denying] = example.allowedBy === 'a' ? (['a', 'b'] as const) : (['b', 'a'] as const)
  return [
    '',
    `${paint(style, 'bold', words.onlyAllows(allowing.toUpperCase()))}   ${flowOf(example, language)}`,
    ...decisions(example[allowing], options[allowing], options).map((line) => `  ${allowing.toUpperCase()}  ${line}`),
    ...decisions(example[denying], options[denying], options).map((line) => `  ${denying.toUpperCase()}  ${line}`),
    ...renderTrial(example, words.tryIt, style),
  ]
}

const renderTrial = (example: Counterexample, title: string, style: Style): readonly string[] => [
  '',
  `  ${title}`,
  ...toYaml(example.objects).map((line) => paint(style, 'dim', `    ${line}`.trimEnd())),
  `    ${probeOf(example)}`,
]

export interface InvariantReportOptions extends Pick<Side, 'findPlace'> {
  readonly style: Style
  readonly language: Language
  /** As they were typed. */
  readonly ends: readonly [from: string, to: string]
}

export const renderInvariant = (answer: InvariantAnswer, options: InvariantReportOptions): string => {
  const { style, language, ends } = options
  const words = reportMessages(language)
  const name = `${ends[0]} → ${ends[1]}`
  switch (answer.kind) {
    case 'holds':
      return `${paint(style, 'green', '✔')} ${words.holds(name)}`
    case 'undecided':
      return `${paint(style, 'yellow', '?')} ${words.undecided(answer.reason)}`
    case 'broken':
      return [
        `${paint(style, 'red', '✘')} ${words.broken(name)}`,
        '',
        `  ${flowOf(answer.example, language)}`,
        ...decisions(answer.example.a, options, options).map((line) => `  ${line}`),
        ...renderTrial(answer.example, words.tryThem, style),
        '',
      ].join('\n')
  }
}

/** What each end's policies say, with the rule and where it was written. */
const decisions = (
  { outcomes }: Connection,
  { findPlace }: Pick<Side, 'findPlace'>,
  { language }: Pick<CompareReportOptions, 'language'>,
): readonly string[] => {
  const hops = (outcomes[0]?.walk.hops ?? []).filter((hop) => hop.kind === 'policy')
  const rows = explainWalk({ hops }).map((row, index) => [
    row.place[language],
    row.detail[language],
    row.outcome[language],
    ...placesOf(hops[index], findPlace),
  ])
  return alignColumns(rows)
}

/** As kubectl takes it: what a cluster adds or chooses itself is left out. */
const toYaml = (objects: readonly KubernetesObject[]): readonly string[] =>
  objects
    .map((object) => renderYaml(isPod(object) ? unplaced(object) : withoutOwnName(object)).trimEnd())
    .join('\n---\n')
    .split('\n')

const unplaced = ({ status: _status, ...pod }: Pod): Omit<Pod, 'status'> => {
  const { nodeName: _node, ...spec } = pod.spec ?? { containers: [] }
  return { ...pod, spec }
}

/** A command that tries the connection; a Pod's address is asked of the cluster. */
const probeOf = ({ source, destination, port, protocol, question }: Counterexample): string => {
  if (!('pod' in source)) return `# ${source.address} → NODE:${question.port}`
  const { namespace, name } = source.pod
  const ask = (pod: NamespacedName): string =>
    `$(kubectl -n ${pod.namespace} get pod ${pod.name} -o jsonpath='{.status.podIP}')`
  const target = 'pod' in destination ? ask(destination.pod) : destination.address
  const address = 'address' in destination && target.includes(':') ? `[${target}]` : target
  return `kubectl -n ${namespace} exec ${name} -- /agnhost connect --protocol ${protocol.toLowerCase()} --timeout 2s "${address}:${port}"`
}
