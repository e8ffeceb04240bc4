import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readAsked, type KindOptions } from '../../../../../grader/cli/real/asked-settings.ts'
import { installLines } from '../../../../../grader/cli/real/network-plugins.ts'
import { run } from '../../../../../grader/cli/run.ts'
import { statePaths } from '../../../../../grader/terminal/paths.ts'
import { takenPorts } from '../../../../../grader/environments/kind/ports.ts'
import { ensureKindFolder, writeClusterRecord } from '../../../../../grader/environments/kind/record.ts'
import { DEFAULT_SETTINGS } from '../../../../../grader/environments/kind/settings.ts'
import { runGradeIn, type Ran } from '../../support/run-grade.ts'

const ROOT = join(import.meta.dirname, '../../../../..')

let home: string
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'netgrade-up-kind-'))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const grade = (...argv: readonly string[]): Promise<Ran> => runGradeIn(home, ...argv)

describe('what is asked for', () => {
  const read = (options: KindOptions, environment: Readonly<Record<string, string>> = {}): unknown =>
    readAsked(options, { environment })

  test('nothing is nothing; empty variables are none', () => {
    expect(read({})).toEqual({ settings: {}, load: [] })
    expect(read({}, { NETGRADE_KIND_NODE_IMAGE: '', NETGRADE_KIND_LOAD: '' })).toEqual({ settings: {}, load: [] })
  })

  test('options come before the environment', () => {
    const environment = {
      NETGRADE_KIND_NODE_IMAGE: 'env:1',
      NETGRADE_KIND_HTTP_PORT: '8081',
      NETGRADE_KIND_LOAD: 'a:1  b:2',
      NETGRADE_KIND_NODE_PORTS: '31000-31001:30000-30001',
    }
    expect(read({ nodeImage: 'given:1', cni: 'calico' }, environment)).toEqual({
      settings: { nodeImage: 'given:1', httpPort: 8081, nodePorts: { host: 31_000, node: 30_000, count: 2 }, cni: 'calico' },
      load: ['a:1', 'b:2'],
    })
  })

  test.each([
    [{ httpPort: '0' }, {}, '--http-port 0'],
    [{ httpsPort: 'x' }, {}, '--https-port x'],
    [{ nodePorts: '1' }, {}, '--node-ports 1'],
    [{}, { NETGRADE_KIND_CNI: 'flannel' }, 'NETGRADE_KIND_CNI flannel: kind, calico, cilium'],
  ])('%j %j cannot be', (options, environment, reason) => {
    expect(() => read(options, environment)).toThrow(expect.objectContaining({ code: 'option-argument' }) as Error)
    try {
      read(options, environment)
    } catch (error) {
      expect(error).toMatchObject({ detail: { reason: expect.stringContaining(reason) as string } })
    }
  })
})

describe('a manifest of an Ingress controller', () => {
  const read = (ingress: string): unknown => readAsked({ ingress }, { environment: {} }).settings.ingress
  const write = (name: string, text: string): string => {
    writeFileSync(join(home, name), text)
    return join(home, name)
  }

  test('is known by its absolute path; names and addresses stay as they are', () => {
    const path = write('there.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n')
    expect(read(relative(process.cwd(), path))).toBe(path)
    for (const given of ['traefik', 'ingress-nginx', 'none', 'https://a.example/x.yaml']) expect(read(given)).toBe(given)
  })

  test.each([
    ['is not there', () => join(home, 'nope.yaml'), /ENOENT/u],
    ['has no objects', () => write('empty.yaml', '# nothing\n'), /has no Kubernetes objects/u],
    ['is in a folder that has none', () => mkdtempSync(join(home, 'folder-')), /has no Kubernetes objects/u],
  ])('that %s is told before anything is made', async (_what, path, reason) => {
    const { code, err } = await grade('up', '--on', 'kind', '--ingress', path())
    expect(err).toMatch(reason)
    expect(err).toContain('Nothing was made.')
    expect(code).toBe(2)
  })
})

