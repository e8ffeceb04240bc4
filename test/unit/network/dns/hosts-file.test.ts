import { describe, expect, test } from 'vitest'
import type { PodSpec } from '../../../../src/kubernetes/generated/types.ts'
import { hostnameOf, hostsEntries, lookUpHosts, renderHostsFile } from '../../../../src/network/dns/hosts-file.ts'
import { indexSnapshot } from '../../../../src/network/state.ts'
import { node, pod, snapshotOf } from '../ingress/snapshots.ts'

const HEAD = '# Kubernetes-managed hosts file.\n'
const LOCAL = [
  '127.0.0.1\tlocalhost',
  '::1\tlocalhost ip6-localhost ip6-loopback',
  'fe00::0\tip6-localnet',
  'fe00::0\tip6-mcastprefix',
  'fe00::1\tip6-allnodes',
  'fe00::2\tip6-allrouters',
  '',
].join('\n')

const worldOf = (spec: Partial<PodSpec>, name = 'busybox') => {
  const own = pod(`t06/${name}`, '10.244.1.17', spec)
  return { own, state: indexSnapshot(snapshotOf({ objects: [own, node('node-1', '172.18.0.2')] })) }
}

describe('the hosts file of a Pod', () => {
  const aliases = [{ ip: '10.1.2.3', hostnames: ['foo.local', 'bar.local'] }]
  const rows: readonly (readonly [string, Partial<PodSpec>, string])[] = [
    ['D25: its own name', {}, `${HEAD}${LOCAL}10.244.1.17\tbusybox\n`],
    [
      'D25: hostname and subdomain',
      { hostname: 'one', subdomain: 'hl' },
      `${HEAD}${LOCAL}10.244.1.17\tone.hl.t06.svc.cluster.local\tone\n`,
    ],
    [
      'D25: hostAliases',
      { hostAliases: aliases },
      `${HEAD}${LOCAL}10.244.1.17\tbusybox\n\n# Entries added by HostAliases.\n10.1.2.3\tfoo.local\tbar.local\n`,
    ],
    [
      'on the host network it is the node’s',
      { hostNetwork: true },
      `# Kubernetes-managed hosts file (host network).\n${LOCAL}172.18.0.2\tnode-1\n`,
    ],
  ]
  test.each(rows)('%s', (_name, spec, expected) => {
    const { own, state } = worldOf(spec)
    expect(renderHostsFile(state, own)).toBe(expected)
  })

  test('D25: both addresses, the first one first; on the network of the node, the node’s', () => {
    const dual = pod('t06/dual', '10.244.1.17', { hostname: 'one', subdomain: 'hl' })
    const own = { ...dual, status: { ...dual.status, podIPs: [{ ip: '10.244.1.17' }, { ip: 'fd00:10:1:0::11' }] } }
    const six = {
      ...node('node-1', '172.18.0.2'),
      status: { addresses: ['172.18.0.2', 'fc00:18::2'].map((address) => ({ type: 'InternalIP', address })) },
    }
    const host = pod('t06/host', '172.18.0.2', { hostNetwork: true })
    const state = indexSnapshot(snapshotOf({ objects: [own, host, six] }))
    const names = 'one.hl.t06.svc.cluster.local\tone\n'
    expect(renderHostsFile(state, own)).toBe(`${HEAD}${LOCAL}10.244.1.17\t${names}fd00:10:1::11\t${names}`)
    expect(renderHostsFile(state, host)).toMatch(/172\.18\.0\.2\tnode-1\nfc00:18::2\tnode-1\n$/u)
    const entries = hostsEntries(state, { pod: { namespace: 't06', name: 'dual' } })
    expect(lookUpHosts(entries, 'one', 'IPv6')).toEqual(['fd00:10:1::11'])
  })

  test('D25: names are found without regard to case, by family', () => {
    const { state } = worldOf({ hostAliases: aliases })
    const entries = hostsEntries(state, { pod: { namespace: 't06', name: 'busybox' } })
    const found = (name: string, family: 'IPv4' | 'IPv6' = 'IPv4') => lookUpHosts(entries, name, family)
    expect(found('FOO.local')).toEqual(['10.1.2.3'])
    expect(found('localhost')).toEqual(['127.0.0.1'])
    expect(found('localhost', 'IPv6')).toEqual(['::1'])
    expect(found('nosuch')).toEqual([])
  })

  test('D26, D27: hostnames', () => {
    const hostname = (spec: Partial<PodSpec>, name?: string) => {
      const { own, state } = worldOf(spec, name)
      return hostnameOf(state, own)
    }
    expect(hostname({})).toEqual({ hostname: 'busybox' })
    expect(hostname({ subdomain: 'hl' })).toEqual({ hostname: 'busybox', domain: 'hl.t06.svc.cluster.local' })
    expect(hostname({ hostname: 'one', hostnameOverride: 'two' })).toEqual({ hostname: 'two' })
    expect(hostname({}, `${'x'.repeat(62)}-y`)).toEqual({ hostname: 'x'.repeat(62) })
  })
})
