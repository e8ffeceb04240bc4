import { isClusterNetworkPolicy, isNetworkPolicy } from '../../../src/kubernetes/guards.ts'
import { lintPolicies } from '../../../src/network/compare/lint/lint.ts'
import { analyse } from '../../environments/analysed.ts'
import { LINT_FORMATS } from '../../reports/lint.ts'
import { rangesOf, type RangeOptions } from '../program/add-ranges.ts'
import type { Cli } from '../../terminal/cli.ts'
import { chooseFormat, styleOf } from '../formats.ts'
import { startLimit } from '../limit.ts'

export interface LintOptions extends RangeOptions {
  readonly file?: readonly string[]
  readonly format: string
  /** Seconds after which the rest is not decided. */
  readonly limit?: number
}

/** `grade lint`: what policies say without effect. 0: nothing, 1: something, 3: nothing was found, and not all was decided. */
export async function lint(cli: Cli, options: LintOptions): Promise<number> {
  const render = chooseFormat(options.format, LINT_FORMATS)
  const { snapshot, findPlace, warnings } = await analyse(cli, options.file ?? [], {
    withoutPods: true,
    ranges: rangesOf(options),
  })
  const { ipBlocksMatchPods } = snapshot.facts.cluster
  const policies = snapshot.objects.filter(isNetworkPolicy)
  const clusterPolicies = snapshot.objects.filter(isClusterNetworkPolicy)
  const { limits, isOver, seconds } = startLimit(options.limit)
  const result = lintPolicies([...policies, ...clusterPolicies], { ipBlocksMatchPods, limits })
  const isLate = result.undecided.length > 0 && isOver()
  cli.out(
    render(result, {
      style: styleOf(cli),
      language: cli.language,
      policies: policies.length,
      clusterPolicies: clusterPolicies.length,
      findPlace,
      warnings,
      ...(isLate ? { gaveUpAfter: seconds } : {}),
    }),
  )
  if (result.findings.length > 0) return 1
  return result.undecided.length > 0 ? 3 : 0
}
