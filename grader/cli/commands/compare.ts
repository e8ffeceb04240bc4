import type { AnyNetworkPolicy } from '../../../src/kubernetes/extensions/cluster-network-policy/types.ts'
import { isClusterNetworkPolicy, isNetworkPolicy } from '../../../src/kubernetes/guards.ts'
import { comparePolicies, meets, relationOf, type Expectation } from '../../../src/network/compare/compare.ts'
import { OUT_OF_TIME } from '../../../src/network/compare/diagram.ts'
import { compareReadings } from '../../../src/network/compare/readings.ts'
import { analyse, type Analysed } from '../../environments/analysed.ts'
import { COMPARE_FORMATS } from '../../reports/compare-formats.ts'
import type { Compared, Side } from '../../reports/compare.ts'
import { rangesOf, type RangeOptions } from '../add-ranges.ts'
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

/**
 * `grade compare A B`: do two sets of policies allow the same in every possible cluster? 0: B is to A what was expected, 1: it is not,
 * 3: not decided.
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
  })
  cli.out(render(compared, { style: styleOf(cli), language: cli.language, a: side(0), b: side(1) }))
  if (compared.relation === undefined) return 3
  return compared.met ? 0 : 1
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
    met: relation !== undefined && meets(relation, expected),
    ...(isLate ? { gaveUpAfter: seconds } : {}),
  }
}

const policiesOf = ({ snapshot }: Analysed): readonly AnyNetworkPolicy[] =>
  snapshot.objects.filter((object) => isNetworkPolicy(object) || isClusterNetworkPolicy(object))
