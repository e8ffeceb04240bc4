/** Manifests of clusters with other address ranges than kubeadm's, and of two families. */
import { describe, expect, test } from 'vitest'
import { runGrade as grade, writeManifest as file } from '../support/run-grade.ts'

const PODS = `
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: c, image: nginx }] }
---
apiVersion: v1
kind: Pod
metadata: { name: client, namespace: shop }
spec: { containers: [{ name: c, image: busybox, command: [sleep, infinity] }] }
`
const withService = (spec: string): string => `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }], ${spec} }
${PODS}`

const other = file('other.yaml', withService('clusterIP: 172.20.5.6'))
const dual = file(
  'dual.yaml',
  withService('ipFamilyPolicy: RequireDualStack, clusterIP: 10.43.5.6, clusterIPs: [10.43.5.6, "fd00:43::5"]'),
)
const six = file(
  'six.yaml',
  withService('type: NodePort, clusterIP: "fd00:43::5"').replace('port: 80', 'port: 80, nodePort: 30080'),
)

const client = 'pod/shop/client'

describe('ranges are inferred', () => {
  test.each([
    ['trace', [client, 'service/shop/web:80'], other, '172.20.5.6:80 → 10.244.'],
    ['trace', [client, '172.20.5.6:80'], other, 'connected'],
    ['trace', [client, '[fd00:43::5]:80'], dual, 'connected'],
    ['trace', [client, '10.43.5.6:80'], dual, 'connected'],
    ['trace', [client, 'web', '--type', 'AAAA'], dual, 'IN AAAA fd00:43::5'],
    ['trace', [client, 'web'], six, 'NODATA'],
    ['trace', [client, 'http://web'], six, 'HTTP 200'],
    ['trace', ['outside', 'node/netgrade-worker:30080'], six, '2001:db8::7 → netgrade-worker:30080   connected'],
    ['rules', ['service/shop/web'], six, 'fd00:43::5'],
    ['matrix', [], dual, 'shop/client'],
    ['forbid', ['shop/*', 'shop/*'], six, ''],
    ['lint', [], other, ''],
  ])('%s %j', async (command, words, path, expected) => {
    const { code, out, err } = await grade(command, ...words, '--file', path)
    expect([code === 2 ? err : '', out]).toEqual(['', expect.stringContaining(expected)])
  })

  test('compare', async () => {
    expect((await grade('compare', other, dual)).code).toBe(0)
  })
})

describe('ranges are given', () => {
  test('for Pods and Services, of both families', async () => {
    const ranges = ['--pod-cidr', '10.7.0.0/16,fd07::/56', '--service-cidr', '172.16.0.0/12,fd08::/112']
    const { out } = await grade('trace', client, 'service/shop/web:80', '--file', other, ...ranges)
    expect(out).toContain('172.20.5.6:80 → 10.7.')
    const web = await grade('rules', 'service/shop/web', '--file', other, ...ranges)
    expect(web.out).toContain('172.20.5.6')
  })

  test('and hold', async () => {
    const { code, err } = await grade('trace', client, 'web', '--file', other, '--service-cidr', '10.96.0.0/12')
    expect([code, err]).toEqual([2, expect.stringContaining('the provided network does not match the current range')])
  })

  test.each([
    [['--service-cidr', 'ten'], 'one of each family'],
    [['--pod-cidr', '10.0.0.0/16,10.1.0.0/16'], 'one of each family'],
    [['--pod-cidr', '10.0.0.0/30'], 'at most /24'],
    [['--lang', 'ko', '--pod-cidr', '10.0.0.0/30'], '최대 /24'],
  ])('badly: %j', async (words, expected) => {
    const { code, err } = await grade('trace', client, 'web', '--file', other, ...words)
    expect([code, err]).toEqual([2, expect.stringContaining(expected)])
  })

  test('for the embedded cluster, which has its own', async () => {
    const { code, err } = await grade('trace', client, 'web', '--pod-cidr', '10.7.0.0/16')
    expect([code, err]).toEqual([2, expect.stringContaining('--file')])
  })
})

const live = (kind: string, name: string, rest: string, more = ''): string => `
- apiVersion: v1
  kind: ${kind}
  metadata: { name: ${name}, ${kind === 'Node' ? '' : 'namespace: shop, '}uid: u-${kind}-${name}, resourceVersion: "7", ${more} }
  ${rest}`

const status = (ips: string, host: string): string =>
  `status: { phase: Running, podIP: "${ips.split(' ')[0] ?? ''}", podIPs: [${ips
    .split(' ')
    .map((ip) => `{ ip: "${ip}" }`)
    .join(', ')}], hostIP: ${host}, hostIPs: [{ ip: ${host} }], conditions: [{ type: Ready, status: "True" }] }`

describe('objects taken from a cluster', () => {
  const pods = (web: string, own: string): string =>
    live(
      'Pod',
      'web',
      `spec: { nodeName: node-a, containers: [{ name: c, image: nginx }] }\n  ${status(web, '10.0.1.5')}`,
      'labels: { app: web }',
    ) +
    live('Pod', 'client', `spec: { nodeName: node-b, containers: [{ name: c, image: busybox }] }\n  ${status(own, '10.0.2.6')}`)
  const vpc = file(
    'vpc.yaml',
    `apiVersion: v1\nkind: List\nitems:${pods('10.0.1.21', '10.0.2.33')}${live('Service', 'web', 'spec: { clusterIP: 172.20.5.6, clusterIPs: [172.20.5.6], selector: { app: web }, ports: [{ port: 80, protocol: TCP }] }')}`,
  )
  const both = file(
    'both.yaml',
    `apiVersion: v1\nkind: List\nitems:${live('Node', 'node-a', 'spec: { podCIDRs: [10.42.0.0/24, "2001:cafe:42::/64"] }\n  status: { addresses: [{ type: InternalIP, address: 10.0.1.5 }] }')}${pods('10.42.0.6 2001:cafe:42::6', '10.42.1.7 2001:cafe:42:1::7')}${live('Service', 'web', 'spec: { clusterIP: 10.43.5.6, clusterIPs: [10.43.5.6, "2001:cafe:43::7"], ipFamilies: [IPv4, IPv6], ipFamilyPolicy: PreferDualStack, selector: { app: web }, ports: [{ port: 80, protocol: TCP }] }')}`,
  )

  test.each([
    [vpc, 'service/shop/web:80', '172.20.5.6:80 → 10.0.1.21:80'],
    [vpc, 'pod/shop/web:80', 'node-b → node-a'],
    [both, '[2001:cafe:43::7]:80', '[2001:cafe:43::7]:80 → [2001:cafe:42::6]:80'],
    [both, '[2001:cafe:42::6]:80', 'connected'],
    [both, '10.42.0.6:80', 'connected'],
    [both, 'http://web', 'HTTP 200'],
  ])('keep their addresses: %s %s', async (path, to, expected) => {
    const { out } = await grade('trace', client, to, '--file', path)
    expect(out.replaceAll(/ (fd|2001)(\S+):80 → (2001\S+):80/gu, ' [$1$2]:80 → [$3]:80')).toContain(expected)
  })

  test('bring their nodes: there are no others', async () => {
    const { err } = await grade('rules', '--node', 'nosuch', '--file', vpc)
    expect(err).toContain('node-a, node-b')
    expect(err).not.toContain('netgrade-worker')
  })
})
