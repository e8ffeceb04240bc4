import { describe, expect, test } from 'vitest'
import { connect } from '../../../../src/network/connect.ts'
import type { Destination, Snapshot, Source } from '../../../../src/network/model.ts'
import type { DetailedWalk } from '../../../../src/network/path/detail-step.ts'
import { cluster, pod, service, ends, render, expandAll } from './two-nodes.ts'

describe('the answer', () => {
  const replyOf = (snapshot: Snapshot, from: Source, to: Destination, port: number): DetailedWalk =>
    expandAll(snapshot, { from, to, port })[0]!

  test('K9 K10 N5: translations are undone where they were made, and policies are not asked', () => {
    const { reply, replyNotes } = replyOf(cluster(), pod('far'), service('web'), 80)
    expect(reply.map(render)).toEqual([
      'web send',
      'web eth0(1500) transmit',
      'node-2 veth(1500) receive',
      'node-2 FORWARD answer-passes',
      'node-2 eth0(1500) transmit',
      'node-1 eth0(1500) receive',
      'node-1 FORWARD answer-passes',
      'node-1 POSTROUTING restore-source = 10.96.0.50:80 > 10.244.1.7 Service/web spec.ports[0]',
      'node-1 veth(1500) transmit',
      'far eth0(1500) receive',
    ])
    expect(replyNotes).toMatchObject([
      { code: 'service-address-restored', node: 'node-1' },
      { code: 'policies-do-not-matter', pod: { name: 'web' }, policies: [{ name: 'no-calls' }] },
    ])
  })

  test('S27 K11: policy Cluster: back by the node that received it', () => {
    const { reply, replyNotes } = replyOf(cluster(), { outside: '203.0.113.9' }, { node: 'node-1' }, 30080)
    expect(reply.map(render).slice(4)).toEqual([
      'node-2 eth0(1500) transmit',
      'node-1 eth0(1500) receive',
      'node-1 PREROUTING restore-destination = 10.244.2.5:8080 > 203.0.113.9',
      'node-1 POSTROUTING restore-source = 172.18.0.2:30080 > 203.0.113.9 Service/web spec.ports[0]',
      'node-1 eth0(1500) transmit',
      '203.0.113.9 receive',
    ])
    expect(replyNotes.map(({ code }) => code)).toEqual([
      'returns-by-node',
      'service-address-restored',
      'policies-do-not-matter',
    ])
  })

  test('S25: policy Local: the endpoint’s node answers itself', () => {
    const { reply, replyNotes } = replyOf(cluster(), { outside: '203.0.113.9' }, { node: 'node-2' }, 30081)
    expect(reply.some(({ does }) => does === 'restore-destination')).toBe(false)
    expect(replyNotes[0]).toMatchObject({ code: 'answers-directly', node: 'node-2' })
  })

  test('K4: a Pod and its own Service', () => {
    const { steps, reply, replyNotes } = replyOf(cluster(), pod('web'), service('web'), 80)
    expect(steps.map(render)).toContain('node-2 POSTROUTING translate-source = 10.244.2.1 > 10.244.2.5:8080')
    expect(reply.map(render).slice(3, 7)).toEqual([
      'node-2 PREROUTING answer-passes',
      'node-2 PREROUTING restore-destination = 10.244.2.5:8080 > 10.244.2.5',
      'node-2 FORWARD answer-passes',
      'node-2 POSTROUTING restore-source = 10.96.0.50:80 > 10.244.2.5 Service/web spec.ports[0]',
    ])
    expect(replyNotes[0]).toMatchObject({ code: 'hairpin', node: 'node-2' })
  })

  test('P11: wrapped the other way round', () => {
    const { reply } = replyOf(cluster({ 'podNetwork.plugin': 'vxlan' }), pod('far'), pod('web'), 8080)
    expect(reply.map(render)).toContain('node-2 flannel.1(1450) encapsulate 172.18.0.3 > 172.18.0.2:8472 vni 1')
  })

  test('P10: an answer that a bridge hides from netfilter', () => {
    const snapshot = cluster({ 'podNetwork.plugin': 'bridge', 'podNetwork.bridgeNetfilter': 'false' })
    const { steps, reply } = replyOf(snapshot, pod('near'), service('web'), 80)
    expect(steps.at(-1)).toMatchObject({
      does: 'lost',
      obstacle: 'reply-not-translated',
      place: 'default/web',
      before: { sourceIp: '10.244.2.5', sourcePort: 8080, destinationIp: '10.244.2.6' },
    })
    expect(reply).toEqual([])
  })
})

test('the packets of a detailed walk join: each step begins as the one before it ended', () => {
  for (const plugin of ['ptp', 'bridge', 'vxlan'])
    for (const from of [pod('near'), pod('far'), pod('web'), { node: 'node-1' }, { outside: '203.0.113.9' }] as const)
      for (const [to, port] of [
        [pod('web'), 8080],
        [service('web'), 80],
        [{ node: 'node-1' }, 30080],
        [{ node: 'node-2' }, 30081],
        [{ node: 'node-2' }, 8000],
        [{ host: '198.51.100.1' }, 443],
      ] as const) {
        const question = { from, to, port }
        const snapshot = cluster({ 'podNetwork.plugin': plugin })
        for (const [index, { steps, reply }] of expandAll(snapshot, question).entries()) {
          const { verdict, sourceIpSeen } = connect(snapshot, question).outcomes[index]!
          for (const way of [steps, reply])
            way.slice(1).forEach((step, at) => expect(ends(step.before)).toBe(ends(way[at]?.after)))
          if (verdict !== 'connected') continue
          expect(steps.at(-1)?.after?.sourceIp).toBe(sourceIpSeen)
          expect(reply.at(-1)?.after).toMatchObject({
            sourceIp: steps[0]?.before?.destinationIp,
            sourcePort: steps[0]?.before?.destinationPort,
            destinationIp: steps[0]?.before?.sourceIp,
          })
        }
      }
})
