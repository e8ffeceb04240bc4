import { expect, test } from 'vitest'
import { openLab, tool } from '../nodes/support/lab.ts'

const MIRROR = 'kube-apiserver-netgrade-control-plane'

test('Service kubernetes comes back with its address and endpoints within ten seconds', async () => {
  const lab = await openLab(tool('client'))
  const { store, writer } = lab.cluster
  const before = store.get('services', 'default', 'kubernetes')
  for (const [apiVersion, kind] of [
    ['v1', 'Service'],
    ['v1', 'Endpoints'],
    ['discovery.k8s.io/v1', 'EndpointSlice'],
  ] as const)
    expect(writer.delete({ apiVersion, kind, namespace: 'default', name: 'kubernetes' }).ok).toBe(true)
  await lab.pass(5_000)
  expect(store.get('services', 'default', 'kubernetes')).toBeUndefined()
  await lab.pass(6_000)
  const after = store.get('services', 'default', 'kubernetes')
  expect(after).toEqual({ ...before, metadata: expect.anything(), spec: (before as { spec?: unknown }).spec })
  expect(after?.metadata.uid).not.toBe(before?.metadata.uid)
  expect(store.get('endpoints', 'default', 'kubernetes')).toBeDefined()
  const { stdout } = await lab.run('client', 'wget -qO- --no-check-certificate https://kubernetes/version')
  expect(stdout).toContain('"gitVersion": "v1.34.4"')
})

test('the mirror of a Pod of the control plane comes back as a new one', async () => {
  const lab = await openLab()
  const { store, writer } = lab.cluster
  const before = store.get('pods', 'kube-system', MIRROR)
  writer.delete({ apiVersion: 'v1', kind: 'Pod', namespace: 'kube-system', name: MIRROR }, { gracePeriodSeconds: 0 })
  await lab.pass(3_000)
  const after = store.get('pods', 'kube-system', MIRROR)
  expect(after?.metadata.uid).not.toBe(before?.metadata.uid)
  expect((after as { status?: { phase?: string } } | undefined)?.status?.phase).toBe('Running')
})
