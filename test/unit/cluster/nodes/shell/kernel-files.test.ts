import { beforeAll, describe, expect, test } from 'vitest'
import { openLab, pod, server, tool, type Lab } from '../support/lab.ts'

/** As `cat /proc/net/tcp` prints them in a Pod of a real node; the number of the socket and its place in memory are its own. */
const SOCKETS = [
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     ',
  '   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 INODE 1 PLACE 100 0 0 10 0                   ',
]

const bare = (text: string): string => text.replaceAll(/\d{7} 1 [0-9a-f]{16}/gu, 'INODE 1 PLACE')

describe('what the kernel says', () => {
  let lab: Lab
  beforeAll(async () => {
    lab = await openLab(
      tool('box'),
      pod('six', { image: 'registry.k8s.io/e2e-test-images/agnhost:2.53', args: ['netexec', '--http-port=8888'] }),
      server('web', 'nginx'),
      pod(
        'vols',
        {
          image: 'busybox',
          command: ['sleep', '100000'],
          volumeMounts: [
            { name: 'secret', mountPath: '/secret', readOnly: true },
            { name: 'fast', mountPath: '/fast' },
            { name: 'slow', mountPath: '/data/slow' },
          ],
        },
        {
          volumes: [
            { name: 'secret', secret: { secretName: 'none', optional: true } },
            { name: 'fast', emptyDir: { medium: 'Memory' } },
            { name: 'slow', emptyDir: {} },
          ],
        },
      ),
    )
  })

  const out = async (name: string, line: string): Promise<string> => (await lab.run(name, ['sh', '-c', line])).stdout

  test('of listening sockets is what a node prints', async () => {
    expect(bare(await out('web', 'cat /proc/net/tcp'))).toBe(SOCKETS.map((line) => `${line}\n`).join(''))
    expect(await out('box', 'wc -l < /proc/net/tcp')).toBe('1\n')
    expect(await out('six', 'tail -n +2 /proc/net/tcp6')).toMatch(/^ {3}0: 0{32}:22B8 0{32}:0000 0A [^\n]* 100 0 0 10 0\n$/u)
  })

  test('follows what begins and ends to listen in the same script', async () => {
    const line = 'nc -l -p 9000 & sleep 1; tail -n 1 /proc/net/tcp | cut -c 1-19; kill $!; sleep 1; wc -l < /proc/net/tcp'
    expect(await out('box', line)).toBe('   0: 00000000:2328\n1\n')
  })

  test('of routes has the bytes of addresses in the order of the machine', async () => {
    const [first = 0, second = 0, third = 0, fourth = 0] = lab.ip('box').split('.').map(Number)
    const hex = (...bytes: readonly number[]): string =>
      bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join('')
    const gateway = hex(1, third, second, first)
    expect(fourth).toBeGreaterThan(1)
    const rows = (await out('box', 'tail -n +2 /proc/net/route')).trimEnd().split('\n')
    expect(rows.map((row) => row.trimEnd().split('\t').slice(0, 8))).toEqual([
      ['eth0', '00000000', gateway, '0003', '0', '0', '0', '00000000'],
      ['eth0', hex(0, third, second, first), gateway, '0003', '0', '0', '0', '00FFFFFF'],
      ['eth0', gateway, '00000000', '0005', '0', '0', '0', 'FFFFFFFF'],
    ])
    expect(rows.every((row, index) => index === rows.length - 1 || row.length === 127)).toBe(true)
  })

  test.each([
    ['box', 'cat /proc/sys/net/ipv4/ip_forward', /^1\n$/u],
    ['box', 'cut -d: -f 1 /proc/net/dev', /^Inter-[^\n]*\n face [^\n]*\n {4}lo\n {2}eth0\n$/u],
    ['box', 'grep lo$ /proc/net/if_inet6', /^0{31}1 01 80 10 80 {7}lo\n$/u],
    ['box', 'head -n 1 /proc/meminfo', /^MemTotal: {7}33554432 kB\n$/u],
    ['box', 'free', /^ {14}total {8}used [^\n]*\nMem: {6}33554432 {6}2097152 {5}31457280 /u],
    ['box', 'free -h', /\nMem: {9}32.0G {9}2.0G {8}30.0G {12}0 /u],
    [
      'box',
      'df -h / /etc/hosts',
      /^Filesystem {16}Size[^\n]*\noverlay {18}64.0G {6}4.0G {5}60.0G {3}7% \/\n\/dev\/vda1[^\n]* \/etc\/hosts\n$/u,
    ],
    ['web', 'df -h /', /^Filesystem {6}Size {2}Used Avail Use% Mounted on\noverlay {10}64G {2}4.0G {3}60G {3}7% \/\n$/u],
    ['web', 'mount | grep -c " type "', /^1\d\n$/u],
    ['web', 'mount | grep serviceaccount', /^tmpfs on \/run\/secrets\/kubernetes.io\/serviceaccount type tmpfs \(ro,/u],
    ['box', 'mount | grep serviceaccount', /^tmpfs on \/var\/run\/secrets\/kubernetes.io\/serviceaccount type tmpfs \(ro,/u],
    ['vols', 'grep " /secret " /proc/mounts', /^tmpfs \/secret tmpfs ro,relatime,size=33554432k 0 0\n$/u],
    [
      'vols',
      'mount | grep -e fast -e slow | sort',
      /^\/dev\/vda1 on \/data\/slow type ext4 \(rw,relatime\)\ntmpfs on \/fast type tmpfs \(rw,[^\n]*\n$/u,
    ],
  ])('%s: %s', async (name, line, expected) => {
    expect(await out(name, line)).toMatch(expected)
  })

  test('is asked of a path that is not there in vain', async () => {
    expect(await lab.run('box', ['df', '/nope'])).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^Filesystem [^\n]*\n$/u) as string,
      stderr: "df: /nope: can't find mount point\n",
    })
    expect(await lab.run('web', ['df', '/nope'])).toMatchObject({ code: 1, stderr: 'df: /nope: No such file or directory\n' })
    expect((await lab.run('web', ['free'])).code).not.toBe(0)
  })
})
