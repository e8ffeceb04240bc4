/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call -- answers of the API are read as they come */
import { describe, expect, test } from 'vitest'
import { createHarness } from '../harness.ts'

const POLICIES = '/apis/policy.networking.k8s.io/v1alpha2/clusternetworkpolicies'
const TABLE = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' }

const policy = (name: string, spec: object = {}) => ({
  apiVersion: 'policy.networking.k8s.io/v1alpha2',
  kind: 'ClusterNetworkPolicy',
  metadata: { name },
  spec: { tier: 'Admin', priority: 10, subject: { namespaces: {} }, ...spec },
})

describe('ClusterNetworkPolicies behind the API', () => {
  test('are found under their short name, without a namespace', async () => {
    const { call } = createHarness()
    const { resources } = (await call('GET', '/apis/policy.networking.k8s.io/v1alpha2')).body
    const rows = resources as readonly { readonly name: string; readonly namespaced: boolean; readonly shortNames?: unknown }[]
    expect(rows.map(({ name, namespaced, shortNames }) => [name, namespaced, shortNames])).toEqual([
      ['clusternetworkpolicies', false, ['cnp']],
      ['clusternetworkpolicies/status', false, undefined],
    ])
  })

  test('are shown in the columns of their definition', async () => {
    const { call, create, clock } = createHarness()
    create(policy('deny-all'))
    clock.advance(60_000)
    const { columnDefinitions, rows } = (await call('GET', POLICIES, undefined, TABLE)).body
    expect(columnDefinitions.map(({ name }: { name: string }) => name)).toEqual(['Name', 'Tier', 'Priority', 'Age'])
    expect(rows.map(({ cells }: { cells: unknown }) => cells)).toEqual([['deny-all', 'Admin', '10', '60s']])
  })

  test('are made, changed by server-side apply, and refused', async () => {
    const { call } = createHarness()
    const made = await call('POST', POLICIES, policy('one'))
    expect([made.code, made.body.metadata.generation, made.body.metadata.namespace]).toEqual([201, 1, undefined])
    const applied = await call(
      'PATCH',
      `${POLICIES}/one?fieldManager=test&force=true`,
      policy('one', { egress: [{ action: 'Deny', to: [{ networks: ['10.0.0.0/8'] }] }] }),
      { 'content-type': 'application/apply-patch+yaml' },
    )
    expect([applied.code, applied.body.metadata.generation, applied.body.spec.egress[0].to]).toEqual([
      200,
      2,
      [{ networks: ['10.0.0.0/8'] }],
    ])
    const { egress: _egress, ...spec } = applied.body.spec
    const refused = await call('PUT', `${POLICIES}/one`, { ...applied.body, spec: { ...spec, priority: 2000 } })
    expect(refused.code).toBe(422)
    expect(refused.body.message).toMatch(
      /^ClusterNetworkPolicy\.policy\.networking\.k8s\.io "one" is invalid: .*spec\.priority: Invalid value: 2000/u,
    )
  })

  test('are described to kubectl explain, with the values of enumerations', async () => {
    const { call } = createHarness()
    const { components } = (await call('GET', '/openapi/v3/apis/policy.networking.k8s.io/v1alpha2')).body
    const spec = components.schemas['io.k8s.api.policy.v1alpha2.ClusterNetworkPolicySpec']
    expect(spec.required).toEqual(['priority', 'subject', 'tier'])
    expect(spec.properties.tier).toMatchObject({ type: 'string', enum: ['Admin', 'Baseline'] })
    expect(spec.properties.tier.description).toContain('Baseline: asked where no NetworkPolicy selects the Pod.')
  })
})
