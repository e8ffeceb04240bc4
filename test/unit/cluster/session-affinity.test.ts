import { describe, expect, test } from 'vitest'
import { createEndpointChooser } from '../../../src/cluster/session-affinity.ts'
import { createStore } from '../../../src/cluster/store/memory-store.ts'
import { createVirtualClock, isVirtualClock } from '../../../src/cluster/virtual.ts'
import { connect } from '../../../src/network/connect.ts'
import type { ConnectOutcome } from '../../../src/network/model.ts'
import { apply, create, exec, pod, START } from './support/one-cluster.ts'

const service = (spec: object): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80 }], ...spec },
})

const start = async (spec: object) => {
  const cluster = create()
  apply(cluster, ...['a', 'b', 'c'].map((name) => pod(name, 'nginx', { labels: { app: 'web' } })), service(spec))
  apply(cluster, pod('one', 'busybox', { container: { command: ['sleep', '1000'] } }))
  await cluster.settle()
  for (const name of ['a', 'b', 'c']) await exec(cluster, name, 'sh', '-c', 'hostname > /usr/share/nginx/html/index.html')
  return cluster
}

const LOOP = 'for i in 1 2 3 4 5 6 7 8; do wget -qO- web; done'

describe('session affinity', () => {
  test('S28: a client keeps its endpoint, which without affinity it does not', async () => {
    const kept = await exec(await start({ sessionAffinity: 'ClientIP' }), 'one', 'sh', '-c', LOOP)
    expect(new Set(kept.out.trim().split('\n')).size).toBe(1)
    const spread = await exec(await start({}), 'one', 'sh', '-c', LOOP)
    expect(new Set(spread.out.trim().split('\n')).size).toBe(3)
  })

  test('S28: for as long as the Service says after its last connection', async () => {
    const cluster = await start({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 10 } } })
    const ask = (chance: number): string | undefined => {
      const question = { from: { pod: { namespace: 'default', name: 'one' } }, to: { host: 'web' }, port: 80 }
      return cluster.choose(connect(cluster.snapshot(), question).outcomes, chance)?.endpoint?.pod?.name
    }
    const pass = (ms: number): void => {
      if (isVirtualClock(cluster.clock)) cluster.clock.advance(ms)
    }
    const first = ask(0)
    expect(ask(0.9)).toBe(first)
    pass(9_000)
    expect(ask(0.9)).toBe(first)
    pass(9_000)
    expect(ask(0.9)).toBe(first)
    pass(10_000)
    expect(ask(0.9)).not.toBe(first)
  })

  test('nothing to choose from is nothing', () => {
    const chooser = createEndpointChooser({ store: createStore(), clock: createVirtualClock(START) })
    const none: readonly ConnectOutcome[] = []
    expect(chooser.choose(none, 0)).toBeUndefined()
  })
})
