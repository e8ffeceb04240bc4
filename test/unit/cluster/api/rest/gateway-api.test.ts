/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call -- answers of the API are read as they come */
import { describe, expect, test } from 'vitest'
import { createHarness } from '../harness.ts'

const GROUP = '/apis/gateway.networking.k8s.io'
const TABLE = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' }

const grant = (version: string) => ({
  apiVersion: `gateway.networking.k8s.io/${version}`,
  kind: 'ReferenceGrant',
  metadata: { name: 'g', namespace: 'default' },
  spec: {
    from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'a' }],
    to: [{ group: '', kind: 'Service' }],
  },
})

describe('the Gateway API behind the API', () => {
  test('what is written in one version is read in the other', async () => {
    const { call } = createHarness()
    const written = await call('POST', `${GROUP}/v1beta1/namespaces/default/referencegrants`, grant('v1beta1'))
    expect([written.code, written.body.apiVersion]).toEqual([201, 'gateway.networking.k8s.io/v1beta1'])
    const read = await call('GET', `${GROUP}/v1/namespaces/default/referencegrants/g`)
    expect([read.code, read.body.apiVersion]).toEqual([200, 'gateway.networking.k8s.io/v1'])
    const list = await call('GET', `${GROUP}/v1beta1/referencegrants`)
    expect(list.body.items[0].apiVersion ?? list.body.apiVersion).toBe('gateway.networking.k8s.io/v1beta1')
  })

  test('Gateways and routes are shown in the columns of their definitions', async () => {
    const { call } = createHarness()
    const gateway = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'gw' },
      spec: { gatewayClassName: 'eg', listeners: [{ name: 'web', port: 80, protocol: 'HTTP' }] },
    }
    expect((await call('POST', `${GROUP}/v1/namespaces/default/gateways`, gateway)).code).toBe(201)
    const route = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'r' },
      spec: { hostnames: ['a.test', 'b.test'] },
    }
    expect((await call('POST', `${GROUP}/v1/namespaces/default/httproutes`, route)).code).toBe(201)
    const gateways = (await call('GET', `${GROUP}/v1/gateways`, undefined, TABLE)).body
    expect(gateways.columnDefinitions.map(({ name }: { name: string }) => name)).toEqual([
      'Name',
      'Class',
      'Address',
      'Programmed',
      'Age',
    ])
    expect(gateways.rows[0].cells).toEqual(['gw', 'eg', '', 'Unknown', '0s'])
    const routes = (await call('GET', `${GROUP}/v1/httproutes`, undefined, TABLE)).body
    expect(routes.rows[0].cells).toEqual(['r', '["a.test","b.test"]', '0s'])
  })

  test('refusals name the group', async () => {
    const { call } = createHarness()
    const route = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'r' },
      spec: { rules: [{ matches: [{ path: { value: 'app' } }] }] },
    }
    const answer = await call('POST', `${GROUP}/v1/namespaces/default/httproutes`, route)
    expect(answer.code).toBe(422)
    expect(answer.body.message).toBe(
      "HTTPRoute.gateway.networking.k8s.io \"r\" is invalid: spec.rules[0].matches[0].path: Invalid value: \"object\": value must be an absolute path and start with '/' when type one of ['Exact', 'PathPrefix']",
    )
  })
})