test('a cluster whose making failed is none that was removed by others', async () => {
  const state = mkdtempSync(join(home, 'state-'))
  writeFileSync(join(state, 'kind'), '#!/bin/sh\nexit 0\n', { mode: 0o755 })
  const status = async (phase: 'creating' | 'ready'): Promise<string> => {
    let out = ''
    const paths = statePaths({ NETGRADE_HOME: join(state, 'home') })
    await ensureKindFolder(paths)
    await writeClusterRecord(paths, { name: 'netgrade-d1', phase, settings: DEFAULT_SETTINGS, former: [] })
    const environment = { PATH: `${state}:/usr/bin:/bin`, NETGRADE_HOME: join(state, 'home'), LANG: 'C' }
    const streams = { stdout: { write: (text: string) => (out += text) }, stderr: { write: (text: string) => (out += text) } }
    expect(await run(['status', '--on', 'kind'], { ...streams, environment, root: ROOT })).toBe(3)
    return out
  }
  expect(await status('ready')).toContain('netgrade-d1')
  expect(await status('creating')).not.toContain('netgrade-d1')
})

describe('the command line', () => {
  test('doctor takes --on: of kind the port of the embedded cluster is no matter', async () => {
    const { err, out } = await grade('doctor', '--on', 'kind')
    expect(err).toBe('')
    expect(out).toContain('kubectl')
    expect(out).not.toContain('KUBECONFIG')
    expect((await grade('doctor', '--on', 'kubeconfig')).code).toBe(2)
  })

  test.each([
    [['up', '--on', 'kind', '--port', '7000'], '--port is for --on embedded only'],
    [['up', '--node-image', 'x'], '--node-image is for --on kind only'],
    [['up', '--on', 'kubeconfig'], '--on kubeconfig is not for this command'],
    [['down', '--on', 'manifests'], '--on manifests is not for this command'],
    [['up', '--on', 'kind', '--cni', 'flannel'], '--cni flannel: kind, calico, cilium'],
    [['up', '--on', 'kind', '--lang', 'ko', '--port', '1'], '--on embedded에서만 씁니다'],
  ])('%j is refused', async (argv, text) => {
    const { code, err } = await grade(...argv)
    expect(err).toContain(text)
    expect(code).toBe(2)
  })

  test.each([
    [['3-3', '--on', 'kind'], 3],
    [['trace', 'outside', 'http://a/', '--on', 'kind'], 3],
    [['matrix', '--on', 'kind'], 3],
    [['env', '--on', 'kind'], 3],
  ])('without a cluster %j says how one is made', async (argv, expected) => {
    const { code, out, err } = await grade(...argv)
    expect(err).toContain('grade up --on kind makes one.')
    expect([code, out]).toEqual([expected, ''])
  })

  test('down and status without a cluster ask no program', async () => {
    expect(await grade('down', '--on', 'kind')).toMatchObject({ code: 0, err: '' })
    expect(await grade('status', '--on', 'kind')).toMatchObject({ code: 3 })
    expect(JSON.parse((await grade('status', '--on', 'kind', '--json')).out)).toEqual({ running: false })
  })

  test('a context is for a kubeconfig of one’s own', async () => {
    expect((await grade('3-3', '--on', 'kind', '--context', 'x')).code).toBe(2)
  })
})

test('ports at which somebody waits are taken', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  expect(await takenPorts([port])).toEqual([port])
  await new Promise((resolve) => server.close(resolve))
  expect(await takenPorts([port])).toEqual([])
})

test('what installs a network plugin begins with the cluster’s kubeconfig and ends with going on', () => {
  for (const plugin of ['calico', 'cilium'] as const) {
    const lines = installLines(plugin)
    expect(lines[0]).toContain('env --on kind')
    expect(lines.join('\n')).toContain(plugin)
    expect(lines.at(-1)).toBe('npx grade up --on kind')
  }
})

test('a port that nobody has is none that is taken, however busy this process was meanwhile', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  const asked = takenPorts([port])
  for (const endMs = performance.now() + 700; performance.now() < endMs;);
  expect(await asked).toEqual([])
})
