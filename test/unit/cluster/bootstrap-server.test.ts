import { describe, expect, test } from 'vitest'
import { toTable } from '../../../src/cluster/api/tables/to-table.ts'
import { bootstrapServer } from '../../../src/cluster/bootstrap-server.ts'
import { findServedByPlural } from '../../../src/cluster/custom/served.ts'
import { createStore } from '../../../src/cluster/store/memory-store.ts'
import { createVirtualClock } from '../../../src/cluster/virtual.ts'

const start = () => {
  const store = createStore()
  let count = 0
  const uuid = (): string => `uid-${(count += 1)}`
  store.put('nodes', { apiVersion: 'v1', kind: 'Node', metadata: { name: 'netgrade-worker', uid: 'node' } })
  const context = { store, clock: createVirtualClock(0), uuid }
  bootstrapServer(context)
  return { ...context, made: () => count }
}

const cells = (store: ReturnType<typeof createStore>, group: string, plural: string): readonly (readonly unknown[])[] => {
  const info = findServedByPlural(store, group, 'v1', plural)
  if (info === undefined) throw new Error(plural)
  const table = toTable(store.list(info.name), { info, includeObject: 'None', version: 'v1', nowMs: 0, metadata: {} })
  return (table as { readonly rows: readonly { readonly cells: readonly unknown[] }[] }).rows.map((row) => row.cells)
}

describe('what an API server writes of itself', () => {
  test('an APIService for each version of a group, local and available, and none of APIServices', () => {
    const rows = cells(start().store, 'apiregistration.k8s.io', 'apiservices')
    expect(rows.every(([, service, available]) => service === 'Local' && available === 'True')).toBe(true)
    const names = rows.map(([name]) => name)
    expect(names).toEqual(expect.arrayContaining(['v1.', 'v1.apps', 'v1.autoscaling', 'v2.autoscaling', 'v1.storage.k8s.io']))
    expect(names).not.toContain('v1.apiregistration.k8s.io')
  })

  test('levels of priority, mandatory and suggested', () => {
    const rows = cells(start().store, 'flowcontrol.apiserver.k8s.io', 'prioritylevelconfigurations')
    const shown = Object.fromEntries(
      rows.map(([name, type, shares, queues, hand, limit]) => [name, [type, shares, queues, hand, limit]]),
    )
    expect(shown).toMatchObject({
      'catch-all': ['Limited', 5, '<none>', '<none>', '<none>'],
      exempt: ['Exempt', '<none>', '<none>', '<none>', '<none>'],
      'leader-election': ['Limited', 10, 16, 4, 50],
      'workload-low': ['Limited', 100, 128, 6, 50],
    })
    expect(rows).toHaveLength(8)
  })

  test('flows, each with a level that is there', () => {
    const rows = cells(start().store, 'flowcontrol.apiserver.k8s.io', 'flowschemas')
    const shown = Object.fromEntries(
      rows.map(([name, level, precedence, by, , misses]) => [name, [level, precedence, by, misses]]),
    )
    expect(shown).toMatchObject({
      exempt: ['exempt', 1, '<none>', 'False'],
      'kube-scheduler': ['workload-high', 800, 'ByNamespace', 'False'],
      'catch-all': ['catch-all', 10_000, 'ByUser', 'False'],
    })
    expect(rows).toHaveLength(11)
  })

  test('the class of volumes of kind, and drivers of the nodes that are there', () => {
    const { store } = start()
    const [row] = cells(store, 'storage.k8s.io', 'storageclasses')
    expect(row?.slice(0, 5)).toEqual(['standard (default)', 'rancher.io/local-path', 'Delete', 'WaitForFirstConsumer', false])
    expect(cells(store, 'storage.k8s.io', 'csinodes').map((cell) => cell.slice(0, 2))).toEqual([['netgrade-worker', 0]])
  })

  test('a second start makes nothing anew', () => {
    const started = start()
    const before = started.made()
    bootstrapServer(started)
    expect(started.made()).toBe(before)
  })
})
