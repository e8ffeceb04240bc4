import { describe, expect, test } from 'vitest'
import { connectDuringChange } from '../../../src/network/change.ts'
import type { ConnectQuestion, Connection, Snapshot } from '../../../src/network/model.ts'
import { clusterOf } from '../../cases/read-case.ts'

const web = (name: string, more = ''): string => `
{apiVersion: v1, kind: Pod, metadata: {name: ${name}, labels: {app: web}}, spec: {nodeName: node-2, containers: [{name: c, ports: [{containerPort: 80}, {containerPort: 53, protocol: UDP}]}]}, status: {podIP: 10.244.2.${name.charCodeAt(0)}${more}}}
---`
const CLIENT = `
{apiVersion: v1, kind: Pod, metadata: {name: client}}
---`
const SERVICE = `
{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {clusterIP: 10.96.0.50, selector: {app: web}, ports: [{name: a, port: 80}, {name: b, port: 53, protocol: UDP}]}}
---`
const DENY = `
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: deny}, spec: {podSelector: {}, policyTypes: [Ingress]}}
---`

const question: ConnectQuestion = {
  from: { pod: { namespace: 'default', name: 'client' } },
  to: { service: { namespace: 'default', name: 'web' } },
  port: 80,
}
const verdicts = ({ outcomes }: Connection): string =>
  outcomes.map(({ verdict, endpoint }) => `${verdict}${endpoint?.pod === undefined ? '' : ` ${endpoint.pod.name}`}`).join(', ')

const change = (before: Snapshot, after: Snapshot, asked: Partial<ConnectQuestion> = {}): readonly string[] => {
  const { justNow, then, open } = connectDuringChange(before, after, { ...question, ...asked })
  return [
    verdicts(justNow),
    verdicts(then),
    ...open.map(({ endpoint, fate, semantics }) => `${endpoint?.pod?.name ?? ''} ${fate} ${semantics.join(' ')}`),
  ]
}

describe('K15: just after a change', () => {
  test('a new Service has no name yet', () => {
    expect(change(clusterOf(web('a') + CLIENT), clusterOf(web('a') + CLIENT + SERVICE))).toEqual(['unresolved', 'connected a'])
  })

  test('a Pod that is gone is still chosen', () => {
    const before = clusterOf(web('a') + web('b') + CLIENT + SERVICE)
    expect(change(before, clusterOf(web('a') + CLIENT + SERVICE))).toEqual([
      'connected a, timed-out b',
      'connected a',
      'a stays K9',
      'b breaks P3',
    ])
  })

  test('a new Pod is not chosen yet', () => {
    const after = clusterOf(web('a') + web('b') + CLIENT + SERVICE)
    expect(change(clusterOf(web('a') + CLIENT + SERVICE), after).slice(0, 2)).toEqual([
      'connected a',
      'connected a, connected b',
    ])
  })

  test('a label that was changed: policies still know the old one', () => {
    const policy = `
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: friends}, spec: {podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {friend: 'yes'}}}]}]}}
---`
    const friend = CLIENT.replace('name: client', "name: client, labels: {friend: 'yes'}")
    const world = (client: string): Snapshot => clusterOf(web('a') + client + SERVICE + policy)
    expect(change(world(CLIENT), world(friend))).toEqual(['timed-out a', 'connected a'])
    expect(change(world(friend), world(CLIENT))).toEqual(['connected a', 'timed-out a', 'a stays N27'])
  })
})

describe('connections that are open', () => {
  const before = clusterOf(web('a') + CLIENT + SERVICE)

  test('N27: a policy that shuts them out: kept, or judged again', () => {
    const after = (settings = {}): Snapshot => clusterOf(web('a') + CLIENT + SERVICE + DENY, settings)
    expect(change(before, after())).toEqual(['connected a', 'timed-out a', 'a stays N27'])
    expect(change(before, after({ 'choices.openConnections': 'judged-again' }))[2]).toBe('a breaks N27')
  })

  test('K9: they survive that their Pod leaves the Service', () => {
    const unready = web('a', ", conditions: [{type: Ready, status: 'False'}]")
    expect(change(before, clusterOf(unready + CLIENT + SERVICE))).toEqual(['connected a', 'refused', 'a stays K9'])
  })

  test('P3: not that it is made anew', () => {
    const after = clusterOf(web('a').replace('10.244.2.97', '10.244.2.9') + CLIENT + SERVICE)
    expect(change(before, after)[2]).toBe('a breaks P3')
  })

  test('V5: nor that its process ends', () => {
    const after = clusterOf(
      web('a').replace('metadata: {', "metadata: {annotations: {test/listens: 'TCP 81'}, ") + CLIENT + SERVICE,
    )
    expect(change(before, after)[2]).toBe('a breaks V5')
  })

  test('K9: datagrams go where the rules say now', () => {
    const after = clusterOf(web('b') + CLIENT + SERVICE)
    expect(change(before, after, { port: 53, protocol: 'UDP' })).toEqual(['timed-out a', 'connected b', 'a moves K9'])
    expect(change(before, before, { port: 53, protocol: 'UDP' })[2]).toBe('a stays K9')
  })

  test('nothing changed', () => {
    expect(change(before, before)).toEqual(['connected a', 'connected a', 'a stays K9'])
  })
})
