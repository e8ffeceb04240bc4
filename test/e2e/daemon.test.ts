import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { connect, createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { statePaths } from '../../grader/terminal/paths.ts'
import { startStandby } from '../../grader/daemon/standby.ts'
import { openApi } from './support/api.ts'
import { hasKubectl, openSession, sleep, type Session } from './support/session.ts'

const REPOSITORY = new URL('../../', import.meta.url)

let session: Session
beforeEach(async () => (session = await openSession()))
afterEach(() => session.close())

interface Status {
  readonly running: boolean
  readonly pid: number
  readonly port: number
  readonly nodePorts: readonly { readonly port: number; readonly problem?: string }[]
}

const status = async (): Promise<Status> => JSON.parse((await session.grade('status', '--json')).out) as Status

const mode = async (name: string): Promise<number> => (await stat(join(session.state, name))).mode & 0o777

describe('grade up', () => {
  it('starts one daemon, keeps its files private, and is content when asked again', async () => {
    expect((await session.grade('up')).code).toBe(0)
    const first = await status()
    expect((await session.grade('up')).out).toContain('already running')
    expect((await status()).pid).toBe(first.pid)
    expect(await mode('.')).toBe(0o700)
    for (const name of ['kubeconfig', 'credentials.json', 'daemon.json', 'daemon.log', 'data/journal'])
      expect(await mode(name), name).toBe(0o600)
  })

  it('makes one daemon of two commands at once', async () => {
    const results = await Promise.all([session.grade('up'), session.grade('up'), session.grade('up')])
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0])
    expect((await session.shell(`pgrep -fc -- "--netgrade-daemon ${session.state}"`)).out.trim()).toBe('1')
  })

  it('leaves no process behind, and touches nothing, where it ends before it has said what to serve', async () => {
    await mkdir(session.state, { recursive: true })
    const child = startStandby(statePaths({ NETGRADE_HOME: session.state }), REPOSITORY).take()
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.disconnect()
    expect(await ended).toBe(0)
    expect(await readFile(join(session.state, 'daemon.log'), 'utf8')).toBe('')
    await expect(stat(join(session.state, 'data'))).rejects.toThrow('ENOENT')
  })

  it('shows nobody a cluster whose controllers have not begun', async () => {
    await session.grade('up')
    const api = await openApi(session.state)
    const { items } = JSON.parse((await api.ask('GET', '/api/v1/namespaces/kube-system/pods')).text) as {
      items: { metadata: { name: string } }[]
    }
    api.close()
    expect(items.map(({ metadata }) => metadata.name).filter((name) => name.startsWith('coredns'))).toHaveLength(2)
  })

  it('says which port is taken where it was asked for, and finds another where not', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as { port: number }
    const refused = await session.grade('up', '--port', String(port))
    expect(refused.code).toBe(3)
    expect(refused.err).toContain(String(port))
    expect((await session.grade('up')).code).toBe(0)
    other.close()
  })

  it('keeps what V8 compiled for the next start where the build has left nothing', async () => {
    const dist = new URL('../../dist/', import.meta.url)
    const { id } = JSON.parse(await readFile(new URL('build.json', dist), 'utf8')) as { id: string }
    const cache = new URL(`cache/${id}-daemon-${process.version}-${process.arch}`, dist)
    const built = await stat(cache)
    await rm(cache)
    expect((await session.grade('up')).code).toBe(0)
    expect((await session.grade('down')).code).toBe(0)
    expect((await stat(cache)).size).toBeGreaterThan(built.size / 2)
  })

  it('narrows a state directory that others could read', async () => {
    await mkdir(session.state, { mode: 0o755 })
    await chmod(session.state, 0o755)
    await session.grade('up')
    expect(await mode('.')).toBe(0o700)
  })

  it('takes over from a daemon that was killed', async () => {
    await session.grade('up')
    const before = await status()
    process.kill(before.pid, 'SIGKILL')
    await sleep(50)
    expect((await session.grade('status')).code).toBe(3)
    expect((await session.grade('env')).code).toBe(3)
    expect((await session.grade('up')).code).toBe(0)
    const after = await status()
    expect(after.pid).not.toBe(before.pid)
    expect(after.port).toBe(before.port)
  })

  it('replaces a daemon that no longer answers', async () => {
    await session.grade('up')
    const before = await status()
    process.kill(before.pid, 'SIGSTOP')
    expect((await session.grade('up')).code).toBe(0)
    expect((await status()).pid).not.toBe(before.pid)
  })
})

describe('who gets in', () => {
  const ask = (port: number): Promise<{ code: number; text: string }> =>
    new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, path: '/api/v1/secrets', rejectUnauthorized: false, agent: false }, (response) => {
        let text = ''
        response.on('data', (chunk: Buffer) => (text += chunk.toString()))
        response.on('end', () => resolve({ code: response.statusCode ?? 0, text }))
      })
        .on('error', reject)
        .end()
    })

  it('nobody without credentials', async () => {
    await session.grade('up')
    const { code, text } = await ask((await status()).port)
    expect(code).toBe(403)
    expect(JSON.parse(text)).toMatchObject({
      kind: 'Status',
      reason: 'Forbidden',
      message:
        'secrets is forbidden: User "system:anonymous" cannot list resource "secrets" in API group "" at the cluster scope',
    })
  })

  const outward = Object.values(networkInterfaces())
    .flat()
    .find((address) => address?.family === 'IPv4' && !address.internal)

  it.skipIf(outward === undefined)('nobody from another machine', async () => {
    await session.grade('up')
    const { port } = await status()
    const outcome = await new Promise<string>((resolve) => {
      const socket = connect({ host: outward!.address, port, timeout: 2000 })
      socket.on('connect', () => resolve('connected'))
      socket.on('error', () => resolve('refused'))
      socket.on('timeout', () => resolve('timed out'))
    })
    expect(outcome).not.toBe('connected')
  })
})

