/** kube-proxy and the network plugin as a new cluster has them, and what their configuration changes. */
import { beforeEach, expect, test } from 'vitest'
import { installAddons } from '../../../../src/cluster/addons/install-addons.ts'
import { createCluster } from '../../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../../src/cluster/contract.ts'
import { configuredFacts } from '../../../../src/cluster/live/cluster-facts.ts'
import { loadShell } from '../../../../src/cluster/nodes/shell/load-shell.ts'
import { DEFAULT_RANGES, rangesOfFamilies } from '../../../../src/cluster/ranges.ts'
import { createSeededRandom, createVirtualClock } from '../../../../src/cluster/virtual.ts'
import { isConfigMap, isDaemonSet, isPod } from '../../../../src/kubernetes/guards.ts'
import type { Pod } from '../../../../src/kubernetes/generated/types.ts'
import { respond } from '../../../../src/network/dns/respond.ts'
import { validate } from '../../../../src/kubernetes/validation/validate.ts'
import { run } from '../nodes/support/lab.ts'

const AUTHORITY = '-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n'

const make = (ranges = DEFAULT_RANGES): Cluster => {
  const cluster = createCluster({
    clock: createVirtualClock(Date.UTC(2026, 10, 24, 8, 30)),
    random: createSeededRandom(1),
    ranges,
    certificateAuthority: AUTHORITY,
    readConfiguration: configuredFacts,
  })
  installAddons(cluster, { ranges, certificateAuthority: AUTHORITY })
  return cluster
}

let cluster: Cluster
beforeEach(async () => {
  await loadShell()
  cluster = make()
  await cluster.settle()
  return () => cluster.stop()
})

const podsOf = (app: string): readonly Pod[] =>
  cluster.store
    .list('pods', 'kube-system')
    .filter(isPod)
    .filter(({ metadata }) => metadata.labels?.['k8s-app'] === app)

const mode = (): string => cluster.snapshot().facts.cluster.proxyMode

/** As `kubectl edit configmap` would. */
const edit = (name: string, key: string, change: (text: string) => string): void => {
  const old = cluster.store.get('configmaps', 'kube-system', name)
  if (old === undefined || !isConfigMap(old)) throw new Error(`no ConfigMap ${name}`)
  const changed = { ...old, data: { ...old.data, [key]: change(old.data?.[key] ?? '') } }
  expect(changed.data[key]).not.toBe(old.data?.[key])
  expect(cluster.apply(changed)).toMatchObject({ kind: 'ConfigMap' })
}

const proxyPod = (): string => podsOf('kube-proxy')[0]?.metadata.name ?? ''

const inProxy = async (...command: readonly string[]): Promise<string> =>
  (await run(cluster, `kube-system/${proxyPod()}`, command)).stdout

test.each(['kube-proxy', 'kindnet'])('%s runs on every node, in the node’s network', (app) => {
  const pods = podsOf(app)
  expect(pods.map(({ spec }) => spec?.nodeName).toSorted()).toEqual([
    'netgrade-control-plane',
    'netgrade-worker',
    'netgrade-worker2',
  ])
  for (const { status } of pods) expect(status).toMatchObject({ phase: 'Running', podIP: status?.hostIP })
  expect(cluster.store.get('daemonsets.apps', 'kube-system', app)).toMatchObject({ status: { numberReady: 3 } })
})

test.each([
  ['kubeadm’s ranges', DEFAULT_RANGES],
  ['IPv6', rangesOfFamilies(['IPv6'])],
  ['two families', rangesOfFamilies(['IPv4', 'IPv6'])],
])('all of it is valid with %s, and says which ranges there are', async (_, ranges) => {
  const other = make(ranges)
  await other.settle()
  const objects = [...other.store.entries()].map(([, object]) => object).filter((one) => isDaemonSet(one) || isConfigMap(one))
  expect(objects.flatMap((object) => validate(object))).toEqual([])
  expect(JSON.stringify(other.store.get('configmaps', 'kube-system', 'kubeadm-config'))).toContain(
    `podSubnet: ${ranges.podCidrs.join(',')}\\n  serviceSubnet: ${ranges.serviceCidrs.join(',')}`,
  )
  const { facts } = other.snapshot()
  expect(facts.cluster).toMatchObject({ proxyMode: 'iptables', podRecords: 'insecure', dnsTtlSeconds: 30 })
  expect(facts.cluster.podCidrs).toEqual(ranges.podCidrs)
  other.stop()
})

test('kube-proxy says in which mode it works, and shows its rules', async () => {
  expect(await inProxy('iptables-save')).toContain('-A KUBE-SERVICES -d 10.96.0.10/32 -p udp')
  expect(await inProxy('nft', 'list', 'ruleset')).toBe('')
  expect(cluster.snapshot().facts.pods[`kube-system/${proxyPod()}`]?.listeners).toMatchObject([
    { port: 10_249, address: '127.0.0.1', http: [{ path: '/proxyMode', body: 'iptables' }] },
    { port: 10_256 },
  ])
})

