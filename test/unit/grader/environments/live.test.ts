import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { requireTask } from '../../../../grader/course/task-files.ts'
import { statePaths } from '../../../../grader/terminal/paths.ts'
import { applyManifests } from '../../../../src/grading/manifests/apply-manifests.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { parseFiles } from '../../../../grader/environments/live/read-sockets.ts'
import { runGradeAt, type Ran } from '../support/run-grade.ts'

const ROOT = join(import.meta.dirname, '../../../..')

interface Asked {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: string
}

type Answer = (asked: Asked) => { readonly status: number; readonly body: unknown } | undefined

let folder: string
let server: Server | undefined
let asked: Asked[]
const before = process.env['KUBECONFIG']

const readBody = async (request: IncomingMessage): Promise<string> => {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}

/** An API server that answers as it is told, and with empty lists and every permission else. */
const serve = async (answer: Answer): Promise<void> => {
  server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const url = new URL(request.url ?? '', 'http://api')
      const one = { method: request.method ?? '', path: url.pathname, query: url.searchParams, body }
      asked.push(one)
      const isReview = url.pathname.endsWith('selfsubjectaccessreviews')
      const reply = answer(one) ?? {
        status: isReview ? 201 : 200,
        body: isReview ? { status: { allowed: true } } : { items: [] },
      }
      response.writeHead(reply.status, { 'content-type': 'application/json' }).end(JSON.stringify(reply.body))
    })
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  writeKubeconfig(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
}

const writeKubeconfig = (url: string): void =>
  writeFileSync(
    join(folder, 'config'),
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'c', cluster: { server: url, 'insecure-skip-tls-verify': true } }],
      users: [{ name: 'u', user: { token: 't' } }],
      contexts: [{ name: 'lab', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'lab',
    }),
  )

const grade = (...argv: readonly string[]): Promise<Ran> => runGradeAt({ home: folder, root: ROOT }, ...argv)

/** By the last part of the path of their lists. */
const KINDS: Readonly<Record<string, string>> = {
  namespaces: 'Namespace',
  nodes: 'Node',
  pods: 'Pod',
  networkpolicies: 'NetworkPolicy',
}

/** The state of a wrong answer, as a server would have it. */
const wrongAnswer = async (): Promise<readonly KubernetesObject[]> => {
  const task = await requireTask({ root: pathToFileURL(`${ROOT}/`), paths: statePaths({ NETGRADE_HOME: folder }) }, '3-3')
  const path = join(ROOT, 'tasks/3-3/wrong/or-for-and/answer.yaml')
  const { snapshot } = await applyManifests(task, [{ path, text: readFileSync(path, 'utf8') }])
  return snapshot?.objects ?? []
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'netgrade-live-'))
  process.env['KUBECONFIG'] = join(folder, 'config')
  asked = []
  server = undefined
})

afterEach(async () => {
  if (before === undefined) delete process.env['KUBECONFIG']
  else process.env['KUBECONFIG'] = before
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)))
  rmSync(folder, { recursive: true, force: true })
})

