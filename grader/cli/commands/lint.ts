import { isNetworkPolicy } from '../../../src/kubernetes/guards.ts'
import { lintPolicies } from '../../../src/network/compare/lint.ts'
import { analyse } from '../../environments/analysed.ts'
import { renderLint } from '../../reports/lint.ts'
import type { Cli } from '../cli.ts'
import { chooseFormat, styleOf, TEXT_OR_JSON } from '../formats.ts'

export interface LintOptions {
  readonly file?: readonly string[]
  readonly format: string
}

/** `grade lint`: what NetworkPolicies say without effect. 0: nothing, 1: something. */
export async function lint(cli: Cli, options: LintOptions): Promise<number> {
  const print = chooseFormat(options.format, TEXT_OR_JSON)
  const { snapshot, findPlace } = await analyse(cli, options.file ?? [])
  const { ipBlocksMatchPods } = snapshot.facts.cluster
  const policies = snapshot.objects.filter(isNetworkPolicy)
  const result = lintPolicies(policies, { ipBlocksMatchPods })
  cli.out(
    print(result, () =>
      renderLint(result, {
        style: styleOf(cli),
        language: cli.language,
        policies: policies.length,
        findPlace,
      }),
    ),
  )
  return result.findings.length === 0 ? 0 : 1
}
