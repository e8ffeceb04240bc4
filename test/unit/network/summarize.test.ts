import { describe, expect, test } from 'vitest'
import { connect } from '../../../src/network/connect.ts'
import type { Destination, Source } from '../../../src/network/model.ts'
import { request } from '../../../src/network/request.ts'
import { isGoodAnswer, summarizeOutcomes } from '../../../src/network/summarize.ts'
import { clusterOf } from '../../cases/read-case.ts'

const server = (name: string, listens: string, node = 'node-1'): string => `
{apiVersion: v1, kind: Pod, metadata: {name: ${name}, labels: {app: web}, annotations: {test/listens: '${listens}'}}, spec: {nodeName: ${node}}}
---`
const web = `
{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80, nodePort: 30080}]}, status: {loadBalancer: {ingress: [{ip: 192.0.2.10}]}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: client}}
`
const client: Source = { pod: { namespace: 'default', name: 'client' } }
const toWeb: Destination = { service: { namespace: 'default', name: 'web' } }

describe('a summary', () => {
  test('S30: 1 of 3 endpoints refuses', () => {
    const snapshot = clusterOf(server('one', 'TCP 80') + server('two', 'TCP 8080') + server('three', 'TCP 80') + web)
    const summary = summarizeOutcomes(connect(snapshot, { from: client, to: toWeb, port: 80 }).outcomes)
    expect(summary).toMatchObject({ failing: 1, flaky: true })
    expect(summary.shares.map(({ verdict, share }) => [verdict, share.toFixed(3)])).toEqual([
      ['connected', '0.667'],
      ['refused', '0.333'],
    ])
    expect(summary.endpoints.map(({ endpoint, fails }) => [endpoint?.pod?.name, fails])).toEqual([
      ['one', false],
      ['two', true],
      ['three', false],
    ])
    expect(summary.endpoints[1]?.decidedBy).toMatchObject({ kind: 'listener', decision: 'refused' })
  })

  test('an endpoint that is reached over several nodes is one', () => {
    const snapshot = clusterOf(server('one', 'TCP 80') + server('two', 'TCP 80', 'node-2') + web)
    const { outcomes } = connect(snapshot, { from: { outside: '203.0.113.9' }, to: { host: '192.0.2.10' }, port: 80 })
    expect(outcomes).toHaveLength(4)
    expect(summarizeOutcomes(outcomes)).toMatchObject({
      failing: 0,
      flaky: false,
      endpoints: [{ probability: 0.5 }, { probability: 0.5 }],
    })
  })

  test('all fail alike: not flaky; nothing was chosen: one summary without an endpoint', () => {
    const closed = clusterOf(server('one', 'TCP 1') + web)
    expect(summarizeOutcomes(connect(closed, { from: client, to: toWeb, port: 80 }).outcomes)).toMatchObject({
      failing: 1,
      flaky: false,
    })
    const empty = summarizeOutcomes(connect(clusterOf(web), { from: client, to: toWeb, port: 80 }).outcomes)
    expect(empty.endpoints).toHaveLength(1)
    expect(empty.endpoints[0]?.endpoint).toBeUndefined()
    expect(empty.endpoints[0]?.decidedBy).toMatchObject({ kind: 'service', decision: 'no-endpoints' })
  })

  test('requests: a status from 400 on is not what was asked for', () => {
    expect([200, 302, 404, 503].map((status) => isGoodAnswer({ verdict: 'connected', status }))).toEqual([
      true,
      true,
      false,
      false,
    ])
    const snapshot = clusterOf(server('one', 'TCP 80') + server('two', 'TCP 8080') + web)
    const summary = summarizeOutcomes(request(snapshot, { from: client, url: 'http://web/' }).outcomes)
    expect(summary.failing).toBe(1)
    expect(summary.endpoints.map(({ endpoint }) => endpoint?.pod?.name)).toEqual(['one', 'two'])
  })
})
