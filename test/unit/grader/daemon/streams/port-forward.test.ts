import { beforeAll, expect, test } from 'vitest'
import { refusalOf } from '../../../../../grader/daemon/streams/port-forward.ts'
import type { Cluster } from '../../../../../src/cluster/contract.ts'
import { apply, create, pod, read } from '../../../cluster/support/one-cluster.ts'

const TARGET = { namespace: 'default', name: 'web' }

let cluster: Cluster

const refusal = (port: number, uid = read(cluster, 'web').metadata.uid ?? ''): string | undefined =>
  refusalOf(cluster, { ...TARGET, uid }, port)

beforeAll(async () => {
  cluster = create()
  apply(cluster, pod('web', 'nginx'))
  await cluster.settle()
})

test('a port where somebody listens is not refused', () => {
  expect(refusal(80)).toBeUndefined()
})

test('a port where nobody listens is refused for both families', () => {
  expect(refusal(81)).toMatch(
    /^error forwarding port 81 to pod ([\da-f]{64}), uid : failed to execute portforward in network namespace "\/var\/run\/netns\/cni-[\da-f-]{36}": failed to connect to localhost:81 inside namespace "\1", IPv4: dial tcp4 127\.0\.0\.1:81: connect: connection refused IPv6 dial tcp6 \[::1\]:81: connect: connection refused $/u,
  )
})

test('a Pod that is gone, whatever took its name, has no network any more', () => {
  expect(refusal(80, 'another')).toMatch(
    /^error forwarding port 80 to pod ([\da-f]{64}), uid : network namespace for sandbox "\1" is closed$/u,
  )
})
