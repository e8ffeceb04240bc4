import { describe, expect, test } from 'vitest'
import type { Cluster } from '../../../../src/cluster/contract.ts'
import { create, apply, pod, service, listening, exec, SLEEP } from '../support/one-cluster.ts'

describe('commands in containers', () => {
  const ready = async (...more: readonly object[]): Promise<Cluster> => {
    const cluster = create()
    apply(cluster, pod('web', 'nginx'), service('web'), pod('client', 'busybox:1.28', SLEEP), ...more)
    await cluster.settle()
    return cluster
  }
  const policy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'none' },
    spec: { podSelector: { matchLabels: { app: 'web' } } },
  }
  const rows: readonly (readonly [string, readonly object[], readonly string[], number, RegExp])[] = [
    ['a page', [], ['wget', '-qO-', '-T', '3', 'http://web'], 0, /^<!DOCTYPE html>[\s\S]*Welcome to nginx!/u],
    [
      'a port that the Service does not have',
      [],
      ['wget', '-qO-', '-T', '3', 'http://web:8080'],
      1,
      /^wget: download timed out\n$/u,
    ],
    [
      'a page that is not there',
      [],
      ['wget', '-qO-', 'http://web/nosuch'],
      1,
      /^wget: server returned error: HTTP\/1\.1 404 Not Found\n$/u,
    ],
    ['a name that is not there', [], ['wget', '-qO-', '-T', '3', 'http://nosuch:80'], 1, /^wget: bad address 'nosuch:80'\n$/u],
    ['a policy in between', [policy], ['wget', '-qO-', '-T', '2', 'http://web'], 1, /^wget: download timed out\n$/u],
    [
      'nobody behind the Service',
      [service('empty')],
      ['wget', '-qO-', '-T', '2', 'http://empty'],
      1,
      /^wget: can't connect to remote host \(10\.96\.\d+\.\d+\): Connection refused\n$/u,
    ],
    ['an open port', [], ['nc', '-z', '-w', '2', 'web', '80'], 0, /^$/u],
    [
      'a look-up',
      [],
      ['nslookup', 'web'],
      0,
      /Address 1: 10\.96\.0\.10 kube-dns[\s\S]*Name: {6}web\nAddress 1: 10\.96\.\d+\.\d+ web\.default\.svc\.cluster\.local/u,
    ],
    ['its name', [], ['hostname'], 0, /^client\n$/u],
    [
      'its resolver',
      [],
      ['cat', '/etc/resolv.conf'],
      0,
      /^search default\.svc\.cluster\.local .*\nnameserver 10\.96\.0\.10\noptions ndots:5\n$/u,
    ],
    ['an exit code', [], ['sh', '-c', 'exit 7'], 7, /^$/u],
  ]
  test.each(rows)('%s', async (_, objects, command, code, output) => {
    const result = await exec(await ready(...objects), 'client', ...command)
    expect(result.out).toMatch(output)
    expect(result.code).toBe(code)
  })

  test('a program that the image lacks, a container and a Pod that are not there', async () => {
    const cluster = await ready()
    expect((await exec(cluster, 'client', 'curl', 'http://web')).code).toContain(
      'exec: "curl": executable file not found in $PATH',
    )
    expect((await exec(cluster, 'web', 'nslookup', 'web')).code).toContain('executable file not found in $PATH')
    const why = async (program: string): Promise<string> =>
      /exec: "[^"]*": (.*)$/u.exec(String((await exec(cluster, 'client', program)).code))?.[1] ?? ''
    expect(await why('/nope')).toBe('stat /nope: no such file or directory: unknown')
    expect(await why('./nope')).toBe('stat ./nope: no such file or directory: unknown')
    expect(await why('/etc/passwd')).toBe('permission denied: unknown')
    expect(await why('/etc')).toBe('permission denied: unknown')
    expect(await why('/etc/hostname')).toBe('permission denied: unknown')
    expect((await exec(cluster, 'nobody', 'true')).code).toBe('pods "nobody" not found')
  })

  test('files stay between commands, and what is written is served', async () => {
    const cluster = await ready()
    await exec(cluster, 'web', 'sh', '-c', 'echo changed > /usr/share/nginx/html/index.html')
    expect((await exec(cluster, 'web', 'cat', '/usr/share/nginx/html/index.html')).out).toBe('changed\n')
    expect((await exec(cluster, 'client', 'wget', '-qO-', 'http://web')).out).toBe('changed\n')
  })

  test('nginx reads a changed configuration when told to', async () => {
    const cluster = await ready()
    await exec(cluster, 'web', 'sh', '-c', "sed -i 's/80;/8080;/' /etc/nginx/conf.d/default.conf")
    expect(listening(cluster, 'web')).toEqual(['nginx TCP 80'])
    expect((await exec(cluster, 'web', 'nginx', '-s', 'reload')).code).toBe(0)
    expect(listening(cluster, 'web')).toEqual(['nginx TCP 8080'])
  })
})

test('a command whose client has gone before it began ends', async () => {
  const cluster = create()
  apply(cluster, pod('client', 'busybox', SLEEP))
  await cluster.settle()
  const streams = { stdout: () => undefined, stderr: () => undefined, tty: false }
  const target = { namespace: 'default', name: 'client' }
  const ended = cluster.runtime.exec(target, ['sh', '-c', 'echo a\necho b'], streams, AbortSignal.abort()).then(
    () => 'ended',
    () => 'ended',
  )
  expect(await ended).toBe('ended')
})
