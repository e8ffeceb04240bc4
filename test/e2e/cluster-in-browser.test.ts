/** The embedded cluster in a real browser: the API, controllers and nodes as a page runs them, asked as kubectl asks. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build as bundle, type Plugin } from 'esbuild'
import { chromium, type Browser, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const executablePath = process.env['NETGRADE_CHROMIUM'] ?? '/usr/bin/chromium'
const repository = join(import.meta.dirname, '../..')

/** A page with a cluster in `cluster`, and `ask` as its client. */
const PROGRAM = `
import { createCluster } from './src/cluster/cluster.ts'
const clock = {
  now: () => Date.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}
const random = { below: (limit) => Math.floor(Math.random() * limit), uuid: () => crypto.randomUUID() }
const cluster = createCluster({ clock, random })
const send = (method, path, { body, type = 'application/json', accept = 'application/json', signal } = {}) =>
  cluster.handle(new Request('https://kubernetes' + path, {
    method, signal, headers: { accept, 'content-type': type },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  }))
const ask = async (method, path, options) => {
  const response = await send(method, path, options)
  const text = await response.text()
  return { code: response.status, body: response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text }
}
const watch = async (path, enough) => {
  const gone = new AbortController()
  const response = await send('GET', path, { signal: gone.signal })
  let text = ''
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk
    if (text.split('\\n').length > enough) break
  }
  gone.abort()
  return text.trim().split('\\n').map((line) => JSON.parse(line)).map(({ type, object }) => type + ' ' + object.metadata.name)
}
const exec = async (name, command) => {
  let out = ''
  const streams = { tty: false, stdout: (chunk) => (out += new TextDecoder().decode(chunk)), stderr: (chunk) => (out += new TextDecoder().decode(chunk)) }
  const { exitCode } = await cluster.runtime.exec({ namespace: 'shop', name }, command, streams, new AbortController().signal)
  return { exitCode, out }
}
const ready = async (path) => {
  for (let count = 0; count < 200; count += 1) {
    const { body } = await ask('GET', path)
    if (body.items.length > 0 && body.items.every(({ status }) => status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'))) return body.items.length
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('not ready')
}
Object.assign(window, { client: { ask, watch, exec, ready } })
`

/** Scripts of containers run where the page asks for the shell: its browser form, without gzip. */
const shell: Plugin = {
  name: 'shell',
  setup: (build) => {
    build.onResolve({ filter: /load-shell\.(browser\.)?ts$/ }, ({ path, kind, resolveDir }) =>
      kind === 'entry-point' ? undefined : { path: join(resolveDir, path), namespace: 'shell' },
    )
    build.onLoad({ filter: /.*/, namespace: 'shell' }, () => ({
      contents: "export const loadShell = () => import('just-bash')",
      resolveDir: repository,
    }))
    build.onResolve({ filter: /^node:zlib$/ }, () => ({ path: 'zlib', namespace: 'empty' }))
    build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({
      contents: 'export const constants = {}, gunzipSync = undefined, gzipSync = undefined',
    }))
  },
}

interface Asked {
  readonly body?: unknown
  readonly type?: string
  readonly accept?: string
}

interface Client {
  ask(method: string, path: string, options?: Asked): Promise<{ code: number; body: Answer }>
  watch(path: string, enough: number): Promise<readonly string[]>
  exec(name: string, command: readonly string[]): Promise<{ exitCode: number; out: string }>
  ready(path: string): Promise<number>
}

interface Answer {
  readonly kind?: string
  readonly message?: string
  readonly metadata?: { readonly managedFields?: readonly { readonly manager: string }[]; readonly resourceVersion: string }
  readonly spec?: Readonly<Record<string, unknown>>
  readonly columnDefinitions?: readonly { readonly name: string }[]
  readonly rows?: readonly { readonly cells: readonly unknown[] }[]
}

const SHOP = '/api/v1/namespaces/shop'
const DEPLOYMENTS = '/apis/apps/v1/namespaces/shop/deployments'
const POLICIES = '/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies'

const DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'nginx' }] } },
  },
}

