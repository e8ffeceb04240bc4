/** What tools print in Pods of clusters that speak IPv6 alone, and of those with both families. */
import { describe, expect, test } from 'vitest'
import { rangesOfFamilies } from '../../../../../../src/cluster/ranges.ts'
import { openLabOf, pod, service, tool, type Lab } from '../../support/lab.ts'

const netshoot = 'nicolaka/netshoot'
const onWorker = { nodeName: 'netgrade-worker' }
const privileged = { image: netshoot, command: ['sleep', '1000000'], securityContext: { privileged: true } }

const objects = [
  pod('web', { image: 'nginx' }, onWorker),
  pod('far', { image: 'nginx' }, { nodeName: 'netgrade-worker2' }),
  pod('shoot', { image: netshoot, command: ['sleep', '1000000'] }, onWorker),
  tool('box'),
  pod('host', privileged, { ...onWorker, hostNetwork: true }),
]

const ipv6 = openLabOf(
  rangesOfFamilies(['IPv6']),
  ...objects,
  service('web', { selector: { app: 'web' }, ports: [{ port: 80 }] }),
)
const dual = openLabOf(
  rangesOfFamilies(['IPv4', 'IPv6']),
  ...objects,
  service('web', {
    ipFamilyPolicy: 'RequireDualStack',
    clusterIP: '10.96.0.50',
    clusterIPs: ['10.96.0.50', 'fd00:10:96::50'],
    selector: { app: 'web' },
    ports: [{ port: 80 }],
  }),
)

const ipsOf = ({ cluster }: Lab, name: string): readonly string[] => {
  const found = cluster.store.get('pods', 'default', name) as { status?: { podIPs?: readonly { ip: string }[] } } | undefined
  return (found?.status?.podIPs ?? []).map(({ ip }) => ip)
}

const stdout = async (lab: Lab, name: string, command: string): Promise<string> => (await lab.run(name, command)).stdout

