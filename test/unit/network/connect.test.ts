import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { connect } from '../../../src/network/connect.ts'
import type { ConnectQuestion, Destination, Source } from '../../../src/network/model.ts'
import { clusterOf } from '../../cases/read-case.ts'

const snapshot = clusterOf(`
{apiVersion: v1, kind: Pod, metadata: {name: web, labels: {app: web}}, spec: {containers: [{name: main, ports: [{containerPort: 8080, name: http}]}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: client}}
---
{apiVersion: v1, kind: Pod, metadata: {name: dual}, spec: {containers: [{name: main, ports: [{containerPort: 80}]}]}, status: {podIPs: [{ip: "fd00::1"}, {ip: 10.244.1.3}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: web}, ports: [{name: main, port: 80, targetPort: http}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: bare}, spec: {clusterIP: None, selector: {app: web}, ports: [{name: main, port: 80, targetPort: http}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: alias}, spec: {type: ExternalName, externalName: web.default.svc.cluster.local}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: dual}, spec: {podSelector: {}, ingress: [{from: [{podSelector: {}}]}]}}
`)

const client = { pod: { namespace: 'default', name: 'client' } }
const ask = (to: Destination, port: number | string, from: Source = client): string => {
  const { outcomes } = connect(snapshot, { from, to, port })
  return outcomes.map(({ verdict, walk }) => `${verdict} ${walk.hops.map(({ kind }) => kind).join()}`).join('; ')
}
const service = (name: string): Destination => ({ service: { namespace: 'default', name } })

describe('connect', () => {
  it.each<[string, Destination, number | string, string]>([
    ['P6 a Pod by port name', { pod: { namespace: 'default', name: 'web' } }, 'http', 'connected policy,link,policy,listener'],
    ['S5 a Service by port name', service('web'), 'main', 'connected service,policy,link,policy,listener'],
    ['D3 a headless Service by port name', service('bare'), 'main', 'connected resolve,policy,link,policy,listener'],
    ['S9 ExternalName is a matter of names', service('alias'), 80, 'connected resolve,service,policy,link,policy,listener'],
    ['D13 a Service that is not there', service('none'), 80, 'unresolved resolve'],
    ['D22 a name', { host: 'web' }, 80, 'connected resolve,service,policy,link,policy,listener'],
    ['D22 a name, port by name', { host: 'web' }, 'main', 'connected resolve,service,policy,link,policy,listener'],
    ['D8 a Pod name', { host: 'client' }, 80, 'refused resolve,link,listener'],
    ['D8 another Pod’s name', { host: 'dual' }, 80, 'unresolved resolve'],
    ['an address', { host: '10.244.1.1' }, 8080, 'connected policy,link,policy,listener'],
    ['an address, port by name', { host: '10.244.1.1' }, 'http', 'connected policy,link,policy,listener'],
    ['an address, unknown port name', { host: '10.244.1.77' }, 'http', 'unreachable link'],
    ['an IPv6 address in brackets', { host: '[fd00::1]' }, 80, 'unreachable link'],
    ['a node', { node: 'node-2' }, 10250, 'connected policy,link,listener'],
    ['a node has no port names', { node: 'node-2' }, 'kubelet', 'unreachable link'],
    [
      'S21 the address of the client’s family',
      { pod: { namespace: 'default', name: 'dual' } },
      80,
      'connected policy,link,policy,listener',
    ],
  ])('%s', (_, to, port, wanted) => {
    expect(ask(to, port)).toBe(wanted)
  })

  it('from nowhere', () => {
    expect(ask({ host: 'web' }, 80, { pod: { namespace: 'default', name: 'none' } })).toBe('unreachable link')
    expect(ask({ host: '10.244.1.1' }, 8080, { node: 'none' })).toBe('unreachable link')
  })

  const source: fc.Arbitrary<Source> = fc.constantFrom<Source>(
    client,
    { node: 'node-1' },
    { outside: '192.0.2.1' },
    { outside: 'x' },
  )
  const destination = fc.constantFrom<Destination>(
    service('web'),
    service('bare'),
    { node: 'node-1' },
    { host: '10.96.0.101' },
    { host: 'x' },
  )
  const port = fc.oneof(fc.constantFrom('main', 'http', 'none'), fc.integer({ min: 1, max: 65535 }), fc.constantFrom(80, 8080))

  it('always answers, with probabilities that add up to 1, and the last hop alone stops', () => {
    fc.assert(
      fc.property(fc.record({ from: source, to: destination, port }), (question: ConnectQuestion) => {
        const { outcomes } = connect(snapshot, question)
        expect(outcomes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1)
        for (const { verdict, walk } of outcomes) {
          expect(walk.hops.slice(0, -1).some(({ stops }) => stops)).toBe(false)
          expect(walk.hops.at(-1)?.stops).toBe(verdict !== 'connected')
        }
      }),
    )
  })
})