describe('a cluster of a kubeconfig', () => {
  test('is used only where it is named: the current context is not enough', async () => {
    await serve(() => undefined)
    const { code, err } = await grade('3-3', '--on', 'kubeconfig')
    expect(code).toBe(2)
    expect(err).toContain('Contexts: lab.')
    expect(asked).toEqual([])
  })

  test('of a name that is misspelt is told with the nearest', async () => {
    await serve(() => undefined)
    const { code, err } = await grade('3-3', '--on', 'kubeconfig', '--context', 'lap')
    expect(code).toBe(2)
    expect(err).toContain('Did you mean "lab"?')
  })

  test('--context alone is refused', async () => {
    expect((await grade('3-3', '--context', 'lab')).err).toContain('Add --on kubeconfig')
    expect((await grade('trace', 'pod/a/b', 'service/a/c:80', '--context', 'lab')).err).toContain('Add --on kubeconfig')
  })

  test('and files, or files and another cluster, are not asked for at once; nor are manifests without files', async () => {
    const file = ['--file', 'x.yaml']
    expect((await grade('3-3', '--on', 'kubeconfig', '--context', 'lab', ...file)).err).toContain('two places')
    expect((await grade('matrix', '--on', 'embedded', ...file)).err).toContain('two places')
    expect((await grade('matrix', '--on', 'manifests')).code).toBe(2)
  })

  test('is read page by page, with nothing but lists and questions of permission', async () => {
    const pod = (name: string): object => ({ metadata: { name, namespace: 'default', uid: name }, spec: { containers: [] } })
    await serve(({ path, query }) => {
      if (path !== '/api/v1/pods') return undefined
      const isFirst = query.get('continue') === null
      const metadata = isFirst ? { continue: 'next' } : {}
      return { status: 200, body: { metadata, items: [pod(isFirst ? 'one' : 'poc')] } }
    })
    const { code, out } = await grade('3-3', '--on', 'kubeconfig', '--context', 'lab', '--format', 'json')
    expect(code).toBe(1)
    const { environment, checks } = JSON.parse(out) as { environment: string; checks: { actual: string }[] }
    expect(environment).toBe('kubeconfig')
    // The Pod of the second page was seen.
    expect(checks[0]?.actual).not.toContain('there is none')
    const writes = asked.filter(({ method, path }) => method !== 'GET' && !path.endsWith('selfsubjectaccessreviews'))
    expect(writes).toEqual([])
  })

  test('that may not be read is told with all that is lacking, before anything is read', async () => {
    await serve(({ body }) => {
      const lacks = /"resource":"(?:nodes|networkpolicies)"/u.test(body)
      return body === '' ? undefined : { status: 201, body: { status: { allowed: !lacks } } }
    })
    const { code, err } = await grade('3-3', '--on', 'kubeconfig', '--context', 'lab')
    expect(code).toBe(3)
    expect(err).toContain('Lacking: list nodes, list networkpolicies.networking.k8s.io.')
    // What the server serves at all is no secret.
    expect(asked.every(({ method, path }) => method === 'POST' || /^\/apis\/[^/]+\/[^/]+$/u.test(path))).toBe(true)
  })

  test('whose kinds of extensions are not served is read without them, by whoever may not list what is not there', async () => {
    await serve(({ path, body }) => {
      if (/gateway|policy\.networking|servicecidrs/u.test(body)) return { status: 201, body: { status: { allowed: false } } }
      const isThere = path === '/apis/networking.k8s.io/v1'
      if (isThere) return { status: 200, body: { resources: [{ name: 'servicecidrs' }] } }
      return /httproutes|clusternetworkpolicies|servicecidrs/u.test(path)
        ? { status: 403, body: { message: 'forbidden' } }
        : undefined
    })
    const { code, err } = await grade('3-3', '--on', 'kubeconfig', '--context', 'lab')
    expect([code, err]).toEqual([1, ''])
  })

  test('that serves an extension which may not be read is told: half of what decides is not graded', async () => {
    await serve(({ path, body }) => {
      if (path === '/apis/gateway.networking.k8s.io/v1') return { status: 200, body: { resources: [{ name: 'httproutes' }] } }
      return body.includes('httproutes') ? { status: 201, body: { status: { allowed: false } } } : undefined
    })
    const { code, err } = await grade('3-3', '--on', 'kubeconfig', '--context', 'lab')
    expect(code).toBe(3)
    expect(err).toContain('Lacking: list httproutes.gateway.networking.k8s.io.')
  })

  test('whose credentials expire while it is read is no learner’s mistake', async () => {
    await serve(({ path }) => (path.endsWith('/services') ? { status: 401, body: { message: 'Unauthorized' } } : undefined))
    const { code, out, err } = await grade('3-3', '--on', 'kubeconfig', '--context', 'lab')
    expect([code, out]).toEqual([3, ''])
    expect(err).toContain('does not accept the credentials of context lab')
  })

  test.each(['en', 'ko'] as const)('that goes away while it is read is one message (%s)', async (language) => {
    await serve(({ path }) => {
      if (path.endsWith('/services')) server?.closeAllConnections()
      return undefined
    })
    const { code, out, err } = await grade('3-3', '--on', 'kubeconfig', '--context', 'lab', '--lang', language)
    expect([code, out]).toEqual([3, ''])
    expect(err.match(/grade:/gu)).toHaveLength(1)
    expect(err).toContain(language === 'en' ? 'does not answer' : '응답하지 않습니다')
  })

  test('that goes away after its objects were read, before its Pods were asked, is not graded by half', async () => {
    const running = {
      metadata: { name: 'poc', namespace: 'default' },
      spec: { containers: [{ name: 'c' }] },
      status: { phase: 'Running' },
    }
    await serve(({ path, body }) => {
      if (body.includes('"exec"')) {
        // The last answer that it gives; by then another test may have a server of its own.
        const own = server
        setTimeout(() => own?.close(), 0)
        setTimeout(() => own?.closeAllConnections(), 20)
      }
      return path === '/api/v1/pods' ? { status: 200, body: { items: [running] } } : undefined
    })
    const { code, out, err } = await grade('3-3', '--on', 'kubeconfig', '--context', 'lab')
    expect([code, out]).toEqual([3, ''])
    expect(err).toContain('The cluster of context lab does not answer.')
  })

  const node = (status: string): object => ({
    metadata: { name: 'n1' },
    status: { conditions: [{ type: 'Ready', status, message: 'Kubelet stopped posting node status.' }] },
  })
  const podOn = (nodeName: string): object => ({
    metadata: { name: 'poc', namespace: 'default' },
    spec: { nodeName, containers: [] },
  })

  test.each([
    ['is not ready', 'Unknown', 'n1', 3],
    ['is ready', 'True', 'n1', 1],
    ['is not ready, and not the task’s', 'False', 'n2', 1],
  ])('with a node that %s', async (_what, status, nodeName, expected) => {
    await serve(({ path }) => {
      if (path === '/api/v1/nodes') return { status: 200, body: { items: [node(status)] } }
      return path === '/api/v1/pods' ? { status: 200, body: { items: [podOn(nodeName)] } } : undefined
    })
    const { code, out, err } = await grade('3-3', '--on', 'kubeconfig', '--context', 'lab')
    expect(code).toBe(expected)
    if (expected !== 3) return
    expect(out).toBe('')
    expect(err).toContain("Nodes that the task's Pods run on are not ready: n1.")
    expect(err).toContain('Kubelet stopped posting node status.')
  })

  test('with a namespace that is on its way out is not graded', async () => {
    const going = {
      metadata: { name: 'customera', deletionTimestamp: '2026-01-01T00:00:00Z' },
      status: {
        conditions: [
          { type: 'x', status: 'True', message: 'Some content has finalizers: kinda/stuck' },
          { type: 'y', status: 'False', message: 'no' },
        ],
      },
    }
    await serve(({ path }) => (path === '/api/v1/namespaces' ? { status: 200, body: { items: [going] } } : undefined))
    const { code, out, err } = await grade('3-3', '--on', 'kubeconfig', '--context', 'lab')
    expect([code, out]).toEqual([3, ''])
    expect(err).toContain('Namespace customera is on its way out.')
    expect(err).toContain('why   Some content has finalizers: kinda/stuck\n')
  })

  test('whose user may not list what grade clean looks at is told of all that lacks', async () => {
    await serve(({ body }) =>
      /"(?:cronjobs|secrets)"/u.test(body) ? { status: 201, body: { status: { allowed: false } } } : undefined,
    )
    const { code, err } = await grade('clean', '--yes', '--on', 'kubeconfig', '--context', 'lab')
    expect(code).toBe(3)
    expect(err).toContain('Lacking: list cronjobs.batch, list secrets.')
  })

  test.each([
    ['--try-repairs', 'may not make copies of namespaces', 'create namespaces, delete namespaces'],
    ['--apply', 'may not write what the repair changes', 'update networkpolicies.networking.k8s.io in default'],
  ])('whose user may not write is told by %s before anything is written', async (option, what, lacking) => {
    const objects = await wrongAnswer()
    await serve(({ path, body }) => {
      if (/"(?:create|update|delete|deletecollection)"/u.test(body))
        return { status: 201, body: { status: { allowed: false } } }
      const kind = KINDS[path.split('/').at(-1) ?? '']
      return kind === undefined ? undefined : { status: 200, body: { items: objects.filter((object) => object.kind === kind) } }
    })
    const { code, err } = await grade('3-3', option, '--yes', '--on', 'kubeconfig', '--context', 'lab')
    expect(code).toBe(3)
    expect(err).toContain(what)
    expect(err).toContain(lacking)
    expect(asked.filter(({ method, path }) => method !== 'GET' && !path.endsWith('selfsubjectaccessreviews'))).toEqual([])
  })

  test.each([
    ['credentials', 401, 'selfsubjectaccessreviews', 'does not accept the credentials'],
    ['a list', 500, 'pods', 'did not give what was asked for'],
  ])('that refuses %s ends with exit code 3, and nothing is scored', async (_what, status, of, expected) => {
    await serve(({ path }) => (path.endsWith(of) ? { status, body: { message: 'because' } } : undefined))
    const { code, out, err } = await grade('3-3', '--on', 'kubeconfig', '--context', 'lab')
    expect({ code, out }).toEqual({ code: 3, out: '' })
    expect(err).toContain(expected)
    expect(err).toContain('because')
  })

  test('that does not answer is told with its address', async () => {
    writeKubeconfig('http://127.0.0.1:9')
    const { code, err } = await grade('matrix', '--on', 'kubeconfig', '--context', 'lab')
    expect(code).toBe(3)
    expect(err).toContain('http://127.0.0.1:9')
    expect(err).toContain('ECONNREFUSED')
  })

  test('of a kubeconfig that cannot be read is told', async () => {
    writeFileSync(join(folder, 'config'), '{ broken: [')
    const { code, err } = await grade('matrix', '--on', 'kubeconfig', '--context', 'lab', '--lang', 'ko')
    expect(code).toBe(3)
    expect(err).toContain('kubeconfig를 읽을 수 없습니다.')
  })
})

describe('what was read in a Pod', () => {
  const file = (lines: string): string => `  sl  local_address rem_address   st\n${lines}--netgrade--\n`
  const LINE = '   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0\n'

  test('is all four files', () => {
    expect(parseFiles(file(LINE) + file('') + file('') + file(''))).toEqual([{ protocol: 'TCP', port: 80, address: '0.0.0.0' }])
  })

  test.each([
    ['nothing', ''],
    ['a part', file(LINE) + file('')],
    ['no file of the kernel', '--netgrade--\n--netgrade--\n--netgrade--\n--netgrade--\n'],
  ])('and nothing where it is %s', (_what, text) => {
    expect(parseFiles(text)).toBeUndefined()
  })
})
