import { describe, expect, it } from 'vitest'
import { openLab, tool } from '../../support/lab.ts'

const HARDWARE = /[\da-f]{2}(?::[\da-f]{2}){5}/gu

describe('whom a Pod has on its link', () => {
  it('is told by ip neigh and arp alike, each in its own form', async () => {
    const lab = await openLab(tool('shoot', 'nicolaka/netshoot'), tool('box'))
    const gateway = lab.ip('shoot').replace(/\d+$/u, '1')
    const said = async (pod: string, command: string): Promise<string> =>
      (await lab.run(pod, command)).stdout.replaceAll(HARDWARE, 'MAC')
    expect(await said('shoot', 'ip neigh')).toBe(`${gateway} dev eth0 lladdr MAC REACHABLE \n`)
    const boxGateway = lab.ip('box').replace(/\d+$/u, '1')
    expect(await said('box', 'ip neigh')).toBe(`${boxGateway} dev eth0 lladdr MAC ref 1 used 0/0/0 probes 1 REACHABLE \n`)
    expect(await said('shoot', 'arp -n')).toBe(`? (${gateway}) at MAC [ether]  on eth0\n`)
    expect((await lab.run('shoot', 'arp -n 192.0.2.9')).stderr).toBe('arp: in 1 entries no match found.\n')
  })
})

describe('ip -j', () => {
  it('prints what iproute2 prints, in its order', async () => {
    const lab = await openLab(tool('shoot', 'nicolaka/netshoot'))
    const ip = lab.ip('shoot')
    const gateway = ip.replace(/\d+$/u, '1')
    expect((await lab.run('shoot', 'ip -j route')).stdout).toBe(
      `[{"dst":"default","gateway":"${gateway}","dev":"eth0","flags":[]},` +
        `{"dst":"${ip.replace(/\d+$/u, '0')}/24","gateway":"${gateway}","dev":"eth0","prefsrc":"${ip}","flags":[]},` +
        `{"dst":"${gateway}","dev":"eth0","scope":"link","prefsrc":"${ip}","flags":[]}]\n`,
    )
    const four = (await lab.run('shoot', 'ip -4 -j addr show eth0')).stdout
    expect(four.replace(/"link_index":\d+/u, '"link_index":0')).toBe(
      '[{"ifindex":2,"link_index":0,"ifname":"eth0","flags":["BROADCAST","MULTICAST","UP","LOWER_UP"],"mtu":1500,"qdisc":"noqueue",' +
        `"operstate":"UP","group":"default","link_netnsid":0,"addr_info":[{"family":"inet","local":"${ip}","prefixlen":24,` +
        `"broadcast":"${ip.replace(/\d+$/u, '255')}","scope":"global","label":"eth0","valid_life_time":4294967295,"preferred_life_time":4294967295}]}]\n`,
    )
    expect((await lab.run('shoot', 'ip -j addr | jq -r ".[1].addr_info[0].local"')).stdout).toBe(`${ip}\n`)
    expect((await lab.run('shoot', 'ip -j link')).stdout).toMatch(
      /^\[\{"ifindex":1,"ifname":"lo",.*"linkmode":"DEFAULT","group":"default","txqlen":1000,"link_type":"loopback"/u,
    )
  })

  it('has a line for each key with -p', async () => {
    const lab = await openLab(tool('shoot', 'nicolaka/netshoot'))
    const printed = (await lab.run('shoot', 'ip -p -j route')).stdout.replaceAll(/\d+\.\d+\.\d+\.\d+/gu, 'IP')
    expect(printed.split('\n').slice(0, 8)).toEqual([
      '[ {',
      '        "dst": "default",',
      '        "gateway": "IP",',
      '        "dev": "eth0",',
      '        "flags": [ ]',
      '    },{',
      '        "dst": "IP/24",',
      '        "gateway": "IP",',
    ])
  })

  it('is unknown to busybox', async () => {
    const lab = await openLab(tool('box'))
    const { stderr, code } = await lab.run('box', 'ip -j addr')
    expect(stderr).toContain('Usage: ip [OPTIONS] address|route|link|tunnel|neigh|rule [ARGS]')
    expect(code).toBe(1)
  })
})

it('netstat -rn lists the routes', async () => {
  const lab = await openLab(tool('box'))
  const [gateway, net] = ['1', '0'].map((end) => lab.ip('box').replace(/\d+$/u, end))
  expect((await lab.run('box', 'netstat -rn')).stdout).toBe(
    'Kernel IP routing table\nDestination     Gateway         Genmask         Flags   MSS Window  irtt Iface\n' +
      `0.0.0.0         ${gateway}      0.0.0.0         UG        0 0          0 eth0\n` +
      `${net}      ${gateway}      255.255.255.0   UG        0 0          0 eth0\n` +
      `${gateway}      0.0.0.0         255.255.255.255 UH        0 0          0 eth0\n`,
  )
  expect((await lab.run('box', 'route')).stdout.split('\n')[2]).toMatch(/^default +10\.244\.\d+\.1 +0\.0\.0\.0 +UG /u)
})

it.each([
  ['ubuntu', 'Ubuntu 24.04.1 LTS', '#1 SMP PREEMPT_DYNAMIC x86_64 x86_64 x86_64 GNU/Linux', 'bin -> usr/bin'],
  ['debian', 'Debian GNU/Linux 12 (bookworm)', '#1 SMP PREEMPT_DYNAMIC x86_64 GNU/Linux', 'sbin -> usr/sbin'],
  ['alpine', 'Alpine Linux v3.21', '#1 SMP PREEMPT_DYNAMIC x86_64 Linux', ' bin\n'],
])('%s says what it is', async (image, release, kernel, folder) => {
  const lab = await openLab(tool('p', image))
  expect((await lab.run('p', '. /etc/os-release; echo "$PRETTY_NAME"')).stdout).toBe(`${release}\n`)
  expect((await lab.run('p', 'uname -a')).stdout).toBe(`Linux p 6.12.0-netgrade ${kernel}\n`)
  expect((await lab.run('p', 'uname -sm')).stdout).toBe('Linux x86_64\n')
  expect((await lab.run('p', 'ls -l /')).stdout).toContain(folder)
})

it('the nslookup of jessie-dnsutils is that of BIND', async () => {
  const lab = await openLab(tool('dns', 'registry.k8s.io/e2e-test-images/jessie-dnsutils:1.3'))
  expect((await lab.run('dns', 'nslookup kubernetes.default')).stdout).toBe(
    'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\nName:\tkubernetes.default.svc.cluster.local\nAddress: 10.96.0.1\n\n',
  )
})
