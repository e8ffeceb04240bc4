import type { NetworkPolicy } from '../../../../../src/kubernetes/generated/types.ts'
import { MUTATIONS } from './mutations.ts'

/** Ways to say the same in other words. */
export const REWRITES: readonly ((policies: readonly NetworkPolicy[]) => readonly NetworkPolicy[])[] = [
  (policies) => policies.toReversed(),
  (policies) => [...policies, ...policies],
  (policies) => policies.map(MUTATIONS['one rule for each peer']!),
  (policies) =>
    policies.flatMap((policy) => {
      const { ingress = [], egress = [], ...spec } = policy.spec ?? { podSelector: {} }
      const types =
        (spec.policyTypes ?? []).length > 0 ? spec.policyTypes! : ['Ingress', ...(egress.length > 0 ? ['Egress'] : [])]
      return types.map((type) => ({
        ...policy,
        spec: { ...spec, policyTypes: [type], ...(type === 'Ingress' ? { ingress } : { egress }) },
      }))
    }),
]