describe('IPv6 alone', () => {
  test('ip: an address and routes of the node’s /64, and none of IPv4', async () => {
    const lab = await ipv6
    const own = lab.ip('shoot')
    const net = own.replace(/::.*/u, '::')
    expect(await stdout(lab, 'shoot', 'ip -6 addr show eth0')).toContain(`    inet6 ${own}/64 scope global \n`)
    expect(await stdout(lab, 'shoot', 'ip a show eth0')).not.toMatch(/ inet /u)
    expect(await stdout(lab, 'shoot', 'ip -4 a')).not.toContain('eth0')
    expect(await stdout(lab, 'shoot', 'ip route')).toBe('')
    expect(await stdout(lab, 'shoot', 'ip -6 route')).toBe(
      `${net}/64 via ${net}1 dev eth0 src ${own} metric 1024 pref medium\n` +
        `${net}1 dev eth0 src ${own} metric 1024 pref medium\n` +
        'fe80::/64 dev eth0 proto kernel metric 256 pref medium\n' +
        `default via ${net}1 dev eth0 metric 1024 pref medium\n`,
    )
    expect(await stdout(lab, 'box', 'ip -6 r')).toMatch(/^default via fd00:10:244:\d::1 dev eth0 {2}metric 1024 $/mu)
    expect(await lab.run('shoot', 'ip route get 10.96.0.1')).toMatchObject({
      stderr: 'RTNETLINK answers: Network is unreachable\n',
      code: 2,
    })
    expect(await stdout(lab, 'shoot', 'ip -6 route get fd00:10:96::1')).toBe(
      `fd00:10:96::1 from :: via ${net}1 dev eth0 src ${own} metric 1024 pref medium\n`,
    )
  })

  test('ifconfig and hostname', async () => {
    const lab = await ipv6
    expect(await stdout(lab, 'box', 'ifconfig')).toContain(`          inet6 addr: ${lab.ip('box')}/64 Scope:Global\n`)
    expect(await stdout(lab, 'box', 'hostname -i')).toBe(`${lab.ip('box')}\n`)
    expect(await stdout(lab, 'shoot', 'hostname -I')).toBe(`${lab.ip('shoot')} \n`)
  })

  test('the node has a route to each Pod and to each other node’s range', async () => {
    const lab = await ipv6
    const routes = await stdout(lab, 'host', 'ip -6 route')
    expect(routes).toMatch(new RegExp(`^${lab.ip('web')} dev veth[0-9a-f]{8} metric 1024 pref medium$`, 'mu'))
    expect(
      routes.match(/^fd00:10:244(?::\d)?::\/64 via fc00:f853:ccd:e793::\d dev eth0 metric 1024 pref medium$/gmu),
    ).toHaveLength(2)
  })

  test('ping and traceroute cross both nodes', async () => {
    const lab = await ipv6
    const far = lab.ip('far')
    expect(await stdout(lab, 'shoot', `ping -c 1 ${far}`)).toMatch(
      new RegExp(`^PING ${far} \\(${far}\\) 56 data bytes\\n64 bytes from ${far}: icmp_seq=1 ttl=62 time=`, 'u'),
    )
    const gateway = lab.ip('shoot').replace(/::.*/u, '::1')
    expect((await stdout(lab, 'shoot', `traceroute -n ${far}`)).replaceAll(/( {2}0\.\d{3} ms)+/gu, '')).toBe(
      ` 1  ${gateway}\n 2  fc00:f853:ccd:e793::4\n 3  ${far}\n`,
    )
  })

  test('names: nslookup of BIND, getent and host', async () => {
    const lab = await ipv6
    const found = await stdout(lab, 'shoot', 'nslookup web')
    const ip = /^Address: (\S+)\n\n$/mu.exec(found)?.[1] ?? ''
    expect(ip).toMatch(/^fd00:10:96::/u)
    expect(found).toContain(`\nName:\tweb.default.svc.cluster.local\nAddress: ${ip}\n`)
    expect(await stdout(lab, 'shoot', `host web`)).toBe(`web.default.svc.cluster.local has IPv6 address ${ip}\n`)
    expect(await stdout(lab, 'shoot', `nslookup ${ip}`)).toContain('\tname = web.default.svc.cluster.local\n')
    expect(await stdout(lab, 'shoot', 'getent ahostsv6 web')).toContain(`${ip} STREAM web.default.svc.cluster.local\n`)
    expect((await lab.run('shoot', 'getent ahostsv4 web')).code).toBe(2)
  })

  test('the older Endpoints hold the Service’s family', async () => {
    const lab = await ipv6
    const found = lab.cluster.store.get('endpoints', 'default', 'web') as { subsets?: readonly object[] } | undefined
    expect(found?.subsets).toMatchObject([{ addresses: [{ ip: lab.ip('web') }], ports: [{ port: 80 }] }])
  })

  test('ip6tables-save: the same rules for blocks of 128 bits; iptables-save has no Service', async () => {
    const lab = await ipv6
    const saved = await stdout(lab, 'host', 'ip6tables-save')
    expect(saved).toMatch(/^# Generated by ip6tables-save v/u)
    expect(saved).toMatch(
      /^-A KUBE-SERVICES -d fd00:10:96::\w+\/128 -p tcp .*"default\/web cluster IP" -m tcp --dport 80 -j KUBE-SVC-/mu,
    )
    expect(saved).toContain(` -m tcp -j DNAT --to-destination [${lab.ip('web')}]:80\n`)
    expect(await stdout(lab, 'host', 'iptables-save')).not.toContain('KUBE-SVC-')
    expect(await stdout(lab, 'host', 'ip6tables -t nat -S KUBE-SERVICES | head -1')).toBe('-N KUBE-SERVICES\n')
  })
})

describe('both families', () => {
  test('ip: IPv4 before IPv6, each with its own routes', async () => {
    const lab = await dual
    const [four = '', six = ''] = ipsOf(lab, 'shoot')
    const shown = await stdout(lab, 'shoot', 'ip a show eth0')
    expect(shown).toMatch(new RegExp(` inet ${four}/24 brd [\\s\\S]* inet6 ${six}/64 scope global [\\s\\S]* inet6 fe80::`, 'u'))
    expect(await stdout(lab, 'shoot', 'ip -br a')).toMatch(
      new RegExp(`^eth0@if\\d+ +UP +${four}/24 ${six}/64 fe80::\\S+/64 $`, 'mu'),
    )
    expect(await stdout(lab, 'shoot', 'ip route')).not.toContain('fd00')
    expect(await stdout(lab, 'shoot', 'ip -6 route')).not.toContain('10.244.')
    expect(await stdout(lab, 'box', 'route -n')).not.toContain('fd00')
  })

  test('hostname -I has both, /etc/hosts too', async () => {
    const lab = await dual
    const [four = '', six = ''] = ipsOf(lab, 'shoot')
    expect(await stdout(lab, 'shoot', 'hostname -I')).toBe(`${four} ${six} \n`)
    expect(await stdout(lab, 'shoot', 'cat /etc/hosts')).toContain(`${four}\tshoot\n${six}\tshoot\n`)
  })

  test('names have addresses of both', async () => {
    const lab = await dual
    const name = 'web.default.svc.cluster.local'
    expect(await stdout(lab, 'shoot', 'nslookup web')).toContain(
      `Name:\t${name}\nAddress: 10.96.0.50\nName:\t${name}\nAddress: fd00:10:96::50\n\n`,
    )
    expect(await stdout(lab, 'shoot', 'host web')).toBe(
      `${name} has address 10.96.0.50\n${name} has IPv6 address fd00:10:96::50\n`,
    )
    expect(await stdout(lab, 'shoot', 'getent hosts web')).toBe(`fd00:10:96::50  ${name}\n`)
  })

  test('the node has rules for both', async () => {
    const lab = await dual
    expect(await stdout(lab, 'host', 'iptables-save')).toContain(' -d 10.96.0.50/32 ')
    expect(await stdout(lab, 'host', 'ip6tables-save')).toContain(' -d fd00:10:96::50/128 ')
  })
})
