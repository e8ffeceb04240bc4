/* eslint-disable @typescript-eslint/no-unsafe-member-access -- answers of the API are read as they come */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CONFIG_MAPS, createHarness } from '../harness.ts'

const { request } = createHarness()
const post = async (body: string, headers: Record<string, string> = {}, path = CONFIG_MAPS) => {
  const response = await request('POST', path, { body, headers })
  return { code: response.status, text: await response.text() }
}
const YAML = { 'content-type': 'application/yaml' }
const PROTOBUF = { 'content-type': 'application/vnd.kubernetes.protobuf' }
const nest = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth)

describe('bodies that are none', () => {
  test.each<[string, string, Record<string, string>, number]>([
    ['nothing', '', {}, 400],
    ['half an object', '{"metadata":{"name":"a"', {}, 400],
    ['a list', '[1,2]', {}, 400],
    ['a number', '7', {}, 400],
    ['null', 'null', {}, 422],
    ['a text', '"a"', {}, 400],
    ['bytes', '\u0000\u0001\ufffd', {}, 400],
    ['an unknown type', '{}', { 'content-type': 'text/csv' }, 415],
    ['YAML that is none', 'a: [', YAML, 400],
    ['YAML with tabs', 'a:\n\t- b', YAML, 400],
    ['an alias to nothing', 'metadata: *nothing', YAML, 400],
    [
      'aliases that multiply',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from('bcdefghi')
        .map(
          (one, at) =>
            `${one}: &${one} [${Array(9)
              .fill(`*${'abcdefgh'[at] ?? 'a'}`)
              .join(',')}]`,
        )
        .join('\n')}`,
      YAML,
      400,
    ],
    ['Protobuf that is none', 'k8s', PROTOBUF, 400],
    ['Protobuf that is cut off', 'k8s\u0000\u000a\u00ff', PROTOBUF, 400],
    ['deep JSON lists', `{"data":${nest(100_000, '[', ']')}}`, {}, 400],
    ['deep JSON objects', `{"metadata":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`, {}, 422],
    ['deep YAML', `metadata: ${nest(20_000, '[', ']')}`, YAML, 400],
  ])('%s', async (_name, body, headers, code) => {
    const answer = await post(body, headers)
    expect([answer.code, JSON.parse(answer.text).kind]).toEqual([code, 'Status'])
  })
})

describe('YAML 1.1', () => {
  test.each(['y', 'n', 'yes', 'no', 'on', 'off', 'Yes', 'NO', 'true', 'False', 'Y', 'N', 'On', 'OFF'])(
    'a bare %s is no text',
    async (word) => {
      const { code, text } = await post(`metadata: {name: ${word}x}\ndata: {a: ${word}}\n`, YAML)
      expect([code, text]).toEqual([400, expect.stringContaining('cannot unmarshal bool')])
    },
  )

  test.each(['"yes"', "'no'", 'yess', 'nope', 'of'])('%s is a text', async (word) => {
    const { code } = await post(`metadata: {generateName: a-}\ndata: {a: ${word}}\n`, YAML)
    expect(code).toBe(201)
  })
})

describe('methods', () => {
  test.each([
    ['OPTIONS', CONFIG_MAPS, 405],
    ['PUT', CONFIG_MAPS, 405],
    ['PATCH', CONFIG_MAPS, 405],
    ['POST', `${CONFIG_MAPS}/a`, 405],
    ['HEAD', '/healthz', 200],
    ['HEAD', CONFIG_MAPS, 405],
    ['HEAD', `${CONFIG_MAPS}/nosuch`, 405],
    ['GET', '/nothing/at/all', 404],
    ['GET', '/api/v1/nothing', 404],
    ['GET', '/apis/no.such/v1', 404],
    ['GET', '/api/v1/namespaces/default/configmaps/a/b/c/d', 404],
    ['GET', '/%', 404],
    ['GET', '/api/v1/namespaces/%E0%A4%A/pods', 404],
    ['GET', '//', 404],
  ])('%s %s: %i', async (method, path, code) => {
    const response = await request(method, path)
    expect(response.status).toBe(code)
  })

  test.each([
    ['application/vnd.kubernetes.protobuf', 406],
    ['application/vnd.kubernetes.protobuf,application/json', 200],
    ['application/json;as=Table;g=meta.k8s.io;v=v1', 200],
    ['application/json;as=Chair;g=meta.k8s.io;v=v1', 406],
    ['text/html', 406],
    ['', 200],
    [';;;,,,', 406],
  ])('Accept: %s', async (accept, code) => {
    expect((await request('GET', CONFIG_MAPS, { headers: { accept } })).status).toBe(code)
  })
})

describe('anything at all is answered with a Status, never with our own mistake', () => {
  const word = fc.oneof(
    fc.constantFrom(
      'api',
      'apis',
      'v1',
      'apps',
      'namespaces',
      'default',
      'pods',
      'services',
      'configmaps',
      'a',
      'status',
      'scale',
      'log',
      '..',
      '%2F',
      '%00',
      '',
    ),
    fc.string({ maxLength: 8 }).map(encodeURIComponent),
  )
  const path = fc.array(word, { maxLength: 8 }).map((parts) => `/${parts.join('/')}`)
  const query = fc.oneof(
    fc.constant(''),
    fc
      .tuple(
        fc.constantFrom(
          'labelSelector',
          'fieldSelector',
          'limit',
          'continue',
          'resourceVersion',
          'dryRun',
          'fieldValidation',
          'fieldManager',
          'propagationPolicy',
          'timeoutSeconds',
        ),
        fc.string({ maxLength: 12 }),
      )
      .map(([name, value]) => `?${name}=${encodeURIComponent(value)}`),
  )
  const type = fc.constantFrom(
    'application/json',
    'application/yaml',
    'application/vnd.kubernetes.protobuf',
    'application/merge-patch+json',
    'application/strategic-merge-patch+json',
    'application/json-patch+json',
    'application/apply-patch+yaml',
    'text/plain',
    '',
  )
  const field = fc.constantFrom(
    'apiVersion',
    'kind',
    'metadata',
    'name',
    'spec',
    'data',
    'labels',
    'containers',
    'ports',
    'selector',
    'rules',
    'status',
    '$patch',
    '$setElementOrder/ports',
    '__proto__',
    'constructor',
  )
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<unknown>(null, true, 0, -1, 1e300, '', 'a', 'v1', 'Pod', 'ConfigMap'),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.array(fc.tuple(field, tie('tree')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
    ),
  }))
  const body = fc.oneof(
    tree.map((value) => JSON.stringify(value)),
    fc.string({ maxLength: 60 }),
    fc.string({ maxLength: 60, unit: 'binary' }),
  )

  test('requests made up', async () => {
    const { request: ask } = createHarness()
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS')
    await fc.assert(
      fc.asyncProperty(method, path, query, type, body, async (verb, where, asked, contentType, text) => {
        const hasBody = verb !== 'GET' && verb !== 'HEAD'
        const response = await ask(verb, where + asked, {
          headers: { 'content-type': contentType },
          ...(hasBody ? { body: text } : {}),
        })
        expect(response.status).not.toBe(500)
        await response.body?.cancel()
      }),
      { numRuns: 1500, interruptAfterTimeLimit: 15_000 },
    )
  }, 30_000)

  test('objects made up, for every kind', async () => {
    const { request: ask } = createHarness()
    const kinds = fc.constantFrom(
      'api/v1/namespaces/default/pods',
      'api/v1/namespaces/default/services',
      'apis/apps/v1/namespaces/default/deployments',
      'apis/networking.k8s.io/v1/namespaces/default/networkpolicies',
      'apis/networking.k8s.io/v1/namespaces/default/ingresses',
      'apis/discovery.k8s.io/v1/namespaces/default/endpointslices',
      'apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings',
      'apis/batch/v1/namespaces/default/jobs',
      'apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      'apis/authentication.k8s.io/v1/tokenreviews',
      'apis/policy/v1/namespaces/default/poddisruptionbudgets',
      'api/v1/nodes',
      'apis/apiextensions.k8s.io/v1/customresourcedefinitions',
    )
    await fc.assert(
      fc.asyncProperty(kinds, tree, tree, async (where, metadata, spec) => {
        const response = await ask('POST', `/${where}`, { body: { metadata, spec, ...(spec as object | null) } })
        expect([response.status, response.status === 500 ? await response.text() : '']).not.toContain(500)
      }),
      { numRuns: 1500, interruptAfterTimeLimit: 15_000 },
    )
  }, 30_000)
})
