import { describe, expect, test } from 'vitest'
import { findImage } from '../../../../../../src/cluster/nodes/images/images.ts'
import { getent, nslookup } from '../../../../../../src/cluster/nodes/shell/commands/lookup.ts'
import type { Command, CommandResult, Session } from '../../../../../../src/cluster/nodes/shell/session.ts'
import { clusterOf } from '../../../../../cases/read-case.ts'

const snapshot = clusterOf(`
{apiVersion: v1, kind: Pod, metadata: {name: client}}
---
{apiVersion: v1, kind: Pod, metadata: {name: few, namespace: default}, spec: {dnsConfig: {options: [{name: ndots, value: '1'}]}}}
---
{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {clusterIP: 10.96.0.50, ports: [{name: http, port: 80}]}}
`)

/** What the commands ask of a session: where they run, in which image, and on which cluster. */
const run = async (command: Command, image: string, pod: string, ...args: readonly string[]): Promise<CommandResult> => {
  const session = {
    world: { snapshot: () => snapshot, noteAsked: () => {} },
    instance: { setup: { image: findImage(image), container: { name: 'c', image } } },
    source: { pod: { namespace: 'default', name: pod } },
    wait: () => Promise.resolve(),
  }
  return command(args, session as unknown as Session, '')
}

const HEAD = 'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\n'

describe('nslookup', () => {
  test('D23: busybox since 1.30: every suffix, both families; one that is missing makes it fail', async () => {
    const full = 'web.default.svc.cluster.local'
    const missing =
      "** server can't find web.svc.cluster.local: NXDOMAIN\n\n** server can't find web.cluster.local: NXDOMAIN\n\n"
    expect(await run(nslookup, 'busybox', 'client', 'web')).toEqual({
      stdout: `${HEAD}Name:\t${full}\nAddress: 10.96.0.50\n\n${missing}*** Can't find ${full}: No answer\n\n${missing}`,
      stderr: '',
      exitCode: 1,
    })
  })

  test('D23: with a dot it does not search; in full it finds', async () => {
    expect((await run(nslookup, 'busybox:1.36', 'client', 'web.default')).stdout).toBe(
      `${HEAD}** server can't find web.default: NXDOMAIN\n\n** server can't find web.default: NXDOMAIN\n\n`,
    )
    const full = await run(nslookup, 'alpine', 'client', 'web.default.svc.cluster.local')
    expect([full.exitCode, full.stdout]).toEqual([0, expect.stringContaining('Address: 10.96.0.50\n')])
  })

  test.each([
    ['busybox', '-type=srv', '10.96.0.10:53', '\n'],
    ['nicolaka/netshoot', '-query=SRV', '10.96.0.10#53', ''],
  ])('of %s asks for the type that %s names', async (image, option, at, end) => {
    const name = '_http._tcp.web.default.svc.cluster.local'
    const head = `Server:\t\t10.96.0.10\nAddress:\t${at}\n\n`
    const service = `${name}\tservice = 0 100 80 web.default.svc.cluster.local.\n`
    expect(await run(nslookup, image, 'client', option, name)).toEqual({
      stdout: `${head}${service}\n`,
      stderr: '',
      exitCode: 0,
    })
    const none = await run(nslookup, image, 'client', '-type=txt', 'web.default.svc.cluster.local')
    expect(none.stdout).toBe(
      `${head}*** Can't find web.default.svc.cluster.local: No answer\n${end}\n`.replace('\n\n\n', '\n\n'),
    )
    expect((await run(nslookup, image, 'client', '-type=bogus', name)).stderr).toMatch(/query type:? .*bogus/iu)
  })

  test.each(['busybox', 'nicolaka/netshoot'])('of %s asks the server that is given, and no other', async (image) => {
    const name = 'web.default.svc.cluster.local'
    const dns = await run(nslookup, image, 'few', name, 'kube-dns.kube-system.svc.cluster.local')
    expect(dns.stdout).toContain(`Server:\t\t10.96.0.10\n`)
    expect(dns.stdout).toContain('Address: 10.96.0.50\n')
    const other = await run(nslookup, image, 'client', name, '10.96.0.50')
    expect(other.exitCode).toBe(1)
    expect(other.stdout + other.stderr).toContain(';; connection timed out; no servers could be reached')
    expect((await run(nslookup, image, 'client', name, 'nosuch.example')).stderr).toContain("'nosuch.example'")
  })

  test('busybox 1.28 asks its library, and so does the nslookup of BIND', async () => {
    expect((await run(nslookup, 'busybox:1.28', 'client', 'web.default')).stdout).toContain(
      'Name:      web.default\nAddress 1: 10.96.0.50',
    )
    const bind = await run(nslookup, 'nicolaka/netshoot', 'client', 'web.default')
    expect(bind).toMatchObject({
      exitCode: 0,
      stdout: 'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10#53\n\nName:\tweb.default.svc.cluster.local\nAddress: 10.96.0.50\n\n',
    })
    expect((await run(nslookup, 'nicolaka/netshoot', 'client', 'nosuch')).stdout).toContain(
      "** server can't find nosuch: NXDOMAIN",
    )
  })

  test('D4: an address', async () => {
    expect((await run(nslookup, 'busybox', 'client', '10.96.0.50')).stdout).toBe(
      `${HEAD}50.0.96.10.in-addr.arpa\tname = web.default.svc.cluster.local\n\n`,
    )
    expect((await run(nslookup, 'busybox', 'client', '10.244.9.9')).exitCode).toBe(1)
  })
})

test('D23: Alpine’s library does not search for a name with as many dots as ndots', async () => {
  expect((await run(getent, 'debian', 'few', 'hosts', 'web.default')).exitCode).toBe(0)
  expect((await run(getent, 'alpine', 'few', 'hosts', 'web.default')).exitCode).toBe(2)
})