test('kube-proxy says its version, and ends at once with a mode that it has not', async () => {
  expect(await inProxy('kube-proxy', '--version')).toBe('Kubernetes v1.34.4\n')
  edit('kube-proxy', 'config.conf', (conf) => conf.replace('mode: iptables', 'mode: userspace'))
  cluster.writer.delete(
    { apiVersion: 'v1', kind: 'Pod', namespace: 'kube-system', name: proxyPod() },
    { gracePeriodSeconds: 0 },
  )
  await cluster.settle(5_000)
  const crashed = podsOf('kube-proxy').find(({ status }) => status?.containerStatuses?.[0]?.ready === false)
  expect(crashed?.status?.containerStatuses?.[0]).toMatchObject({ lastState: { terminated: { exitCode: 1 } } })
  const log = cluster.runtime.logs({ namespace: 'kube-system', name: crashed?.metadata.name ?? '' }, {})
  let text = ''
  if (Symbol.asyncIterator in log) for await (const chunk of log) text += new TextDecoder().decode(chunk)
  expect(text).toMatch(/^E1124 .*Invalid value: \\"userspace\\": must be iptables, ipvs, nftables or blank/u)
})

test('CoreDNS answers as its Corefile says; one that it cannot read holds for those that start anew', async () => {
  const lookUp = (name: string): readonly string[] => respond(cluster.snapshot(), name, 'A').answer.map(({ data }) => data)
  const plugins = '    hosts {\n       192.0.2.10 db.corp.example\n       fallthrough\n    }\n'
  edit('coredns', 'Corefile', (text) => text.replace('    ready\n', `    ready\n${plugins}`))
  expect(lookUp('db.corp.example')).toEqual(['192.0.2.10'])
  edit('coredns', 'Corefile', (text) => text.replace('hosts {', 'host {'))
  expect(lookUp('db.corp.example')).toEqual(['192.0.2.10'])
  const [pod] = podsOf('kube-dns')
  cluster.writer.delete(
    { apiVersion: 'v1', kind: 'Pod', namespace: 'kube-system', name: pod?.metadata.name ?? '' },
    { gracePeriodSeconds: 0 },
  )
  await cluster.settle(5_000)
  const crashed = podsOf('kube-dns').filter(({ status }) => status?.containerStatuses?.[0]?.ready !== true)
  expect(crashed.map(({ status }) => status?.containerStatuses?.[0])).toMatchObject([
    { lastState: { terminated: { exitCode: 1, reason: 'Error' } } },
  ])
  edit('coredns', 'Corefile', (text) => text.replace(/ {4}host \{[^}]*\}\n/u, ''))
  expect(lookUp('db.corp.example')).toEqual([])
})

test('another mode in its ConfigMap is the cluster’s', async () => {
  const before = cluster.snapshot().facts.cluster
  edit('kube-proxy', 'config.conf', (conf) => conf.replace('mode: iptables', 'mode: nftables'))
  expect(mode()).toBe('nftables')
  expect(cluster.snapshot().facts.cluster).not.toBe(before)
  expect(await inProxy('nft', 'list', 'ruleset')).toContain('table ip kube-proxy {')
  cluster.store.remove('configmaps', 'kube-system', 'kube-proxy')
  expect(mode()).toBe('iptables')
})

test('CoreDNS answers for Pods as its Corefile says', () => {
  const kept = cluster.snapshot().facts.cluster
  cluster.apply({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'other', namespace: 'kube-system' } })
  expect(cluster.snapshot().facts.cluster).toBe(kept)
  edit('coredns', 'Corefile', (file) => file.replace('pods insecure', 'pods disabled').replace('ttl 30', 'ttl 7'))
  expect(cluster.snapshot().facts.cluster).toMatchObject({ podRecords: 'disabled', dnsTtlSeconds: 7 })
})

test('who is to join finds the cluster, and who extends it whom to trust', () => {
  const dataOf = (namespace: string, name: string): Readonly<Record<string, string>> | undefined => {
    const found = cluster.store.get('configmaps', namespace, name)
    return found !== undefined && isConfigMap(found) ? found.data : undefined
  }
  const info = dataOf('kube-public', 'cluster-info')?.['kubeconfig'] ?? ''
  expect(info).toContain('server: https://netgrade-control-plane:6443\n')
  expect(atob(/certificate-authority-data: (\S+)/u.exec(info)?.[1] ?? '')).toBe(AUTHORITY)
  expect(dataOf('kube-system', 'extension-apiserver-authentication')).toMatchObject({
    'client-ca-file': AUTHORITY,
    'requestheader-group-headers': '["X-Remote-Group"]',
  })
  expect(dataOf('kube-system', 'kube-apiserver-legacy-service-account-token-tracking')).toEqual({ since: '2026-11-24' })
})
