import { describe, expect, test } from 'vitest'
import { planUp, strangersAmong, type ClusterRecord } from '../../../../../grader/environments/kind/plan.ts'
import { DEFAULT_SETTINGS, settle } from '../../../../../grader/environments/kind/settings.ts'

const record = (phase: ClusterRecord['phase'], former: readonly string[] = []): ClusterRecord => ({
  name: 'netgrade-a',
  phase,
  settings: settle({ httpPort: 8080 }),
  former,
})

describe('what up has to do', () => {
  test('nothing is there: a cluster is made', () => {
    expect(planUp({ record: undefined, clusters: [], asked: {} })).toEqual({
      do: 'create',
      settings: DEFAULT_SETTINGS,
      remove: [],
      former: [],
    })
  })

  test('clusters of others are never adopted, nor removed, whatever they are called', () => {
    expect(planUp({ record: undefined, clusters: ['kind', 'netgrade-b'], asked: {} })).toMatchObject({
      do: 'create',
      remove: [],
    })
    expect(planUp({ record: record('creating'), clusters: ['kind', 'netgrade-b'], asked: {} })).toMatchObject({ remove: [] })
  })

  test('half a cluster is removed, and its name is kept until then', () => {
    const plan = planUp({ record: record('creating', ['netgrade-0']), clusters: ['netgrade-a', 'kind'], asked: {} })
    expect(plan).toEqual({
      do: 'create',
      settings: DEFAULT_SETTINGS,
      remove: ['netgrade-a'],
      former: ['netgrade-0', 'netgrade-a'],
    })
  })

  test('a cluster that was made is finished as it was asked for then', () => {
    const kept = record('created')
    expect(planUp({ record: kept, clusters: ['netgrade-a'], asked: {} })).toEqual({ do: 'finish', record: kept, remove: [] })
    expect(planUp({ record: kept, clusters: ['netgrade-a'], asked: { httpPort: 8080 } })).toMatchObject({ do: 'finish' })
  })

  test('a cluster that was removed by other means is made anew', () => {
    expect(planUp({ record: record('ready'), clusters: [], asked: {} })).toMatchObject({ do: 'create', former: [] })
  })

  test('what cannot be changed is refused', () => {
    expect(planUp({ record: record('ready'), clusters: ['netgrade-a'], asked: { httpPort: 81 } })).toEqual({
      do: 'refuse',
      differences: [{ name: 'httpPort', kept: '8080', asked: '81' }],
    })
  })

  test('what a late kind has made of a former name goes, beside the cluster that is there', () => {
    const kept = record('ready', ['netgrade-0', 'netgrade-1'])
    expect(planUp({ record: kept, clusters: ['netgrade-a', 'netgrade-1'], asked: {} })).toMatchObject({
      do: 'finish',
      remove: ['netgrade-1'],
    })
  })
})

test('strangers look like ours and are in no record of ours', () => {
  const clusters = ['kind', 'netgrade-a', 'netgrade-0', 'netgrade-z']
  expect(strangersAmong(clusters, record('ready', ['netgrade-0']))).toEqual(['netgrade-z'])
  expect(strangersAmong(clusters, undefined)).toEqual(['netgrade-a', 'netgrade-0', 'netgrade-z'])
})
