import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
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
    expect(asked.every(({ method }) => method === 'POST')).toBe(true)
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
