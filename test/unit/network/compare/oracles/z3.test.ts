/** compare against z3, both ways: what one finds different the other must, and likewise for equal. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NetworkPolicy } from '../../../../../src/kubernetes/generated/types.ts'
import { comparePolicies } from '../../../../../src/network/compare/compare.ts'
import { anyPolicy, named } from './clusters.ts'
import { MUTATIONS } from './mutations.ts'
import { REWRITES } from './rewrites.ts'
import { toSmtLib } from './smt.ts'

/** How many pairs; NETGRADE_RUNS asks for more, NETGRADE_SEED for others. */
const RUNS = Number(process.env['NETGRADE_RUNS'] ?? 300)
const SEED = Number(process.env['NETGRADE_SEED'] ?? 4)

/** The solver is a large download for tests alone: without it they are skipped, and counted as that. */
const loadSolver = async (): Promise<((text: string) => Promise<boolean>) | undefined> => {
  try {
    const { init, Z3_lbool } = await import('z3-solver')
    const { Z3 } = await init()
    const context = Z3.mk_context(Z3.mk_config())
    return async (text) => {
      const solver = Z3.mk_solver(context)
      Z3.solver_inc_ref(context, solver)
      Z3.solver_from_string(context, solver, text)
      const answer = await Z3.solver_check(context, solver)
      Z3.solver_dec_ref(context, solver)
      if (answer === Z3_lbool.Z3_L_UNDEF) throw new Error(`z3 does not know: ${text}`)
      return answer === Z3_lbool.Z3_L_TRUE
    }
  } catch {
    return undefined
  }
}

const solve = await loadSolver()

const several = fc.array(anyPolicy, { maxLength: 3 })
const pair: fc.Arbitrary<readonly [a: readonly NetworkPolicy[], b: readonly NetworkPolicy[]]> = fc.oneof(
  fc.tuple(several, several),
  fc.tuple(anyPolicy, several, fc.constantFrom(...Object.values(MUTATIONS))).map(
    ([one, others, mutate]) =>
      [
        [one, ...others],
        [mutate(one), ...others],
      ] as const,
  ),
  fc
    .tuple(several, fc.constantFrom(...REWRITES), fc.constantFrom(...REWRITES))
    .map(([policies, first, second]) => [policies, second(first(policies))] as const),
)

test.skipIf(solve === undefined)(`compare and z3 agree on ${RUNS} random pairs`, { timeout: 600_000 }, async () => {
  const seen = { equal: 0, different: 0 }
  await fc.assert(
    fc.asyncProperty(pair, fc.boolean(), async ([a, b], ipBlocksMatchPods) => {
      const comparison = comparePolicies(named(a), named(b), { ipBlocksMatchPods })
      const [onlyA, onlyB] = toSmtLib(a, b, { ipBlocksMatchPods })
      const answers = [await solve!(onlyA), await solve!(onlyB)]
      const found = comparison.kind === 'different' ? comparison : { onlyA: undefined, onlyB: undefined }
      expect(comparison.kind).not.toBe('undecided')
      expect([found.onlyA !== undefined, found.onlyB !== undefined], JSON.stringify({ a, b, ipBlocksMatchPods })).toEqual(
        answers,
      )
      seen[comparison.kind === 'equivalent' ? 'equal' : 'different']++
    }),
    { numRuns: RUNS, seed: SEED },
  )
  // Both answers occur often, or the agreement would say little.
  expect(seen.equal / RUNS).toBeGreaterThan(0.2)
  expect(seen.different / RUNS).toBeGreaterThan(0.2)
})
