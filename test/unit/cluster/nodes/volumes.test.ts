import { expect, test } from 'vitest'
import { apply, create, pod, read } from '../support/one-cluster.ts'

const volumes = [{ name: 'settings', configMap: { name: 'nowhere' } }]

test.each([
  ['that no container mounts keeps nobody waiting', {}, 'Running'],
  ['that a container mounts is waited for', { volumeMounts: [{ name: 'settings', mountPath: '/etc/settings' }] }, 'Pending'],
])('a volume whose ConfigMap is missing and %s', async (_title, container, phase) => {
  const cluster = create()
  apply(cluster, pod('web', 'nginx', { spec: { volumes, containers: [{ name: 'c', image: 'nginx', ...container }] } }))
  await cluster.settle()
  expect(read(cluster, 'web').status?.phase).toBe(phase)
})
