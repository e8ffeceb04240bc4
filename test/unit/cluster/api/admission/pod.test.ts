import { expect, test } from 'vitest'
import type { Pod } from '../../../../../src/kubernetes/generated/types.ts'
import { createHarness, pod, PODS } from '../harness.ts'

test('a copy of a Pod takes the token’s volume of the original along, for containers that are new as well', async () => {
  const { call } = createHarness()
  const { spec } = (await call('POST', PODS, pod('original'))).body as Pod
  const containers = [...(spec?.containers ?? []), { name: 'debugger', image: 'busybox' }]
  const copy = (await call('POST', PODS, { ...pod('copy'), spec: { ...spec, containers } })).body as Pod
  const [volume, ...more] = copy.spec?.volumes ?? []
  expect(more).toEqual([])
  expect(volume).toEqual(spec?.volumes?.[0])
  expect(volume?.name).toMatch(/^kube-api-access-/u)
  expect(copy.spec?.containers.map(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name))).toEqual([
    [volume?.name],
    [volume?.name],
  ])
})
