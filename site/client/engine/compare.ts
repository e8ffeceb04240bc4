/** Two sets of policies compared as `grade compare` does, with examples that can be watched. */
import { decisionsOf, flowOf, probeOf, yamlOf } from '../../../src/grading/compare/example.ts'
import { compareWithin, judge, policiesIn, unknownPolicies } from '../../../src/grading/compare/judge.ts'
import { examplesOf, notesFor, verdictOf } from '../../../src/grading/compare/tell.ts'
import { compareMessages } from '../../../src/grading/compare/words.ts'
import { explainWalk } from '../../../src/grading/explain/walk.ts'
import { readCluster, type ReadCluster } from '../../../src/grading/manifests/read-cluster.ts'
import type { Language } from '../../../src/grading/words.ts'
import { isNetworkPolicy } from '../../../src/kubernetes/guards.ts'
import { nameEnd } from '../../../src/network/address.ts'
import type { Counterexample } from '../../../src/network/compare/example/counterexample.ts'
import { isConnected } from '../../../src/network/compare/search.ts'
import { connect } from '../../../src/network/connect.ts'
import type { ConnectQuestion, NamespacedName } from '../../../src/network/model.ts'
import type { ComparisonShown, ExampleShown, PageFile } from './messages.ts'

/** Shorter than a page's patience with its engine, so that it is said what was not decided. */
const LIMIT_S = 8

const SIDES = ['a', 'b'] as const

/** Undefined where one of the sides cannot be read. */
export const showComparison = async (
  files: readonly [PageFile, PageFile],
  sides: readonly ReadCluster[],
  language: Language,
): Promise<ComparisonShown | undefined> => {
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
    examples: await Promise.all(
      examplesOf(compared.comparison).map((example) =>
        showExample(example, { a: { text: files[0].text, read: a }, b: { text: files[1].text, read: b } }, language),
      ),
    ),
  }
}

interface Side {
  readonly text: string
  readonly read: ReadCluster
}

const showExample = async (
  example: Counterexample,
  sides: Readonly<Record<'a' | 'b', Side>>,
  language: Language,
): Promise<ExampleShown> => {
  const words = compareMessages(language)
  const yaml = yamlOf(example).join('\n')
  const clusterWith = ({ text }: Side): string => [yaml, text].map((one) => one.trim()).join('\n---\n')
  const clusters = { a: clusterWith(sides.a), b: clusterWith(sides.b) }
  const ends = await endsOf(example, clusters)
  return {
    title: words.onlyAllows(example.allowedBy.toUpperCase()),
    flow: flowOf(example, language),
    walks: SIDES.map((side) => ({ side, rows: rowsOf(example[side], sides[side].read, language) })),
    tryIt: words.tryIt,
    yaml,
    probe: probeOf(example),
    ...(ends === undefined ? {} : { watch: { ...ends, clusters } }),
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

/** The same connection in a cluster that is made of the example's objects, where Pods have addresses of their own. */
const questionOf = ({ source, destination, port, protocol }: Counterexample): ConnectQuestion | undefined => {
  // `grade trace` and the drawings ask TCP.
  if (protocol !== 'TCP') return undefined
  return {
    from: 'pod' in source ? { pod: source.pod } : { outside: source.address },
    to: 'pod' in destination ? { pod: destination.pod } : { host: destination.address },
    port,
  }
}

/** Ends to watch; undefined where the answers would not be those of the example, which chooses addresses too. */
const endsOf = async (
  example: Counterexample,
  texts: Readonly<Record<'a' | 'b', string>>,
): Promise<{ readonly from: string; readonly to: string } | undefined> => {
  const question = questionOf(example)
  if (question === undefined) return undefined
  for (const side of SIDES) {
    const { snapshot } = await readCluster([{ path: 'cluster.yaml', text: texts[side] }])
    if (snapshot === undefined || isConnected(connect(snapshot, question)) !== isConnected(example[side])) return undefined
  }
  const { source, destination, port } = example
  return {
    from: 'pod' in source ? nameOf(source.pod) : `outside/${source.address}`,
    to: 'pod' in destination ? `${nameOf(destination.pod)}:${port}` : nameEnd(destination.address, port),
  }
}

const nameOf = ({ namespace, name }: NamespacedName): string => `pod/${namespace}/${name}`
