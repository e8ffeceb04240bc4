import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { renderDuration } from '../../../../../src/cluster/api/tables/age.ts'
import { toTable } from '../../../../../src/cluster/api/tables/to-table.ts'
import { findServedByPlural } from '../../../../../src/cluster/custom/served.ts'
import { createStore } from '../../../../../src/cluster/store/memory-store.ts'

const ORACLE = join(import.meta.dirname, '../../../../../../shared/oracles/api/table-columns.json')

interface Column {
  readonly name: string
  readonly type: string
  readonly format: string
  readonly priority: number
  readonly description: string
}

const columns: Readonly<Record<string, readonly Column[]>> = existsSync(ORACLE)
  ? (JSON.parse(readFileSync(ORACLE, 'utf8')) as Record<string, readonly Column[]>)
  : {}

const served = Object.entries(columns).flatMap(([path, expected]) => {
  const [root, ...rest] = path.split('/').filter((part) => part !== '')
  const [group = '', version = '', plural = ''] = root === 'api' ? ['', ...rest] : rest
  const info = findServedByPlural(createStore(), group, version, plural)
  return info === undefined ? [] : [[path, info, expected] as const]
})

describe(`columns as a real server has them (${served.length} resources)`, () => {
  test.skipIf(served.length === 0).each(served)('%s', (_, info, expected) => {
    const table = toTable([], { info, includeObject: 'None', version: 'v1', nowMs: 0, metadata: {} })
    expect(table).toMatchObject({ columnDefinitions: expected })
  })
})

test('columns of kinds that no real server was asked about say what their names say', () => {
  const info = findServedByPlural(createStore(), 'gateway.networking.k8s.io', 'v1', 'gateways')
  const table = toTable([], { info: info!, includeObject: 'None', version: 'v1', nowMs: 0, metadata: {} })
  const { columnDefinitions } = table as { readonly columnDefinitions: readonly Column[] }
  expect(columnDefinitions.find(({ name }) => name === 'Age')?.description).toContain('CreationTimestamp')
})

const cellsOf = (plural: string, object: object): unknown => {
  const info = findServedByPlural(createStore(), '', 'v1', plural)
  const nowMs = Date.UTC(2026, 10, 24)
  const metadata = { name: 'x', creationTimestamp: '2026-11-23T23:59:00Z', ...(object as { metadata?: object }).metadata }
  const table = toTable([{ apiVersion: 'v1', kind: info?.kind ?? '', ...object, metadata }], {
    info: info!,
    includeObject: 'None',
    version: 'v1',
    nowMs,
    metadata: {},
  })
  return (table.rows?.[0] as { readonly cells: unknown } | undefined)?.cells
}

test('claims: what is not bound has no capacity', () => {
  const spec = { accessModes: ['ReadWriteOnce'], storageClassName: 'standard', volumeMode: 'Filesystem' }
  expect(cellsOf('persistentvolumeclaims', { spec, status: { phase: 'Pending' } })).toEqual([
    ...['x', 'Pending', '', '', '', 'standard', '<unset>', '60s', 'Filesystem'],
  ])
  const status = { phase: 'Bound', accessModes: ['ReadOnlyMany', 'ReadWriteOnce'], capacity: { storage: '1Gi' } }
  expect(cellsOf('persistentvolumeclaims', { spec: { ...spec, volumeName: 'pv' }, status })).toEqual([
    ...['x', 'Bound', 'pv', '1Gi', 'RWO,ROX', 'standard', '<unset>', '60s', 'Filesystem'],
  ])
  const metadata = { deletionTimestamp: '2026-11-24T00:00:00Z' }
  expect(cellsOf('persistentvolumeclaims', { metadata, status: { phase: 'Pending' } })).toMatchObject({ 1: 'Terminating' })
})

test('counts are numbers, whatever their column is called', () => {
  expect(cellsOf('configmaps', { data: { a: 'b' }, binaryData: { c: 'ZA==' } })).toEqual(['x', 2, '60s'])
  expect(cellsOf('secrets', { type: 'Opaque' })).toEqual(['x', 'Opaque', 0, '60s'])
  expect(cellsOf('serviceaccounts', {})).toEqual(['x', 0, '60s'])
  expect(cellsOf('events', { involvedObject: {}, count: 3 })).toMatchObject({ 8: 3 })
})

test('a Table without rows has none, and a row without its object none either', () => {
  const info = findServedByPlural(createStore(), '', 'v1', 'configmaps')
  const options = { info: info!, includeObject: 'None', version: 'v1', nowMs: 0, metadata: {} } as const
  expect(toTable([], options).rows).toBeNull()
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }
  expect(toTable([map], options).rows).toMatchObject([{ object: null }])
})

test('templates of Pods', () => {
  const spec = {
    containers: [
      { name: 'a', image: 'nginx' },
      { name: 'b', image: 'redis:7' },
    ],
  }
  expect(cellsOf('podtemplates', { template: { metadata: { labels: { b: '2', a: '1' } }, spec } })).toEqual([
    ...['x', 'a,b', 'nginx,redis:7', 'a=1,b=2'],
  ])
})

describe('renderDuration', () => {
  test.each([
    [0, '0s'],
    [119, '119s'],
    [120, '2m'],
    [599, '9m59s'],
    [600, '10m'],
    [10_799, '179m'],
    [10_800, '3h'],
    [12_660, '3h31m'],
    [28_800, '8h'],
    [172_800, '2d'],
    [176_400, '2d1h'],
    [691_200, '8d'],
    [63_072_000, '2y'],
    [-5, '<invalid>'],
  ])('%i seconds: %s', (seconds, expected) => {
    expect(renderDuration(seconds * 1000)).toBe(expected)
  })
})
