/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- answers of the API are read as they come */
import { describe, expect, test } from 'vitest'
import { createTokenSigner, makeTokenKey } from '../../../../../grader/daemon/token-signer.ts'
import { issuePodToken } from '../../../../../src/cluster/api/authentication/service-account-token.ts'
import { createSeededRandom } from '../../../../../src/cluster/virtual.ts'
import type { Pod } from '../../../../../src/kubernetes/generated/types.ts'
import { binding, createWorld, role } from '../authorization/world.ts'

const TOKEN = '/api/v1/namespaces/default/serviceaccounts/bot/token'
const PODS = '/api/v1/namespaces/default/pods'
const HOUR_MS = 3_600_000

const prepare = () => {
  const world = createWorld()
  world.apply(
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'bot', namespace: 'default' } },
    role('reader', [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }], 'default'),
    binding('read', { kind: 'Role', name: 'reader' }, { kind: 'ServiceAccount', name: 'bot' }, 'default'),
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'default' },
      spec: {
        serviceAccountName: 'bot',
        containers: [{ name: 'c', image: 'curlimages/curl', command: ['sleep', 'infinity'] }],
      },
    },
  )
  const request = async (spec: object = {}) => (await world.ask(undefined, 'POST', TOKEN, { body: { spec } })).body
  const use = async (token: string) =>
    (await world.ask('from-request', 'GET', PODS, { headers: { authorization: `Bearer ${token}` } })).code
  return { ...world, request, use }
}

const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

