/** What tools print of a Pod's own network, and of its node's. */
import { describe, expect, test } from 'vitest'
import { sitDown } from '../../support/typist.ts'
import { openLab, pod, server, service, tool } from '../../support/lab.ts'

const netshoot = 'nicolaka/netshoot'
const agnhost = 'registry.k8s.io/e2e-test-images/agnhost:2.53'

describe('sockets', () => {
  test('ss and netstat, each in its own form', async () => {
    const containers = [
      { name: 'tools', image: netshoot, command: ['sleep', '1000000'] },
      { name: 'redis', image: 'redis:7' },
    ]
    const lab = await openLab({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'both' }, spec: { containers } })
    expect((await lab.run('both', 'ss -tln')).stdout).toBe(
      'State  Recv-Q Send-Q Local Address:Port  Peer Address:PortProcess\n' +
        'LISTEN 0      511          0.0.0.0:6379       0.0.0.0:*          \n' +
        'LISTEN 0      511             [::]:6379          [::]:*          \n',
    )
    expect((await lab.run('both', 'ss -tuln')).stdout).toMatch(/^Netid State {2}Recv-Q[^\n]*\ntcp {3}LISTEN 0 {6}511 /u)
    expect((await lab.run('both', 'netstat -tln')).stdout).toBe(
      'Active Internet connections (only servers)\n' +
        'Proto Recv-Q Send-Q Local Address           Foreign Address         State       \n' +
        'tcp        0      0 0.0.0.0:6379            0.0.0.0:*               LISTEN      \n' +
        'tcp6       0      0 :::6379                 :::*                    LISTEN      \n',
    )
    expect((await lab.run('both', 'ss -tn')).stdout).toBe('State Recv-Q Send-Q Local Address:Port  Peer Address:PortProcess\n')
  })

  test('-u shows sockets for datagrams only', async () => {
    const lab = await openLab(server('net', agnhost, 'netexec'))
    expect((await lab.run('net', 'ss -uln')).stdout).toMatch(/\nUNCONN 0 {6}0 +\*:8081 +\*:\* {10}\n$/u)
    expect((await lab.run('net', 'netstat -uln')).stdout).not.toContain(':8080')
  })
})

describe('addresses and routes', () => {
  test('of a Pod, by iproute2 and by busybox', async () => {
    const lab = await openLab(tool('shoot', netshoot), tool('box'))
    const own = lab.ip('shoot')
    const net = own.replace(/\.\d+$/u, '')
    expect((await lab.run('shoot', 'ip route')).stdout).toBe(
      `default via ${net}.1 dev eth0 \n${net}.0/24 via ${net}.1 dev eth0 src ${own} \n${net}.1 dev eth0 scope link src ${own} \n`,
    )
    expect((await lab.run('shoot', 'ip -4 a show eth0')).stdout).toMatch(
      new RegExp(
        `^2: eth0@if\\d+: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP group default \\n    inet ${own}/24 brd ${net}.255 scope global eth0\\n       valid_lft forever preferred_lft forever\\n$`,
        'u',
      ),
    )
    expect((await lab.run('shoot', 'ip a')).stdout).toContain('    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n')
    expect((await lab.run('shoot', 'ip route get 10.96.0.1')).stdout).toBe(
      `10.96.0.1 via ${net}.1 dev eth0 src ${own} uid 0 \n    cache \n`,
    )
    expect(await lab.run('shoot', 'ip a show eth7')).toMatchObject({ stderr: 'Device "eth7" does not exist.\n', code: 1 })
    const box = lab.ip('box')
    expect((await lab.run('box', 'ip addr')).stdout).toMatch(
      /2: eth0@if\d+: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu 1500 qdisc noqueue \n/u,
    )
    expect((await lab.run('box', 'hostname -i')).stdout).toBe(`${box}\n`)
    expect((await lab.run('box', 'route -n')).stdout).toContain('0.0.0.0         10.244.')
  })

  test('of a node: each Pod has a route, and so has each other node', async () => {
    const lab = await openLab(
      pod('web', { image: 'nginx' }, { nodeName: 'netgrade-worker' }),
      pod('host', { image: netshoot, command: ['sleep', '1000000'] }, { hostNetwork: true, nodeName: 'netgrade-worker' }),
    )
    const { stdout } = await lab.run('host', 'ip route')
    expect(stdout).toMatch(new RegExp(`^${lab.ip('web')} dev veth[0-9a-f]{8} scope host \\n`, 'mu'))
    expect(stdout).toMatch(/^default via 172\.18\.0\.1 dev eth0 \n/u)
    expect(stdout.match(/^10\.244\.\d+\.0\/24 via 172\.18\.0\.\d+ dev eth0 $/gmu)).toHaveLength(2)
    expect((await lab.run('host', 'hostname')).stdout).toBe('netgrade-worker\n')
  })
})

