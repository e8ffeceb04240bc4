import type { AnyNetworkPolicy } from '../../../src/kubernetes/extensions/cluster-network-policy/types.ts'
import { isClusterNetworkPolicy, isNetworkPolicy } from '../../../src/kubernetes/guards.ts'
import { comparePolicies, relationOf, type Expectation } from '../../../src/network/compare/compare.ts'
import { OUT_OF_TIME } from '../../../src/network/compare/diagram.ts'
import { compareReadings } from '../../../src/network/compare/readings.ts'
import type { Standing } from '../../../src/network/compare/standing.ts'
import { analyse, type Analysed } from '../../environments/analysed.ts'
import { COMPARE_FORMATS } from '../../reports/compare-formats.ts'
import { judge, type Compared, type Side } from '../../reports/compare.ts'
import { rangesOf, type RangeOptions } from '../program/add-ranges.ts'
import type { Cli } from '../cli.ts'
import { chooseFormat, styleOf } from '../formats.ts'
import { startLimit, type TimeLimit } from '../limit.ts'

export interface CompareOptions extends RangeOptions {
  readonly format: string
  /** Seconds after which nothing is claimed. */
  readonly limit?: number
  /** What B should be to A; equal where absent. */
  readonly expect?: Expectation
}

const EXIT_CODES: Readonly<Record<Standing, number>> = { met: 0, 'not-met': 1, undecided: 3, depends: 4 }

/**
 * `grade compare A B`: do two sets of policies allow the same in every possible cluster? 0: B is to A what was expected, 1: it is not,
 * 3: not decided, 4: it depends on the network plugin.
 */
export async function compare(cli: Cli, names: readonly [a: string, b: string], options: CompareOptions): Promise<number> {
  const render = chooseFormat(options.format, COMPARE_FORMATS)
  const ranges = rangesOf(options)
  const given = await Promise.all(
    names.map((name) =>
      analyse(cli, name === 'embedded' ? [] : [name], { withoutPods: true, ...(name === 'embedded' ? {} : { ranges }) }),
    ),
  )
  const [a = [], b = []] = given.map(policiesOf)
  const compared = compareWithin(a, b, { expected: options.expect ?? 'equal', limit: startLimit(options.limit) })
  const side = (index: 0 | 1): Side => ({
    name: names[index],
    policies: [a, b][index]?.filter(isNetworkPolicy).length ?? 0,
    clusterPolicies: [a, b][index]?.filter(isClusterNetworkPolicy).length ?? 0,
    findPlace: (where) => given[index]?.findPlace(where),
    warnings: given[index]?.warnings ?? [],
  })
  cli.out(render(compared, { style: styleOf(cli), language: cli.language, a: side(0), b: side(1) }))
  return EXIT_CODES[judge(compared).outcome]
}

const compareWithin = (
  a: readonly AnyNetworkPolicy[],
  b: readonly AnyNetworkPolicy[],
  { expected, limit }: { readonly expected: Expectation; readonly limit: TimeLimit },
): Compared => {
  const { limits, seconds } = limit
  const comparison = comparePolicies(a, b, { limits })
  const relation = relationOf(comparison)
  const isLate = comparison.kind === 'undecided' && comparison.reason === OUT_OF_TIME
  return {
    comparison,
    relation,
    readings: relation === undefined ? undefined : compareReadings(a, b, { usual: relation, limits }),
    expected,
    ...(isLate ? { gaveUpAfter: seconds } : {}),
  }
}

const policiesOf = ({ snapshot }: Analysed): readonly AnyNetworkPolicy[] =>
  snapshot.objects.filter((object) => isNetworkPolicy(object) || isClusterNetworkPolicy(object))