describe('kubectl create token', () => {
  test('makes a token for an hour, with which the account may what its roles allow', async () => {
    const { request, use, ask } = prepare()
    const made = await request()
    expect(made).toMatchObject({
      kind: 'TokenRequest',
      metadata: { name: 'bot', namespace: 'default', uid: expect.stringMatching(/^[\da-f-]{36}$/u) as string },
      spec: { audiences: ['https://kubernetes.default.svc.cluster.local'], expirationSeconds: 3600 },
      status: { expirationTimestamp: '2026-11-24T01:00:00Z' },
    })
    const { token } = made.status
    expect(claimsOf(token)).toMatchObject({
      sub: 'system:serviceaccount:default:bot',
      'kubernetes.io': { namespace: 'default', serviceaccount: { name: 'bot' } },
    })
    expect(await use(token)).toBe(200)
    const refused = await ask('from-request', 'GET', '/api/v1/namespaces/default/secrets', {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(refused.body.message).toBe(
      'secrets is forbidden: User "system:serviceaccount:default:bot" cannot list resource "secrets" in API group "" in the namespace "default"',
    )
  })

  test('ends with its time', async () => {
    const { request, use, clock } = prepare()
    const { token } = (await request()).status
    clock.advance(HOUR_MS - 1000)
    expect(await use(token)).toBe(200)
    clock.advance(1000)
    expect(await use(token)).toBe(401)
  })

  test('is for whom it names alone', async () => {
    const { request, use, ask } = prepare()
    const { token } = (await request({ audiences: ['vault'] })).status
    expect(await use(token)).toBe(401)
    const review = (spec: object) => ask(undefined, 'POST', '/apis/authentication.k8s.io/v1/tokenreviews', { body: { spec } })
    expect((await review({ token, audiences: ['vault', 'x'] })).body.status).toMatchObject({
      authenticated: true,
      user: { username: 'system:serviceaccount:default:bot' },
      audiences: ['vault'],
    })
    expect((await review({ token })).body.status.authenticated).toBeUndefined()
    expect((await review({})).code).toBe(400)
  })

  test('ends with the account, and with what it is bound to', async () => {
    const { request, use, cluster } = prepare()
    const plain = (await request()).status.token
    const bound = (await request({ boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'p' } })).status.token
    expect(claimsOf(bound)['kubernetes.io'].pod.name).toBe('p')
    expect(await use(bound)).toBe(200)
    cluster.writer.delete({ apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'p' }, { gracePeriodSeconds: 0 })
    expect([await use(bound), await use(plain)]).toEqual([401, 200])
    cluster.writer.delete({ apiVersion: 'v1', kind: 'ServiceAccount', namespace: 'default', name: 'bot' })
    expect(await use(plain)).toBe(401)
  })

  test.each([
    [{ expirationSeconds: 10 }, 422, 'may not specify a duration less than 10 minutes'],
    [{ expirationSeconds: 2 ** 33 }, 422, 'may not specify a duration larger than 2^32 seconds'],
    [{ boundObjectRef: { kind: 'Pod', name: 'nosuch' } }, 404, 'pods "nosuch" not found'],
    [{ boundObjectRef: { kind: 'Service', name: 'a' } }, 400, 'cannot bind token'],
    [{ boundObjectRef: { kind: 'Pod', name: 'p', uid: 'other' } }, 409, 'does not match the UID in record'],
  ])('refuses %j', async (spec, code, message) => {
    const { request } = prepare()
    const answer = await request(spec)
    expect([answer.code, answer.message]).toEqual([code, expect.stringContaining(message)])
  })

  test.each<[object, number, string]>([
    [
      { boundObjectRef: { kind: 'ConfigMap', apiVersion: 'v1' } },
      400,
      'cannot bind token to object of type /v1, Kind=ConfigMap',
    ],
    [{ boundObjectRef: { kind: 'Pod', apiVersion: 'v1' } }, 400, 'Name parameter required.'],
    [{ boundObjectRef: { kind: 'Pod', name: 'p', uid: 'x' } }, 409, 'Operation cannot be fulfilled on Pod "p": the UID'],
    [{ expirationSeconds: '10' }, 400, 'cannot unmarshal string into Go struct field TokenRequestSpec.spec.expirationSeconds'],
    [{ audiences: 'a' }, 400, 'cannot unmarshal string into Go struct field TokenRequestSpec.spec.audiences of type []string'],
  ])('%j is refused', async (spec, code, message) => {
    const refused = await prepare().request(spec)
    expect([refused.code, refused.message]).toEqual([code, expect.stringContaining(message)])
  })

  test('names its account as the path does, or not at all, and tells who asked', async () => {
    const { ask } = prepare()
    const post = async (body: object) => (await ask(undefined, 'POST', TOKEN, { body })).body
    expect((await post({ metadata: { name: 'other' } })).message).toBe(
      'TokenRequest.authentication.k8s.io "bot" is invalid: metadata.name: Invalid value: "other": must match the service account name if specified',
    )
    expect((await post({ metadata: { namespace: 'other' } })).code).toBe(400)
    expect((await post({ apiVersion: 'v1', kind: 'Pod' })).message).toContain(
      '(authentication.TokenRequest): unknown conversion',
    )
    expect((await post({})).metadata.managedFields).toMatchObject([
      { operation: 'Update', subresource: 'token', fieldsV1: { 'f:spec': { 'f:expirationSeconds': {} } } },
    ])
  })

  test('a review says why a token is none', async () => {
    const { request, ask, clock } = prepare()
    const why = async (spec: object) =>
      (await ask(undefined, 'POST', '/apis/authentication.k8s.io/v1/tokenreviews', { body: { spec } })).body.status.error
    const { token } = (await request({ audiences: ['vault'] })).status
    expect(await why({ token: 'a.b.c' })).toBe('invalid bearer token')
    expect(await why({ token })).toBe(
      '[invalid bearer token, token audiences ["vault"] is invalid for the target audiences ["https://kubernetes.default.svc.cluster.local"]]',
    )
    clock.advance(2 * HOUR_MS)
    expect(await why({ token, audiences: ['vault'] })).toBe('[invalid bearer token, service account token has expired]')
  })

  test('no account, no token', async () => {
    const { ask } = prepare()
    const answer = await ask(undefined, 'POST', TOKEN.replace('bot', 'nosuch'), { body: {} })
    expect(answer.body.message).toBe('serviceaccounts "nosuch" not found')
  })
})

test('a token that was changed, or that another key signed, is none', async () => {
  const { request, use, cluster, clock } = prepare()
  const { token } = (await request()).status
  const [header, , signature] = token.split('.')
  const claims = { ...claimsOf(token), sub: 'system:serviceaccount:kube-system:admin' }
  const forged = [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.')
  const none = [Buffer.from('{"alg":"none"}').toString('base64url'), token.split('.')[1], ''].join('.')
  const stranger = createTokenSigner(makeTokenKey())
  const pod = cluster.store.get('pods', 'default', 'p') as Pod
  const foreign = issuePodToken({ store: cluster.store, clock, random: createSeededRandom(2), signer: stranger }, pod)!.token
  for (const bad of [forged, none, foreign, `${token}x`, 'a.b.c', '...', 'garbage', `${token}.x`])
    expect(await use(bad)).toBe(401)
})

test('a mounted token lasts a year, and says where its Pod runs', async () => {
  const { cluster, clock, signer, use } = prepare()
  await cluster.settle()
  const pod = cluster.store.get('pods', 'default', 'p') as Pod
  const { token, expiresAtMs } = issuePodToken({ store: cluster.store, clock, random: createSeededRandom(2), signer }, pod)!
  expect(expiresAtMs - clock.now()).toBeLessThanOrEqual(3_607_000)
  const claims = claimsOf(token)
  expect([claims.exp - claims.iat, claims['kubernetes.io'].warnafter - claims.iat]).toEqual([31_536_000, 3607])
  expect(claims['kubernetes.io'].node.name).toMatch(/^netgrade-worker/u)
  clock.advance(24 * HOUR_MS)
  expect(await use(token)).toBe(200)
})

test('a Pod that shows its token to https://kubernetes.default gets what its roles allow', async () => {
  const { cluster, request } = prepare()
  await cluster.settle()
  const { token } = (await request()).status
  const ask = async (path: string, headers: Record<string, string> = {}) => {
    const question = { from: { pod: { namespace: 'default', name: 'p' } }, url: `https://kubernetes.default${path}`, headers }
    const response = (await cluster.send(question, 0))?.response
    return [response?.status, JSON.parse(response?.body ?? '{}')]
  }
  const known = { authorization: `Bearer ${token}` }
  expect(await ask(PODS, known)).toEqual([200, expect.objectContaining({ kind: 'PodList' })])
  expect((await ask('/api/v1/nodes', known))[1].message).toContain(
    'User "system:serviceaccount:default:bot" cannot list resource "nodes"',
  )
  expect((await ask(PODS))[1].message).toContain('User "system:anonymous" cannot list resource "pods"')
  expect((await ask(PODS, { authorization: 'Bearer nonsense' }))[0]).toBe(401)
})

test('the token that is mounted is such a one', async () => {
  const { cluster, use } = prepare()
  await cluster.settle()
  let token = ''
  const path = '/var/run/secrets/kubernetes.io/serviceaccount/token'
  const streams = {
    stdout: (chunk: Uint8Array) => void (token += new TextDecoder().decode(chunk)),
    stderr: () => undefined,
    tty: false,
  }
  const end = await cluster.runtime.exec(
    { namespace: 'default', name: 'p' },
    ['cat', path],
    streams,
    new AbortController().signal,
  )
  expect(end).toEqual({ exitCode: 0 })
  expect(claimsOf(token)['kubernetes.io'].pod.name).toBe('p')
  expect(await use(token)).toBe(200)
})
