import { describe, expect, test } from 'vitest'
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

// As k8s.io/kubernetes pkg/registry/core/pod/strategy.go, v1.34, has it.
describe('annotations that name AppArmor profiles', () => {
  const annotated = (profile: string, spec: object = {}): object => ({
    ...pod('a'),
    metadata: { name: 'a', annotations: { 'container.apparmor.security.beta.kubernetes.io/web': profile } },
    spec: { containers: [{ name: 'web', image: 'nginx' }], ...spec },
  })
  const WARNING =
    '299 - "metadata.annotations[container.apparmor.security.beta.kubernetes.io/web]: deprecated since v1.30; use the \\"appArmorProfile\\" field instead"'

  test.each([
    ['unconfined', { type: 'Unconfined' }],
    ['runtime/default', { type: 'RuntimeDefault' }],
    ['localhost/strict', { type: 'Localhost', localhostProfile: 'strict' }],
  ])('%s becomes a field, with a warning', async (profile, field) => {
    const { call } = createHarness()
    const { body, warning } = await call('POST', PODS, annotated(profile))
    expect((body as Pod).spec?.containers[0]?.securityContext).toEqual({ appArmorProfile: field })
    expect(warning).toBe(WARNING)
  })

  test.each([
    ['that the Pod has anyway', { securityContext: { appArmorProfile: { type: 'Unconfined' } } }],
    ['of a Pod for Windows', { os: { name: 'windows' } }],
  ])('one %s stays what it is', async (_which, spec) => {
    const { call } = createHarness()
    const { body, warning } = await call('POST', PODS, annotated('unconfined', spec))
    expect((body as Pod).spec?.containers[0]?.securityContext).toBeUndefined()
    expect(warning).toBeNull()
  })
})
