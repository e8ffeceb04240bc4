import { expect, test } from 'vitest'
import { podPrinter } from '../../../../../src/cluster/api/tables/pod.ts'
import type { ContainerStatus, Pod } from '../../../../../src/kubernetes/generated/types.ts'

const status = (name: string, more: Partial<ContainerStatus>): ContainerStatus => ({
  name,
  image: '',
  imageID: '',
  ready: false,
  restartCount: 0,
  ...more,
})
const RUNNING = { ready: true, started: true, state: { running: { startedAt: '2026-01-01T00:00:00Z' } } }
const DONE = { state: { terminated: { exitCode: 0, reason: 'Completed' } } }

const cells = (phase: string, inits: readonly ContainerStatus[], main: ContainerStatus, isInitialized: boolean) => {
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { initContainers: [{ name: 's', restartPolicy: 'Always' }, { name: 'i' }], containers: [{ name: 'c' }] },
    status: {
      phase,
      initContainerStatuses: inits,
      containerStatuses: [main],
      conditions: [{ type: 'Initialized', status: isInitialized ? 'True' : 'False' }],
    },
  }
  return podPrinter.print(pod, 0).slice(1, 4)
}

test('a sidecar counts among the containers, and its restarts with theirs', () => {
  const waiting = status('c', { state: { waiting: { reason: 'PodInitializing' } } })
  const going = status('i', { state: { running: { startedAt: '2026-01-01T00:00:00Z' } } })
  expect(cells('Pending', [status('s', RUNNING), going], waiting, false)).toEqual(['1/2', 'Init:1/2', '0'])
  expect(
    cells('Running', [status('s', { ...RUNNING, restartCount: 2 }), status('i', DONE)], status('c', RUNNING), true),
  ).toEqual(['2/2', 'Running', '2'])
  expect(cells('Succeeded', [status('s', DONE), status('i', DONE)], status('c', DONE), true)).toEqual(['0/2', 'Completed', '0'])
})
