import { describe, expect, test } from 'vitest'
import { observePod } from '../../../../src/cluster/live/pod-facts.ts'
import { readSockets } from '../../../../src/cluster/live/sockets.ts'
import type { Pod } from '../../../../src/kubernetes/generated/types.ts'

// As a container of nginx on a node of Linux 6 shows them.
const TCP = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2913035 1 000000009acf1ce5 100 0 0 10 0
   1: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2913037 1 000000009acf1ce5 100 0 0 10 0
   2: 0A01F40A:0050 0302F40A:D2F0 01 00000000:00000000 00:00000000 00000000     0        0 2913038 1 000000009acf1ce5 100 0 0 10 0
`
const TCP6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2913036 1 00000000a7f97fca 100 0 0 10 0
   1: 00000000000000000000000001000000:0051 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2913036 1 00000000a7f97fca 100 0 0 10 0
   2: 0000000000000000FFFF00000500F40A:0052 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2913036 1 00000000a7f97fca 100 0 0 10 0
   3: B80D01200000000000000000010000FF:0053 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2913036 1 00000000a7f97fca 100 0 0 10 0
`
const UDP = `   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
  112: 00000000:1F91 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 12345 2 0000000000000000 0
  113: 00000000:C350 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 12346 2 0000000000000000 0
  114: 0A01F40A:0035 0302F40A:0035 01 00000000:00000000 00:00000000 00000000     0        0 12347 2 0000000000000000 0
`

describe('the files of /proc/net', () => {
  test('sockets that wait, and none that are connected', () => {
    expect(readSockets(TCP, 'TCP')).toEqual([
      { protocol: 'TCP', port: 80, address: '0.0.0.0' },
      { protocol: 'TCP', port: 8080, address: '127.0.0.1' },
    ])
    expect(readSockets(UDP, 'UDP')).toEqual([
      { protocol: 'UDP', port: 8081, address: '0.0.0.0' },
      { protocol: 'UDP', port: 50_000, address: '0.0.0.0' },
    ])
  })

  test('addresses of IPv6, and those of IPv4 within them', () => {
    expect(readSockets(TCP6, 'TCP').map(({ address }) => address)).toEqual(['::', '::1', '10.244.0.5', '2001:db8::ff00:1'])
  })

  test.each(['', 'cat: /proc/net/tcp: Permission denied\n', '  0: ZZ:0050 0:0 0A\n'])(
    'nothing of what is no such file: %j',
    (text) => {
      expect(readSockets(text, 'TCP')).toEqual([])
    },
  )
})

const pod: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    containers: [
      { name: 'web', image: 'nginx' },
      { name: 'side', image: 'example.org/side', ports: [{ containerPort: 9090 }] },
    ],
  },
}
const nginx = {
  container: 'web',
  program: 'nginx',
  protocol: 'TCP',
  port: 80,
  address: '0.0.0.0',
  ipv6: true,
  http: [{ path: '/', match: 'prefix', status: 200, headers: {}, body: 'page' }],
} as const

describe('what runs in a Pod', () => {
  test('is what its image is known for, where its sockets wait', () => {
    const sockets = [...readSockets(TCP, 'TCP'), ...readSockets(TCP6, 'TCP')].filter(({ port }) => port === 80)
    expect(observePod(pod, sockets, { listeners: [nginx], complete: true })).toEqual({ complete: true, listeners: [nginx] })
  })

  test('is not there where no socket waits, whatever the image', () => {
    expect(observePod(pod, [], { listeners: [nginx], complete: true })).toEqual({ complete: true, listeners: [] })
  })

  test('is told by its socket where the image is not known: its address, and the container that declares the port', () => {
    const sockets = [
      { protocol: 'TCP', port: 9090, address: '127.0.0.1' },
      { protocol: 'TCP', port: 7000, address: '::' },
    ] as const
    expect(observePod(pod, sockets, undefined).listeners).toEqual([
      { container: 'side', program: 'a program', unknown: true, protocol: 'TCP', port: 9090, address: '127.0.0.1' },
      { container: 'web', program: 'a program', unknown: true, protocol: 'TCP', port: 7000, address: '::' },
    ])
  })

  test('a loopback socket does not hide one that waits for everybody', () => {
    const sockets = [
      { protocol: 'TCP', port: 80, address: '127.0.0.1' },
      { protocol: 'TCP', port: 80, address: '0.0.0.0' },
    ] as const
    expect(observePod(pod, sockets, undefined).listeners.map(({ address }) => address)).toEqual(['0.0.0.0'])
  })

  test('a resolver’s own port is no server, a server’s high one is', () => {
    const high = { protocol: 'UDP', port: 50_000, address: '0.0.0.0' } as const
    expect(observePod(pod, [high], undefined).listeners).toEqual([])
    const known = { container: 'web', program: 'server', protocol: 'UDP', port: 50_000, address: '0.0.0.0' } as const
    expect(observePod(pod, [high], { listeners: [known], complete: true }).listeners).toEqual([known])
  })
})