describe('ping and traceroute', () => {
  const lab = openLab(
    pod('near', { image: 'nginx' }, { nodeName: 'netgrade-worker' }),
    pod('far', { image: 'nginx' }, { nodeName: 'netgrade-worker2' }),
    pod('box', { image: 'busybox', command: ['sleep', '1000000'] }, { nodeName: 'netgrade-worker' }),
    pod('shoot', { image: netshoot, command: ['sleep', '1000000'] }, { nodeName: 'netgrade-worker' }),
    service('web', { clusterIP: '10.96.0.50', selector: { app: 'near' }, ports: [{ port: 80 }] }),
  )

  test('busybox', async () => {
    const { run, ip } = await lab
    const far = ip('far')
    const { stdout, code } = await run('box', `ping -c 2 ${far}`)
    expect(code).toBe(0)
    expect(stdout.replaceAll(/(?<=[=/ ])0\.\d{3}(?=[/ ])/gu, 'T')).toBe(
      `PING ${far} (${far}): 56 data bytes\n64 bytes from ${far}: seq=0 ttl=62 time=T ms\n64 bytes from ${far}: seq=1 ttl=62 time=T ms\n\n--- ${far} ping statistics ---\n2 packets transmitted, 2 packets received, 0% packet loss\nround-trip min/avg/max = T/T/T ms\n`,
    )
    expect((await run('box', `ping -c 1 ${ip('near')}`)).stdout).toContain('ttl=63')
    expect(await run('box', 'ping -c 2 -W 1 web')).toMatchObject({
      stdout:
        'PING web (10.96.0.50): 56 data bytes\n\n--- web ping statistics ---\n2 packets transmitted, 0 packets received, 100% packet loss\n',
      code: 1,
      tookMs: 2000,
    })
    expect(await run('box', 'ping -c 1 nosuch')).toMatchObject({ stderr: "ping: bad address 'nosuch'\n", code: 1 })
  })

  test('iputils', async () => {
    const { run, ip } = await lab
    const near = ip('near')
    const { stdout } = await run('shoot', `ping -c 1 ${near}`)
    expect(stdout.replaceAll(/(?<=[=/ ])0\.\d{3}(?=[/ ])/gu, 'T')).toBe(
      `PING ${near} (${near}) 56(84) bytes of data.\n64 bytes from ${near}: icmp_seq=1 ttl=63 time=T ms\n\n--- ${near} ping statistics ---\n1 packets transmitted, 1 received, 0% packet loss, time 0ms\nrtt min/avg/max/mdev = T/T/T/T ms\n`,
    )
    expect(await run('shoot', 'ping -c 1 nosuch')).toMatchObject({ stderr: 'ping: nosuch: Name does not resolve\n', code: 2 })
    expect((await run('shoot', 'ping -c 2 -W 1 10.96.0.50')).stdout).toMatch(
      /2 packets transmitted, 0 received, 100% packet loss, time 1000ms\n\n$/u,
    )
  })

  test('traceroute: the gateway, the other node, the Pod', async () => {
    const { run, ip } = await lab
    const { stdout } = await run('box', `traceroute -n ${ip('far')}`)
    const hops = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.trim().split(/\s+/u)[1])
    expect(hops).toEqual([ip('box').replace(/\.\d+$/u, '.1'), expect.stringMatching(/^172\.18\.0\./u), ip('far')])
    expect((await run('box', 'traceroute -n -m 3 -w 1 10.96.0.50')).stdout).toMatch(
      / 2 {2}\* {2}\* {2}\*\n 3 {2}\* {2}\* {2}\*\n$/u,
    )
  })

  test('the gateway of the Pod answers, and traceroute tells of each hop when it knows', async () => {
    const { run, ip } = await lab
    const gateway = ip('box').replace(/\.\d+$/u, '.1')
    expect((await run('box', `ping -c 1 ${gateway}`)).stdout).toContain(`64 bytes from ${gateway}: seq=0 ttl=64 time=`)
    expect((await run('box', `traceroute -n ${gateway}`)).stdout).toMatch(/^ 1 {2}10\.244\.\d+\.1( {2}0\.\d{3} ms){3}\n$/u)
    const typist = await sitDown(await lab, 'box')
    expect(await typist.type('traceroute -n 10.96.0.50\n')).toMatch(
      /traceroute to 10\.96\.0\.50 [^]*\n 1 {2}10\.244\.\d+\.1 {2}[^]*\n 2$/u,
    )
  })
})

