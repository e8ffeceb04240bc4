/* eslint-disable @typescript-eslint/no-unsafe-member-access -- answers of the API are read as they come */
import { describe, expect, test } from 'vitest'
import { createHarness } from './harness.ts'

describe('what is served besides resources', () => {
  test.each([
    ['GET', '//api', 404, '404 page not found\n'],
    ['GET', '//api/v1/pods', 404, '404 page not found\n'],
    ['GET', '/nothing', 404, '404 page not found\n'],
    ['GET', '/apis/foo/v1/bars', 404, '404 page not found\n'],
    ['GET', '/readyz/nothing', 404, '404 page not found\n'],
    ['GET', '/readyz', 200, 'ok'],
    ['GET', '/livez/poststarthook/rbac/bootstrap-roles', 200, 'ok'],
    ['POST', '/healthz', 200, 'ok'],
  ])('%s %s', async (method, path, code, text) => {
    const answer = await createHarness().call(method, path)
    expect([answer.code, answer.body]).toEqual([code, text])
  })

  test.each([
    ['/api//v1/namespaces', 404],
    ['/api/v1//namespaces', 404],
    ['/api/v1/namespaces/default//pods', 404],
    ['/api/v1/namespaces//pods', 200],
    ['/api/v1/namespaces//pods/a', 404],
    ['/api/v1/namespaces/default/', 200],
  ])('%s answers %i: parts of a path are not empty, but for every namespace', async (path, code) => {
    expect((await createHarness().call('GET', path)).code).toBe(code)
  })

  test.each(['/version', '/api', '/apis/apps/v1'])('POST %s is not allowed', async (path) => {
    expect((await createHarness().call('POST', path, {})).code).toBe(405)
  })

  test('the root lists paths', async () => {
    const { body } = await createHarness().call('GET', '/')
    expect(body.paths).toEqual(
      expect.arrayContaining(['/api/v1', '/apis/apps/v1', '/openapi/v3', '/readyz', '/readyz/etcd-readiness', '/version']),
    )
    expect(body.paths).toEqual(expect.arrayContaining(['/livez/poststarthook/rbac/bootstrap-roles', '/healthz/ping']))
  })

  test('checks are told by name, and may be left out', async () => {
    const { body } = await createHarness().call('GET', '/readyz?verbose&exclude=etcd&exclude=foo')
    const lines = String(body).split('\n')
    expect(lines.slice(0, 4)).toEqual(['[+]ping ok', '[+]log ok', '[+]etcd excluded: ok', '[+]etcd-readiness ok'])
    expect(lines.slice(-4)).toEqual([
      '[+]shutdown ok',
      'warn: some health checks cannot be excluded: no matches for "foo"',
      'readyz check passed',
      '',
    ])
  })
})