describe('a kubeconfig of the user’s own', () => {
  const FOREIGN = 'apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\nusers: []\ncurrent-context: "" # mine\n'

  it('is not touched unless asked for', async () => {
    const file = join(session.home, '.kube', 'config')
    await mkdir(join(session.home, '.kube'))
    await writeFile(file, FOREIGN)
    const { mtimeMs } = await stat(file)
    for (const command of [['up'], ['env'], ['status'], ['doctor'], ['down']]) await session.grade(...command)
    expect(await readFile(file, 'utf8')).toBe(FOREIGN)
    expect((await stat(file)).mtimeMs).toBe(mtimeMs)
    await session.grade('up', '--merge-kubeconfig')
    const merged = await readFile(file, 'utf8')
    expect(merged).toContain('name: netgrade')
    expect(merged).toContain('# mine')
  })
})

describe.skipIf(!hasKubectl)('with kubectl', () => {
  it('keeps every object over down and up', async () => {
    await session.grade('up')
    await session.kubectl('create', 'configmap', 'kept', '--from-literal=a=1')
    await session.grade('down')
    expect((await session.kubectl('get', 'configmap', 'kept')).code).toBe(1)
    await session.grade('up')
    expect((await session.kubectl('get', 'configmap', 'kept', '-o', 'jsonpath={.data.a}')).out).toBe('1')
  })

  it('loses nothing that was acknowledged when the daemon is killed in the middle', async () => {
    await session.grade('up')
    const loop = session.start('for i in $(seq 200); do kubectl create configmap "c$i" --from-literal=n="$i" || exit 0; done')
    let said = ''
    loop.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()))
    await expect.poll(() => said.split('\n').length, { timeout: 30_000 }).toBeGreaterThan(6)
    process.kill((await status()).pid, 'SIGKILL')
    await new Promise((resolve) => loop.on('close', resolve))
    const created = [...said.matchAll(/configmap\/(c\d+) created/g)].map(([, name]) => name)
    await session.grade('up')
    const { out } = await session.kubectl('get', 'configmaps', '-o', 'jsonpath={.items[*].metadata.name}')
    expect(out.split(' ')).toEqual(expect.arrayContaining(created))
  })

  it('empties the cluster with reset', async () => {
    await session.grade('up')
    await session.kubectl('create', 'configmap', 'gone')
    expect((await session.grade('reset')).code).toBe(2)
    expect((await session.kubectl('get', 'configmap', 'gone')).code).toBe(0)
    expect((await session.grade('reset', '--yes')).code).toBe(0)
    expect((await session.kubectl('get', 'configmap', 'gone')).err).toContain('NotFound')
  })

  it('exports all objects, and imports them in the place of others', async () => {
    await session.grade('up')
    await session.kubectl('create', 'deployment', 'web', '--image=nginx')
    expect((await session.kubectl('wait', '--for=condition=Available', 'deployment/web', '--timeout=30s')).code).toBe(0)
    const file = join(session.home, 'all.yaml')
    expect((await session.grade('cluster', 'export', file)).code).toBe(0)
    expect((await session.grade('cluster', 'export')).out).toContain('kind: Deployment')
    const uid = () => session.kubectl('get', 'pods', '-l', 'app=web', '-o', 'jsonpath={.items[*].metadata.uid}')
    const before = await uid()
    await session.kubectl('delete', 'deployment', 'web', '--cascade=foreground')
    await session.kubectl('create', 'configmap', 'later')
    expect((await session.grade('cluster', 'import', file)).code).toBe(2)
    expect((await session.grade('cluster', 'import', file, '--yes')).code).toBe(0)
    expect((await uid()).out).toBe(before.out)
    expect((await session.kubectl('get', 'configmap', 'later')).err).toContain('NotFound')
    expect((await session.kubectl('wait', '--for=condition=Ready', 'pod', '-l', 'app=web', '--timeout=30s')).code).toBe(0)
  })

  it('saves the state under a name while it runs, and puts it back', async () => {
    await session.grade('up')
    await session.kubectl('create', 'configmap', 'kept')
    expect((await session.grade('cluster', 'save', 'before')).code).toBe(0)
    expect((await session.grade('cluster', 'save', 'before')).err).toContain('--replace')
    await session.kubectl('delete', 'configmap', 'kept')
    await session.kubectl('create', 'configmap', 'later')
    expect((await session.grade('cluster', 'saved')).out).toMatch(/^before {2}\S+Z +\d+ kB/u)
    expect((await session.grade('cluster', 'restore', 'before')).code).toBe(2)
    expect((await session.kubectl('get', 'configmap', 'later')).code).toBe(0)
    expect((await session.grade('cluster', 'restore', 'before', '--yes')).code).toBe(0)
    expect((await session.kubectl('get', 'configmap', 'kept')).code).toBe(0)
    expect((await session.kubectl('get', 'configmap', 'later')).err).toContain('NotFound')
    expect((await session.grade('cluster', 'restore', 'after', '--yes')).err).toContain('before')
    expect((await session.grade('cluster', 'forget', 'before')).code).toBe(0)
    expect((await session.grade('cluster', 'saved')).out).not.toContain('before')
  })

  it('warns of a node port that another program has', async () => {
    await session.grade('up')
    const other = createServer().listen(31_987, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const created = await session.kubectl('create', 'service', 'nodeport', 'web', '--tcp=80', '--node-port=31987')
    expect(created.code).toBe(0)
    const shown = await session.grade('status')
    expect(shown.code).toBe(0)
    expect(shown.out).toContain('31987')
    expect(shown.out).toContain('EADDRINUSE')
    other.close()
  })
})