describe('rules of kube-proxy', () => {
  test('iptables-save in a privileged process on the node', async () => {
    const image = { image: netshoot, command: ['sleep', '1000000'], securityContext: { privileged: true } }
    const lab = await openLab(
      pod('web', { image: 'nginx' }),
      service('web', { clusterIP: '10.96.0.50', selector: { app: 'web' }, ports: [{ port: 80 }] }),
      pod('host', image, { hostNetwork: true, nodeName: 'netgrade-worker' }),
      pod('own', image),
      pod('weak', { ...image, securityContext: {} }, { hostNetwork: true }),
    )
    const { stdout } = await lab.run('host', 'iptables-save')
    expect(stdout).toMatch(
      /^-A KUBE-SERVICES -d 10\.96\.0\.50\/32 -p tcp -m comment .* -m tcp --dport 80 -j KUBE-SVC-[A-Z2-7]{16}$/mu,
    )
    expect(stdout).toMatch(
      /^-A KUBE-SVC-[A-Z2-7]{16} ! -s 10\.244\.0\.0\/16 -d 10\.96\.0\.50\/32 -p tcp -m comment --comment "default\/web cluster IP" -m tcp --dport 80 -j KUBE-MARK-MASQ$/mu,
    )
    expect(stdout).toMatch(/^-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000\/0x4000$/mu)
    expect(stdout).toMatch(/--probability 0\.50000000000 -j KUBE-SEP-/u)
    expect(stdout).toMatch(/^# Generated by iptables-save v1\.8\.\d+ \(nf_tables\) on Tue Nov 24 00:00:\d\d 2026\n\*nat\n/u)
    expect(stdout).toContain(` -m tcp -j DNAT --to-destination ${lab.ip('web')}:80\n`)
    expect((await lab.run('host', 'iptables-save -t filter')).stdout).not.toContain('*nat')
    expect((await lab.run('host', 'iptables -t nat -S KUBE-SERVICES | head -1')).stdout).toBe('-N KUBE-SERVICES\n')
    expect((await lab.run('own', 'iptables-save')).stdout).toBe('')
    expect((await lab.run('weak', 'iptables-save')).code).toBe(4)
  })
})

test('getent: hosts, and one line for each kind of socket', async () => {
  const lab = await openLab(tool('shoot', netshoot), service('web', { clusterIP: '10.96.0.50', ports: [{ port: 80 }] }))
  expect((await lab.run('shoot', 'getent hosts web')).stdout).toBe('10.96.0.50      web.default.svc.cluster.local\n')
  expect((await lab.run('shoot', 'getent ahosts web')).stdout).toBe(
    '10.96.0.50      STREAM web.default.svc.cluster.local\n10.96.0.50      DGRAM  \n10.96.0.50      RAW    \n',
  )
  expect((await lab.run('shoot', 'getent hosts nosuch')).code).toBe(2)
})
