/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call -- answers of the API are read as they come */
/** What clients accept, and for how long they wait, as k8s.io/apiserver v1.34 judges it. */
import { beforeEach, describe, expect, it } from 'vitest'
import { CONFIG_MAPS, createHarness } from '../harness.ts'

let harness: ReturnType<typeof createHarness>
beforeEach(() => {
  harness = createHarness()
})

const ask = async (path: string, accept: string, init: { method?: string; body?: unknown } = {}) => {
  const response = await harness.request(init.method ?? 'GET', path, { body: init.body, headers: { accept } })
  return { code: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

describe('what is refused', () => {
  it.each([
    [
      'application/yaml',
      'application/yaml',
      /^apiVersion: v1\ncode: 404\ndetails:\n {2}kind: configmaps\n {2}name: a\nkind: Status\nmessage: /u,
    ],
    ['application/yaml;as=Table;v=v1;g=meta.k8s.io,application/yaml', 'application/yaml', /^apiVersion: v1\ncode: 404\n/u],
    ['application/json;as=Table;v=v1;g=meta.k8s.io,application/json', 'application/json', /^\{"kind":"Status"/u],
    // Neither encoding is taken without a form that a refusal has not.
    ['application/json;as=Table;v=v1;g=meta.k8s.io', 'application/json', /^\{\n {2}"kind": "Status",\n/u],
  ])('to who accepts %s is told in %s', async (accept, type, text) => {
    const answer = await ask(`${CONFIG_MAPS}/a`, accept)
    expect(answer).toMatchObject({ code: 404, type })
    expect(answer.text).toMatch(text)
  })

  it('because of its body is told in YAML as well', async () => {
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'A B' } }
    const answer = await ask(CONFIG_MAPS, 'application/yaml', { method: 'POST', body })
    expect(answer).toMatchObject({ code: 422, type: 'application/yaml', text: expect.stringContaining('reason: Invalid\n') })
  })
})

describe('discovery', () => {
  it.each(['/api', '/apis', '/api/v1', '/apis/apps', '/apis/apps/v1'])('of %s is told in YAML', async (path) => {
    expect(await ask(path, 'application/yaml')).toMatchObject({
      code: 200,
      type: 'application/yaml',
      text: expect.stringContaining('kind: API'),
    })
  })

  it.each(['/api', '/apis/apps/v1'])('of %s is told in no other encoding', async (path) => {
    const answer = await ask(path, 'text/html')
    expect(answer.code).toBe(406)
    expect(JSON.parse(answer.text)).toMatchObject({ reason: 'NotAcceptable' })
  })

  it('has no form of its own below its roots', async () => {
    expect(await ask('/api/v1', 'application/json;as=Table;v=v1;g=meta.k8s.io')).toMatchObject({ code: 406 })
  })
})

it('the paths of the server are indented, whoever asks', async () => {
  expect((await ask('/', 'application/yaml')).text).toMatch(/^\{\n {2}"paths": \[\n/u)
})

it('a watch has no YAML', async () => {
  const answer = await ask(`${CONFIG_MAPS}?watch=1&timeoutSeconds=1`, 'application/yaml')
  expect(answer).toMatchObject({ code: 406, type: 'application/yaml' })
  expect(answer.text).toContain('only the following media types are accepted: application/json;stream=watch')
})

describe('a time limit', () => {
  const INVALID = 'invalid timeout specified in the request URL - time: '
  it.each([
    ['abc', `${INVALID}invalid duration "abc"`],
    ['10', `${INVALID}missing unit in duration "10"`],
    ['5x', `${INVALID}unknown unit "x" in duration "5x"`],
    ['1e3s', `${INVALID}unknown unit "e" in duration "1e3s"`],
    ['.s', `${INVALID}invalid duration ".s"`],
    ['-', `${INVALID}invalid duration "-"`],
    ['9999999999h', `${INVALID}invalid duration "9999999999h"`],
  ])('of %s is refused, whatever is asked', async (timeout, message) => {
    for (const path of [CONFIG_MAPS, '/version', '/nothing'])
      expect(await harness.call('GET', `${path}?timeout=${timeout}`)).toMatchObject({ code: 400, body: { message } })
  })

  it.each(['', '0', '1s', '1.5h', '-3m', '1h2m3.s', '300ms'])('of %j is taken', async (timeout) => {
    expect((await harness.call('GET', `${CONFIG_MAPS}?timeout=${timeout}`)).code).toBe(200)
  })

  it('is not looked at where something goes on for long', async () => {
    const paths = [`${CONFIG_MAPS}?watch=1&timeoutSeconds=1&timeout=abc`, '/api/v1/namespaces/default/pods/a/log?timeout=abc']
    const codes = await Promise.all(paths.map(async (path) => (await harness.request('GET', path)).status))
    expect(codes).toEqual([200, 404])
  })
})

describe('a deletion', () => {
  const create = (name: string) =>
    harness.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' } })
  const NOT_SUPPORTED = 'Unsupported value: "": supported values: "Foreground", "Background", "Orphan", "nil"'

  it.each([
    ['orphanDependents=foo', 200],
    ['orphanDependents=', 200],
    ['orphanDependents=foo&propagationPolicy=Orphan', 422],
  ])('with the parameters %s is answered by %i', async (query, code) => {
    create('a')
    expect((await harness.call('DELETE', `${CONFIG_MAPS}/a?${query}`)).code).toBe(code)
  })

  it('with an empty policy is refused', async () => {
    create('a')
    const { code, body } = await harness.call('DELETE', `${CONFIG_MAPS}/a?propagationPolicy=`)
    expect([code, body.message]).toEqual([422, expect.stringContaining(NOT_SUPPORTED)])
  })

  it('with a body has no parameters', async () => {
    create('a')
    const body = { kind: 'DeleteOptions', apiVersion: 'v1' }
    expect((await harness.call('DELETE', `${CONFIG_MAPS}/a?propagationPolicy=foo`, body)).code).toBe(200)
  })

  it.each(['uid', 'resourceVersion'])('can ask by a parameter for one %s alone', async (name) => {
    create('a')
    expect((await harness.call('DELETE', `${CONFIG_MAPS}/a?${name}=nothing`)).code).toBe(409)
  })

  it('of a collection takes so many as its limit says', async () => {
    for (const name of ['a', 'b', 'c']) create(name)
    const { body } = await harness.call('DELETE', `${CONFIG_MAPS}?limit=2`)
    expect(body.items.map((item: { metadata: { name: string } }) => item.metadata.name)).toEqual(['a', 'b'])
    expect(body.metadata).toMatchObject({ remainingItemCount: 1, continue: expect.any(String) })
    const left = await harness.call('GET', CONFIG_MAPS)
    expect(left.body.items).toHaveLength(1)
  })
})

describe('impersonation', () => {
  it.each([
    [{ 'impersonate-group': 'x' }, '[{Group  x    }]'],
    [{ 'impersonate-uid': 'x' }, '[{UID  x  authentication.k8s.io/v1  }]'],
    [{ 'impersonate-extra-a': 'x', 'impersonate-group': 'g' }, '[{Group  g    } {UserExtra  x  authentication.k8s.io/v1  a}]'],
  ])('of nobody by %j fails as text', async (headers, asked) => {
    const response = await harness.request('GET', `${CONFIG_MAPS}?limit=1&pretty=1`, { headers })
    expect([response.status, response.headers.get('content-type')]).toEqual([500, 'text/plain; charset=utf-8'])
    expect(await response.text()).toBe(
      `Internal Server Error: "${CONFIG_MAPS}?limit=1&amp;pretty=1": requested ${asked} without impersonating a user\n`,
    )
  })
})
