import { isNetworkPolicy } from '../../../src/kubernetes/guards.ts'
import type { NetworkPolicy } from '../../../src/kubernetes/generated/types.ts'
import { comparePolicies, type Comparison } from '../../../src/network/compare/compare.ts'
import { blocksOfRules, compilePolicies } from '../../../src/network/policy/compile.ts'
import { analyse, type Analysed } from '../../environments/analysed.ts'
import { renderComparison, type Side } from '../../reports/compare.ts'
import type { Cli } from '../cli.ts'
import { chooseFormat, styleOf, TEXT_OR_JSON } from '../formats.ts'

export interface CompareOptions {
  readonly format: string
  /** Seconds after which nothing is claimed. */
  readonly limit?: number
}

const EXIT_CODES: Readonly<Record<Comparison['kind'], number>> = { equivalent: 0, different: 1, undecided: 3 }

const DEFAULT_LIMIT_S = 60

/** `grade compare A B`: do two sets of policies allow the same in every possible cluster? 0: yes, 1: no, 3: not decided. */
export async function compare(cli: Cli, names: readonly [a: string, b: string], options: CompareOptions): Promise<number> {
  const print = chooseFormat(options.format, TEXT_OR_JSON)
  const given = await Promise.all(names.map((name) => analyse(cli, name === 'embedded' ? [] : [name])))
  const [a = [], b = []] = given.map(policiesOf)
  const limit = options.limit ?? DEFAULT_LIMIT_S
  const until = Date.now() + limit * 1000
  const ask = (ipBlocksMatchPods: boolean): Comparison => {
    const comparison = comparePolicies(a, b, {
      ipBlocksMatchPods,
      limits: { shouldStop: () => Date.now() > until },
    })
    return comparison.kind === 'undecided' && comparison.reason === 'out of time'
      ? { kind: 'undecided', reason: `${limit} s` }
      : comparison
  }
  const comparison = ask(true)
  const dependsOnBlocks = hasBlocks([...a, ...b]) && areContrary(comparison, ask(false))
  const side = (index: 0 | 1): Side => ({
    name: names[index],
    policies: [a, b][index]?.length ?? 0,
    findPlace: (where) => given[index]?.findPlace(where),
  })
  cli.out(
    print({ ...comparison, dependsOnBlocks }, () =>
      renderComparison(comparison, {
        style: styleOf(cli),
        language: cli.language,
        a: side(0),
        b: side(1),
        dependsOnBlocks,
      }),
    ),
  )
  return EXIT_CODES[comparison.kind]
}

const policiesOf = ({ snapshot }: Analysed): readonly NetworkPolicy[] => snapshot.objects.filter(isNetworkPolicy)

const hasBlocks = (policies: readonly NetworkPolicy[]): boolean =>
  compilePolicies(policies).all.some(({ rules }) => blocksOfRules([...rules.ingress, ...rules.egress]).length > 0)

/** What is not decided contradicts nothing. */
const areContrary = (one: Comparison, other: Comparison): boolean =>
  one.kind !== 'undecided' && other.kind !== 'undecided' && shapeOf(one) !== shapeOf(other)

/** Which side allows more, if any. */
const shapeOf = (comparison: Comparison): string =>
  comparison.kind === 'different'
    ? `${comparison.onlyA === undefined ? '' : 'a'}${comparison.onlyB === undefined ? '' : 'b'}`
    : comparison.kind
