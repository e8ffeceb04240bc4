// What goes wrong while a cluster is made or removed, on a machine with kind: one message, exit code 3, and nothing is left.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GRADE, ROOT, run, type Result } from '../e2e/support/session.ts'
import { freePorts, gradeAt } from './support/cluster.ts'

/** Of the cluster that was made for these tests. */
const HOME = process.env['NETGRADE_KIND_TEST_HOME'] ?? ''

let home: string
/** The cluster of these tests, which stays. */
let standing: string
/** Names that were drawn here: other people on this machine may have clusters that come and go. */
const drawn = new Set<string>()
let noting: NodeJS.Timeout
/** Of loopback; somebody waits there. */
let server: Server
let port: number

const kind = (...args: readonly string[]): Promise<Result> =>
  run('kind', args, { environment: { PATH: process.env['PATH'] ?? '', HOME }, timeoutMs: 120_000 })

const clusters = async (): Promise<readonly string[]> =>
  (await kind('get', 'clusters', '--quiet')).out.split('\n').filter((name) => name !== '')

const record = (of = home): string => join(of, 'state/kind/cluster.json')

const nameIn = (path: string): string | undefined => {
  try {
    return (JSON.parse(readFileSync(path, 'utf8')) as { readonly name: string }).name
  } catch {
    return undefined
  }
}

/** Other programs of this machine come and go: what is free is looked up each time. */
const upArguments = async (): Promise<readonly string[]> => ['up', '--on', 'kind', ...(await freePorts())]
const up = async (...args: readonly string[]): Promise<Result> => gradeAt(home, [...(await upArguments()), ...args])
const down = (): Promise<Result> => gradeAt(home, ['down', '--on', 'kind'])

const expectNothingLeft = async (): Promise<void> => {
  expect((await clusters()).filter((name) => drawn.has(name))).toEqual([])
  expect(existsSync(record())).toBe(false)
}

interface Ended {
  readonly code: number | null
  readonly err: string
}

/** Makes a cluster, and ends that once it has said so; with the whole group, as a terminal does, or the program alone. */
const endOnce = async (said: string, signal: NodeJS.Signals, whom: 'group' | 'program'): Promise<Ended> => {
  const environment = { ...process.env, HOME: home, NETGRADE_HOME: join(home, 'state'), LANG: 'C.UTF-8' }
  const child = spawn(process.execPath, [GRADE, ...(await upArguments())], {
    env: environment,
    cwd: ROOT,
    detached: true,
  })
  let err = ''
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)))
  await new Promise<void>((resolve) => {
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString()
      if (err.includes(said)) resolve()
    })
    child.on('exit', () => resolve())
  })
  expect(err).toContain(said)
  process.kill((whom === 'group' ? -1 : 1) * (child.pid ?? 0), signal)
  return { code: await ended, err }
}

