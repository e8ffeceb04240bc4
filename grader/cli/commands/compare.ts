import { compareWithin, judge, policiesIn } from '../../../src/grading/compare/judge.ts'
import { isClusterNetworkPolicy, isNetworkPolicy } from '../../../src/kubernetes/guards.ts'
import type { Expectation } from '../../../src/network/compare/compare.ts'
import type { Standing } from '../../../src/network/compare/standing.ts'
import { analyse } from '../../environments/analysed.ts'
import { COMPARE_FORMATS } from '../../reports/compare-formats.ts'
import type { Side } from '../../reports/compare.ts'
import { rangesOf, type RangeOptions } from '../program/add-ranges.ts'
import type { Cli } from '../../terminal/cli.ts'
import { chooseFormat, styleOf } from '../formats.ts'
import { startLimit } from '../limit.ts'

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
  const [a = [], b = []] = given.map(({ snapshot }) => policiesIn(snapshot))
  const compared = compareWithin(a, b, { expected: options.expect ?? 'equal', ...startLimit(options.limit) })
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
