import { describe, expect, test } from 'vitest'
import { createHarness } from '../harness.ts'

const PATH = '/api/v1/componentstatuses'
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io'

describe('what is worked out when it is asked for', () => {
  test('the parts of the control plane are well, and asking for them is out of date', async () => {
    const { call } = createHarness()
    const { body, warning } = await call('GET', PATH, undefined, { accept: TABLE })
    const table = body as {
      readonly columnDefinitions: readonly { readonly name: string }[]
      readonly rows: readonly { readonly cells: readonly string[] }[]
    }
    expect(table.columnDefinitions.map(({ name }) => name)).toEqual(['Name', 'Status', 'Message', 'Error'])
    expect(table.rows.map(({ cells }) => cells)).toEqual([
      ['controller-manager', 'Healthy', 'ok', ''],
      ['etcd-0', 'Healthy', 'ok', ''],
      ['scheduler', 'Healthy', 'ok', ''],
    ])
    expect(warning).toBe('299 - "v1 ComponentStatus is deprecated in v1.19+"')
    expect((await call('GET', `${PATH}/scheduler`)).body).toMatchObject({ metadata: { name: 'scheduler' } })
  })

  test.each([
    ['GET', `${PATH}/nothing`, 404],
    ['GET', `${PATH}?watch=true`, 405],
    ['POST', PATH, 405],
    ['DELETE', PATH, 405],
    ['DELETE', `${PATH}/scheduler`, 405],
    ['PATCH', `${PATH}/scheduler`, 405],
  ])('%s %s: %i', async (method, path, code) => {
    const { call } = createHarness()
    expect((await call(method, path, method === 'GET' || method === 'DELETE' ? undefined : {})).code).toBe(code)
  })
})