describe.skipIf(HOME === '')('what goes wrong', () => {
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'netgrade-kind-faults-'))
    standing = nameIn(record(HOME)) ?? ''
    noting = setInterval(() => {
      const name = nameIn(record())
      if (name !== undefined) drawn.add(name)
    }, 10)
    server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  afterAll(async () => {
    clearInterval(noting)
    server.close()
    await down()
    await rm(home, { recursive: true, force: true })
  })

  test('the image of the nodes is missing', async () => {
    const { code, err } = await up('--node-image', 'netgrade.invalid/node:v0')
    expect(err).toContain('grade: The image netgrade.invalid/node:v0 cannot be had.')
    expect([code, drawn.size]).toEqual([3, 1])
    await expectNothingLeft()
  })

  test('docker does not run', async () => {
    const nowhere = { DOCKER_HOST: 'unix:///netgrade/none.sock' }
    const { code, err } = await gradeAt(home, await upArguments(), nowhere)
    expect(err).toContain('grade: The container runtime does not answer.')
    expect(code).toBe(3)
    await expectNothingLeft()
    expect((await gradeAt(home, ['doctor', '--on', 'kind'], nowhere)).out).toContain('docker: ')
  })

  describe('a port is taken', () => {
    test('which one is told, what has it, and others that are free', async () => {
      const { code, err } = await up('--http-port', String(port))
      expect(err).toContain(`grade: Ports on 127.0.0.1 are taken: ${port}.`)
      expect(err).toContain('ss -ltnp')
      expect(err).toMatch(/grade up --on kind --http-port 80\d\d/u)
      expect(code).toBe(3)
      await expectNothingLeft()
    })

    test('in Korean', async () => {
      const { code, err } = await up('--http-port', String(port), '--lang', 'ko')
      expect(err).toContain(`grade: 127.0.0.1의 포트를 다른 프로그램이 쓰고 있습니다: ${port}.`)
      expect(code).toBe(3)
    })
  })

  test.each([
    ['Ctrl-C', 'SIGINT'],
    ['a terminal that is closed', 'SIGHUP'],
  ] as const)('%s while nodes are being made', async (_name, signal) => {
    const { code, err } = await endOnce('image of the nodes', signal, 'group')
    expect(code).toBe(3)
    expect(err).toContain('grade: Interrupted.')
    await expectNothingLeft()
  })

  test('kill -9 while nodes are being made: the next command knows the half, and removes it first', async () => {
    const { code } = await endOnce('image of the nodes', 'SIGKILL', 'program')
    expect(code).toBeNull()
    expect(existsSync(record())).toBe(true)
    // Up to where it would make the next one.
    const next = await up('--http-port', String(port))
    expect(next.err).toContain('are taken')
    expect((await clusters()).filter((name) => drawn.has(name))).toEqual([])
    // The name is kept as long as a kind that outlived its command may come back to it.
    expect((await down()).code).toBe(0)
    await expectNothingLeft()
  })

  test('down where nothing was made, and once more', async () => {
    for (let round = 0; round < 2; round++) {
      const { code, out } = await down()
      expect([code, out]).toEqual([0, 'No cluster of kind’s was made from here.\n'])
    }
    expect(await clusters()).toContain(standing)
  })

  test('clusters that another state directory has made are told, and neither used nor removed', async () => {
    // The one of these tests is a stranger here: its name is like ours, and no record of this home has it.
    const { out } = await gradeAt(home, ['doctor', '--on', 'kind'])
    expect(out).toMatch(new RegExp(`clusters of others, or of another state directory .*${standing}`, 'u'))
    const graded = await gradeAt(home, ['3-3', '--on', 'kind'])
    expect(graded.err).toContain('grade up --on kind')
    expect([graded.code, (await down()).code]).toEqual([3, 0])
    expect(await clusters()).toContain(standing)
  })

  describe('a node is not ready', () => {
    const own = (file: string, ...args: readonly string[]): Promise<Result> =>
      run(file, args, { environment: { PATH: process.env['PATH'] ?? '', HOME }, timeoutMs: 100_000 })
    const kubectl = (...args: readonly string[]): Promise<Result> =>
      own('kubectl', '--kubeconfig', join(HOME, 'state/kind/kubeconfig'), ...args)
    const waitForAll = (...args: readonly string[]): Promise<Result> =>
      kubectl('wait', '--for=condition=Ready', '--all', '--timeout=90s', ...args)
    let node: string
    beforeAll(async () => {
      await gradeAt(HOME, ['start', '3-3', '--on', 'kind', '--brief'])
      await waitForAll('pods', '--namespace', 'customera')
      node = (await kubectl('get', 'pod', 'client', '-n', 'customera', '-o', 'jsonpath={.spec.nodeName}')).out
      // The kubelet stands still; that the control plane notices takes it most of a minute, and is said here in its place.
      await own('docker', 'exec', node, 'systemctl', 'kill', '--signal=STOP', 'kubelet')
      const conditions = [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' }]
      await kubectl('patch', 'node', node, '--subresource=status', '--patch', JSON.stringify({ status: { conditions } }))
    })
    afterAll(async () => {
      await own('docker', 'exec', node, 'systemctl', 'kill', '--signal=CONT', 'kubelet')
      await waitForAll('nodes')
      await gradeAt(HOME, ['clean', '--on', 'kind'])
    })

    test('and is named, in both languages; nothing is graded', async () => {
      for (const language of ['en', 'ko']) {
        const { code, out, err } = await gradeAt(HOME, ['3-3', '--on', 'kind', '--lang', language])
        expect(err).toContain(node)
        expect([code, out]).toEqual([3, ''])
      }
    })
  })
})
