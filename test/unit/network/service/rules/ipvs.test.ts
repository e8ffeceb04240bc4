import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Packet, Protocol } from '../../../../../src/network/model.ts'
import { ipvsRules, renderIpvs, type IpvsRules } from '../../../../../src/network/service/rules/ipvs/tables.ts'
import { translate } from '../../../../../src/network/service/translate.ts'
import { indexSnapshot } from '../../../../../src/network/state.ts'
import { clusterOf } from '../../../../cases/read-case.ts'
import { NODE, randomCluster, type RandomCluster } from './arbitrary-services.ts'
import { isIn, isLocal, type TracedPacket } from './trace.ts'

/** What kube-proxy's fixed iptables rules and the kernel's balancer make of a packet, from the lists alone (K-ipvs). */
const follow = (rules: IpvsRules, { state, own }: RandomCluster, packet: TracedPacket): readonly string[] => {
  const { source, destination, port, protocol, isFromNode } = packet
  const has = (set: string, entry: string): boolean => rules.ipsets.get(set)?.includes(entry) === true
  const at = `${destination},${protocol}:${port}`
  const allowed = (rules.ipsets.get('KUBE-LOAD-BALANCER-SOURCE-CIDR') ?? []).filter((entry) => entry.startsWith(`${at},`))
  if (
    has('KUBE-LOAD-BALANCER-FW', at) &&
    !isIn(
      source,
      allowed.map((entry) => entry.slice(at.length + 1)),
    )
  )
    return ['DROP']
  const text = destination.includes(':') ? `[${destination}]:${port}` : `${destination}:${port}`
  const server = rules.virtualServers.find((one) => one.address === text && one.protocol === protocol)
  if (server === undefined) return [rules.boundAddresses.includes(destination) ? 'REJECT' : 'NONE']
  if (server.realServers.length === 0) return ['REJECT']
  const isNodePort = own.includes(destination)
  const suffix = `${protocol.toUpperCase()}${protocol === 'sctp' ? '-HASH' : ''}`
  const nodePortEntry = protocol === 'sctp' ? at : String(port)
  const pods = state.facts.podCidrs
  const isMarked =
    (has('KUBE-CLUSTER-IP', at) && (state.facts.masqueradeAll === true || (pods.length > 0 && !isIn(source, pods)))) ||
    has('KUBE-EXTERNAL-IP', at) ||
    (has('KUBE-LOAD-BALANCER', at) && !has('KUBE-LOAD-BALANCER-LOCAL', at)) ||
    (isNodePort && has(`KUBE-NODE-PORT-${suffix}`, nodePortEntry) && !has(`KUBE-NODE-PORT-LOCAL-${suffix}`, nodePortEntry))
  const isPolicyLocal =
    has('KUBE-EXTERNAL-IP-LOCAL', at) ||
    has('KUBE-LOAD-BALANCER-LOCAL', at) ||
    has(`KUBE-NODE-PORT-LOCAL-${suffix}`, nodePortEntry)
  const isElsewhere = !isFromNode && !isIn(source, pods.length > 0 ? pods : ['127.0.0.0/8'])
  const isHere = (ip: string, number: string): boolean => has('KUBE-LOOP-BACK', `${ip},${protocol}:${number},${ip}`)
  return server.realServers
    .map((real) => {
      const [, bracketed, plain, number = ''] = /^(?:\[(.*)\]|(.*)):(\d+)$/u.exec(real) ?? []
      const ip = bracketed ?? plain ?? ''
      // Unmasqueraded, to another node: the answer does not come back this way, and the client does not know its sender.
      if (isPolicyLocal && !has('KUBE-CLUSTER-IP', at) && isElsewhere && !isHere(ip, number)) return 'DROP'
      const isHairpin = ip === source && isHere(ip, number)
      const isMasqueraded = (isMarked || isHairpin) && (isFromNode || !isLocal(ip, own))
      return `DNAT ${ip} ${number}${isMasqueraded ? ' masqueraded' : ''}`
    })
    .filter((one, index, all) => all.indexOf(one) === index)
    .toSorted()
}

const modelled = ({ state }: RandomCluster, packet: TracedPacket): readonly string[] => {
  const { source, destination, port, isFromNode } = packet
  const protocol = packet.protocol.toUpperCase() as Protocol
  const asked: Packet = { sourceIp: source, destinationIp: destination, destinationPort: port, protocol }
  const translation = translate(state, { packet: asked, node: NODE, isFromNode })
  switch (translation.decision) {
    case 'not-a-service':
      return ['NONE']
    case 'no-such-port':
    case 'no-endpoints':
      return ['REJECT']
    case 'no-local-endpoints':
    case 'source-not-allowed':
      return ['DROP']
    case 'translated':
      return translation.endpoints
        .map(({ endpoint: { ip, port: number }, masqueraded }) => `DNAT ${ip} ${number}${masqueraded ? ' masqueraded' : ''}`)
        .toSorted()
  }
}

describe('K-ipvs: virtual servers and ipsets', () => {
  it('do with packets what translate() says', () => {
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(randomCluster('ipvs'), (cluster) => {
        const rules = ipvsRules(cluster.state, { name: NODE, family: cluster.family })
        for (const packet of cluster.packets) {
          const followed = follow(rules, cluster, packet)
          for (const one of followed) {
            const kind = one.replace(/^DNAT \S+ \d+/u, 'DNAT')
            seen.set(kind, (seen.get(kind) ?? 0) + 1)
          }
          expect({ packet, outcomes: followed }).toEqual({ packet, outcomes: modelled(cluster, packet) })
        }
      }),
      { numRuns: 300 },
    )
    for (const kind of ['DNAT', 'DNAT masqueraded', 'DROP', 'NONE', 'REJECT'])
      expect([kind, (seen.get(kind) ?? 0) > 60]).toEqual([kind, true])
  })

  it('as text: addresses of kube-ipvs0, ipvsadm -Sn, ipset save', () => {
    const snapshot = clusterOf(`
apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { nodeName: node-1, containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { type: NodePort, externalTrafficPolicy: Local, sessionAffinity: ClientIP, selector: { app: web }, ports: [{ port: 80, targetPort: 8080, nodePort: 30080 }] }
---
apiVersion: v1
kind: Service
metadata: { name: empty }
spec: { selector: { app: none }, ports: [{ port: 53, protocol: UDP }] }
`)
    expect(renderIpvs(ipvsRules(indexSnapshot(snapshot), { name: 'node-1', family: 'IPv4' })).split('\n')).toEqual([
      'ip address add 10.96.0.102/32 dev kube-ipvs0',
      'ip address add 10.96.0.101/32 dev kube-ipvs0',
      '-A -u 10.96.0.102:53 -s rr',
      '-A -t 10.96.0.101:80 -s rr -p 10800',
      '-a -t 10.96.0.101:80 -r 10.244.1.1:8080 -m -w 1',
      '-A -t 172.18.0.2:30080 -s rr -p 10800',
      '-a -t 172.18.0.2:30080 -r 10.244.1.1:8080 -m -w 1',
      'add KUBE-CLUSTER-IP 10.96.0.102,udp:53',
      'add KUBE-CLUSTER-IP 10.96.0.101,tcp:80',
      'add KUBE-LOOP-BACK 10.244.1.1,tcp:8080,10.244.1.1',
      'add KUBE-NODE-PORT-TCP 30080',
      'add KUBE-NODE-PORT-LOCAL-TCP 30080',
      '',
    ])
  })
})
