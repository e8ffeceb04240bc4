/** Two sets of policies compared as `grade compare` does, with examples that can be watched. */
import { decisionsOf, flowOf, probeOf, yamlOf } from '../../../src/grading/compare/example.ts'
import { compareWithin, judge, policiesIn, unknownPolicies } from '../../../src/grading/compare/judge.ts'
import { examplesOf, notesFor, verdictOf } from '../../../src/grading/compare/tell.ts'
import { compareMessages } from '../../../src/grading/compare/words.ts'
import { explainWalk } from '../../../src/grading/explain/walk.ts'
import type { ReadCluster } from '../../../src/grading/manifests/read-cluster.ts'
import type { Language } from '../../../src/grading/words.ts'
import { isNetworkPolicy } from '../../../src/kubernetes/guards.ts'
import { nameEnd } from '../../../src/network/address.ts'
import type { Counterexample } from '../../../src/network/compare/example/counterexample.ts'
import type { ConnectQuestion } from '../../../src/network/model.ts'
import type { ComparisonShown, ExampleShown } from './messages.ts'

/** Shorter than a page's patience with its engine, so that it is said what was not decided. */
const LIMIT_S = 8

/** Undefined where one of the sides cannot be read. */
export const showComparison = (sides: readonly ReadCluster[], language: Language): ComparisonShown | undefined => {
  const [a, b] = sides
  if (a?.snapshot === undefined || b?.snapshot === undefined) return undefined
  const words = compareMessages(language)
  const [policiesA, policiesB] = [policiesIn(a.snapshot), policiesIn(b.snapshot)]
  const counts = [policiesA, policiesB].map((policies) => {
    const own = policies.filter(isNetworkPolicy).length
    return words.policies(own, policies.length - own)
  })
  const base = { counts: [counts[0] ?? '', counts[1] ?? ''] as const }
  const unknown = unknownPolicies([...a.skipped, ...b.skipped])
  if (unknown.length > 0)
    return { ...base, standing: 'undecided', verdict: words.unknownKinds(unknown.join(', ')), notes: [], examples: [] }
  const until = performance.now() + LIMIT_S * 1000
  const compared = compareWithin(policiesA, policiesB, {
    expected: 'equal',
    limits: { shouldStop: () => performance.now() > until },
    seconds: LIMIT_S,
  })
  return {
    ...base,
    standing: judge(compared).outcome,
    verdict: verdictOf(compared, language),
    notes: notesFor(compared, language),
    examples: examplesOf(compared.comparison).map((example) => showExample(example, { a, b }, language)),
  }
}

const showExample = (
  example: Counterexample,
  sides: Readonly<Record<'a' | 'b', ReadCluster>>,
  language: Language,
): ExampleShown => {
  const words = compareMessages(language)
  const ends = endsOf(example.question)
  return {
    title: words.onlyAllows(example.allowedBy.toUpperCase()),
    flow: flowOf(example, language),
    walks: (['a', 'b'] as const).map((side) => ({ side, rows: rowsOf(example[side], sides[side], language) })),
    tryIt: words.tryIt,
    yaml: yamlOf(example).join('\n'),
    probe: probeOf(example),
    ...(ends === undefined ? {} : { ends }),
  }
}

/** The whole walk; policies with the rules that decided, and where they were written. */
const rowsOf = (
  connection: Counterexample['a'],
  { findPosition }: ReadCluster,
  language: Language,
): ExampleShown['walks'][number]['rows'] => {
  const walk = connection.outcomes[0]?.walk ?? { hops: [] }
  const decisions = decisionsOf(
    connection,
    ({ object, path }) => {
      const position = findPosition(object, path)
      return position === undefined ? undefined : `${position.file}:${position.line}:${position.column}`
    },
    language,
  )
  let decided = 0
  return explainWalk(walk).map(({ place, detail, outcome }, index) => {
    const hop = walk.hops[index]
    const where = hop?.kind === 'policy' ? (decisions[decided++]?.where ?? []) : []
    return {
      place: place[language],
      detail: detail[language],
      outcome: outcome[language],
      where,
      stops: hop !== undefined && 'stops' in hop && hop.stops,
    }
  })
}

/** `grade trace` asks TCP, and names Pods, nodes, Services and addresses. */
const endsOf = ({ from, to, port, protocol = 'TCP' }: ConnectQuestion): ExampleShown['ends'] => {
  if (protocol !== 'TCP' || typeof port !== 'number') return undefined
  const source = 'pod' in from ? nameOf('pod', from.pod) : 'node' in from ? `node/${from.node}` : `outside/${from.outside}`
  if ('pod' in to) return { from: source, to: `${nameOf('pod', to.pod)}:${port}` }
  if ('service' in to) return { from: source, to: `${nameOf('service', to.service)}:${port}` }
  if ('node' in to) return { from: source, to: `node/${to.node}:${port}` }
  return { from: source, to: nameEnd(to.host, port) }
}

const nameOf = (kind: string, { namespace, name }: { readonly namespace: string; readonly name: string }): string =>
  `${kind}/${namespace}/${name}`
