/** What Kubernetes v1.34.4 makes of matchLabelKeys in new Pods. */
import { describe, expect, test } from 'vitest'
import type { Pod } from '../../../../../src/kubernetes/generated/types.ts'
import { createHarness, pod, PODS } from '../harness.ts'

const post = async (spec: object, labels: Record<string, string> = { app: 'a', v: '1' }) => {
  const given = pod('p', labels)
  const { code, body } = await createHarness().call('POST', PODS, { ...given, spec: { ...given.spec, ...spec } })
  return { code, pod: body as Pod, message: (body as { readonly message?: string }).message }
}

const required = 'requiredDuringSchedulingIgnoredDuringExecution'
const term = (keys: object) => ({ topologyKey: 'x', labelSelector: { matchLabels: { app: 'a' } }, ...keys })
const together = (keys: object) => ({ affinity: { podAffinity: { [required]: [term(keys)] } } })
const spread = (keys: object) => ({
  topologySpreadConstraints: [{ maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule', ...term(keys) }],
})

describe('labels that a Pod names by their keys', () => {
  test('stand in the selectors of its affinity', async () => {
    const { pod: made } = await post(together({ matchLabelKeys: ['v', 'none'], mismatchLabelKeys: ['app'] }))
    expect(made.spec?.affinity?.podAffinity?.[required]?.[0]?.labelSelector).toEqual({
      matchLabels: { app: 'a' },
      matchExpressions: [
        { key: 'v', operator: 'In', values: ['1'] },
        { key: 'app', operator: 'NotIn', values: ['a'] },
      ],
    })
  })

  test('stand in those of what it would rather have, and of its spread', async () => {
    const preferred = [{ weight: 1, podAffinityTerm: term({ matchLabelKeys: ['v'] }) }]
    const affinity = { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred } }
    const { pod: made } = await post({ affinity, ...spread({ matchLabelKeys: ['v'] }) })
    const expected = { matchExpressions: [{ key: 'v', operator: 'In', values: ['1'] }] }
    const [first] = made.spec?.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
    expect(first?.podAffinityTerm.labelSelector).toMatchObject(expected)
    expect(made.spec?.topologySpreadConstraints?.[0]?.labelSelector).toMatchObject(expected)
  })

  test('without such labels, and without a selector, nothing is written', async () => {
    const bare = await post(together({ matchLabelKeys: ['v'] }), {})
    expect(bare.pod.spec?.affinity?.podAffinity?.[required]?.[0]?.labelSelector).toEqual({ matchLabels: { app: 'a' } })
  })

  test.each<[object, string]>([
    [together({ matchLabelKeys: ['app'] }), `spec.affinity.podAffinity.${required}[0][0]: Invalid value: "app"`],
    [together({ matchLabelKeys: ['v', 'v'] }), `spec.affinity.podAffinity.${required}[0][1]: Invalid value: "v"`],
    [spread({ matchLabelKeys: ['app'] }), 'spec.topologySpreadConstraints[0][0]: Invalid value: "app"'],
  ])('%j has one twice', async (spec, place) => {
    const { code, message } = await post(spec)
    expect([code, message]).toEqual([422, `Pod "p" is invalid: ${place}: exists in both matchLabelKeys and labelSelector`])
  })
})