describe.skipIf(!existsSync(executablePath))('a cluster in a page', () => {
  let browser: Browser
  let page: Page

  const call = <Name extends keyof Client>(name: Name, ...args: Parameters<Client[Name]>): ReturnType<Client[Name]> =>
    page.evaluate(
      ([method, given]) => {
        const client = Reflect.get(window, 'client') as Record<string, (...all: readonly unknown[]) => unknown>
        return client[method]?.(...given)
      },
      [name, args] as const,
    ) as ReturnType<Client[Name]>

  const makeProgram = async (): Promise<string> => {
    const { outputFiles } = await bundle({
      stdin: { contents: PROGRAM, resolveDir: repository, loader: 'ts' },
      bundle: true,
      write: false,
      format: 'iife',
      platform: 'browser',
      logLevel: 'silent',
      plugins: [shell],
    })
    return outputFiles[0]?.text ?? ''
  }

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] })
    page = await browser.newPage()
    // randomUUID is for secure origins only.
    await page.route('https://page.test/', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }))
    await page.goto('https://page.test/')
    await page.addScriptTag({ content: await makeProgram() })
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }
    expect((await call('ask', 'POST', '/api/v1/namespaces', { body: namespace })).code).toBe(201)
  })
  afterAll(() => browser.close())

  test('creates a Deployment, whose Pods run', async () => {
    expect((await call('ask', 'POST', DEPLOYMENTS, { body: DEPLOYMENT })).code).toBe(201)
    expect(await call('ready', `${SHOP}/pods?labelSelector=app%3Dweb`)).toBe(2)
  })

  test('patches it by strategic merge: containers are merged by name', async () => {
    const patch = { spec: { template: { spec: { containers: [{ name: 'web', env: [{ name: 'A', value: '1' }] }] } } } }
    const type = 'application/strategic-merge-patch+json'
    const { code, body } = await call('ask', 'PATCH', `${DEPLOYMENTS}/web`, { body: patch, type })
    expect(code).toBe(200)
    expect(body.spec).toMatchObject({
      template: { spec: { containers: [{ name: 'web', image: 'nginx', env: [{ name: 'A', value: '1' }] }] } },
    })
  })

  test('applies a Service by server-side apply, and tells a second manager of the conflict', async () => {
    const service = (port: number): string =>
      `apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: {app: web}\n  ports: [{port: 80, targetPort: ${port}}]\n`
    const apply = (manager: string, port: number) =>
      call('ask', 'PATCH', `${SHOP}/services/web?fieldManager=${manager}`, {
        body: service(port),
        type: 'application/apply-patch+yaml',
      })
    const first = await apply('kubectl', 80)
    expect(first.code).toBe(201)
    expect(first.body.metadata?.managedFields?.map(({ manager }) => manager)).toEqual(['kubectl'])
    const second = await apply('other', 8080)
    expect(second.code).toBe(409)
    expect(second.body.message).toContain('conflict with "kubectl": .spec.ports')
  })

  test('lists as a Table', async () => {
    const accept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json'
    const { body } = await call('ask', 'GET', `${SHOP}/services`, { accept })
    expect(body.kind).toBe('Table')
    expect(body.columnDefinitions?.map(({ name }) => name).slice(0, 5)).toEqual([
      'Name',
      'Type',
      'Cluster-IP',
      'External-IP',
      'Port(s)',
    ])
    expect(body.rows?.map(({ cells }) => [cells[0], cells[1], cells[4]])).toEqual([['web', 'ClusterIP', '80/TCP']])
  })

  test('refuses what the API server refuses', async () => {
    const { code, body } = await call('ask', 'POST', POLICIES, {
      body: {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'bad' },
        spec: { podSelector: {}, ingress: [{ ports: [{ port: 70_000 }] }] },
      },
    })
    expect(code).toBe(422)
    expect(body.message).toContain('spec.ingress[0].ports[0].port: Invalid value: 70000')
  })

  test('watches from a revision', async () => {
    const { body } = await call('ask', 'GET', `${SHOP}/configmaps`)
    const watching = call('watch', `${SHOP}/configmaps?watch=true&resourceVersion=${body.metadata?.resourceVersion ?? ''}`, 3)
    const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'seen' } }
    await call('ask', 'POST', `${SHOP}/configmaps`, { body: map })
    await call('ask', 'PATCH', `${SHOP}/configmaps/seen`, { body: { data: { a: '1' } }, type: 'application/merge-patch+json' })
    await call('ask', 'DELETE', `${SHOP}/configmaps/seen`)
    expect(await watching).toEqual(['ADDED seen', 'MODIFIED seen', 'DELETED seen'])
  })

  test('runs commands in a Pod, whose requests are in the log of the server, and a policy closes it', async () => {
    const client = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'client', labels: { app: 'client' } },
      spec: { containers: [{ name: 'c', image: 'busybox', command: ['sleep', '3600'] }] },
    }
    await call('ask', 'POST', `${SHOP}/pods`, { body: client })
    await call('ready', `${SHOP}/pods`)
    expect(await call('exec', 'client', ['sh', '-c', 'exit 7'])).toEqual({ exitCode: 7, out: '' })
    const { exitCode, out } = await call('exec', 'client', ['wget', '-qO-', '-T', '2', 'http://web'])
    expect([exitCode, out]).toEqual([0, expect.stringContaining('Welcome to nginx')])
    const { body } = await call('ask', 'GET', `${SHOP}/pods?labelSelector=app%3Dweb`)
    const names = (body as unknown as { items: readonly { metadata: { name: string } }[] }).items.map(
      ({ metadata }) => metadata.name,
    )
    const logs = await Promise.all(names.map((name) => call('ask', 'GET', `${SHOP}/pods/${name}/log`)))
    expect(JSON.stringify(logs)).toContain('GET / HTTP/1.1')
    const policy = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'closed' },
      spec: { podSelector: { matchLabels: { app: 'web' } } },
    }
    expect((await call('ask', 'POST', POLICIES, { body: policy })).code).toBe(201)
    expect((await call('exec', 'client', ['wget', '-qO-', '-T', '1', 'http://web'])).out).toContain('download timed out')
  })
})
