import { isNetworkPolicy } from '../../../src/kubernetes/guards.ts'
import { lintPolicies } from '../../../src/network/compare/lint.ts'
import { analyse } from '../../environments/analysed.ts'
import { renderLint } from '../../reports/lint.ts'
import type { Cli } from '../cli.ts'
import { Problem } from '../problem.ts'

export interface LintOptions {
  readonly file?: readonly string[]
  readonly format: string
}

/** `grade lint`: what NetworkPolicies say without effect. 0: nothing, 1: something. */
export async function lint(cli: Cli, options: LintOptions): Promise<number> {
  if (!['text', 'json'].includes(options.format))
    throw new Problem('unknown-format', { given: options.format, formats: 'text, json' })
  const { snapshot, findPlace } = await analyse(cli, options.file ?? [])
  const { ipBlocksMatchPods } = snapshot.facts.cluster
  const policies = snapshot.objects.filter(isNetworkPolicy)
  const result = lintPolicies(policies, { ipBlocksMatchPods })
  cli.out(
    options.format === 'json'
      ? JSON.stringify(result, undefined, 2)
      : renderLint(result, {
          style: { color: cli.color, width: cli.width },
          language: cli.language,
          policies: policies.length,
          findPlace,
        }),
  )
  return result.findings.length === 0 ? 0 : 1
}
