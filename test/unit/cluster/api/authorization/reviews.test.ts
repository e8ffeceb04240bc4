/* eslint-disable @typescript-eslint/no-unsafe-member-access -- answers of the API are read as they come */
import { describe, expect, test } from 'vitest'
import { binding, createWorld, role, user } from './world.ts'

const REVIEWS = '/apis/authorization.k8s.io/v1'
const listPods = { resourceAttributes: { verb: 'list', resource: 'pods', namespace: 'default' } }

const prepare = () => {
  const world = createWorld()
  world.apply(
    role('reader', [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }], 'default'),
    binding('read', { kind: 'Role', name: 'reader' }, { kind: 'User', name: 'ann' }, 'default'),
  )
  return world
}

const ALLOWED = { allowed: true, reason: 'RBAC: allowed by RoleBinding "read/default" of Role "reader" to User "ann"' }

describe('access', () => {
  test('of oneself', async () => {
    const { ask } = prepare()
    const path = `${REVIEWS}/selfsubjectaccessreviews`
    expect((await ask(user('ann'), 'POST', path, { body: { spec: listPods } })).body.status).toEqual(ALLOWED)
    expect((await ask(user('zoe'), 'POST', path, { body: { spec: listPods } })).body.status).toEqual({ allowed: false })
    expect((await ask(undefined, 'POST', path, { body: { spec: listPods } })).body.status).toEqual({ allowed: true })
  })

  test('of somebody else, for those who may ask', async () => {
    const { ask } = prepare()
    const path = `${REVIEWS}/subjectaccessreviews`
    const body = { spec: { ...listPods, user: 'ann' } }
    expect((await ask(undefined, 'POST', path, { body })).body.status).toEqual(ALLOWED)
    expect((await ask(user('ann'), 'POST', path, { body })).body).toMatchObject({
      code: 403,
      message:
        'subjectaccessreviews.authorization.k8s.io is forbidden: User "ann" cannot create resource "subjectaccessreviews" in API group "authorization.k8s.io" at the cluster scope',
    })
    const nobody = await ask(undefined, 'POST', path, { body: { spec: listPods } })
    expect(nobody.body.message).toBe(
      '.authorization.k8s.io "" is invalid: spec.user: Invalid value: "": at least one of user or group must be specified',
    )
    expect((await ask(undefined, 'POST', path, { body: { spec: { user: 'ann' } } })).body.details.causes[0].field).toBe(
      'spec.resourceAttributes',
    )
  })

  test('in one namespace', async () => {
    const { ask } = prepare()
    const path = `${REVIEWS}/namespaces/default/localsubjectaccessreviews`
    expect((await ask(undefined, 'POST', path, { body: { spec: { ...listPods, user: 'ann' } } })).body.status).toEqual(ALLOWED)
    const other = { spec: { user: 'ann', resourceAttributes: { verb: 'list', resource: 'pods', namespace: 'other' } } }
    expect((await ask(undefined, 'POST', path, { body: other })).body.message).toBe(
      '.authorization.k8s.io "" is invalid: spec.resourceAttributes.namespace: Invalid value: "other": must match metadata.namespace',
    )
    const root = { spec: { user: 'ann', nonResourceAttributes: { verb: 'get', path: '/' } } }
    expect((await ask(undefined, 'POST', path, { body: root })).body.message).toBe(
      '.authorization.k8s.io "" is invalid: spec.nonResourceAttributes: Invalid value: {"Path":"/","Verb":"get"}: disallowed on this kind of request',
    )
    const elsewhere = { metadata: { namespace: 'other' }, spec: { ...listPods, user: 'ann' } }
    expect((await ask(undefined, 'POST', path, { body: elsewhere })).code).toBe(400)
  })

  test('is answered with the question, and who wrote it', async () => {
    const { ask } = prepare()
    const path = `${REVIEWS}/subjectaccessreviews`
    const spec = { ...listPods, user: 'zoe', more: 1 }
    const answer = await ask(undefined, 'POST', path, { body: { spec }, headers: { 'user-agent': 'asker/1.0' } })
    expect(answer.body).toMatchObject({
      metadata: { managedFields: [{ manager: 'asker', operation: 'Update', fieldsV1: { 'f:spec': { 'f:user': {} } } }] },
      spec: { ...listPods, user: 'zoe' },
    })
    expect(answer.body.spec.more).toBeUndefined()
  })

  test.each([
    [{ resourceAttributes: { verb: 1 } }, 'json: cannot unmarshal number into Go struct field ResourceAttributes'],
    [
      { ...listPods, nonResourceAttributes: { verb: 'get', path: '/' } },
      'spec.nonResourceAttributes: Invalid value: {"Path":"/","Verb":"get"}: cannot be specified in combination with resourceAttributes',
    ],
    [
      { resourceAttributes: { fieldSelector: {}, labelSelector: { rawSelector: 'a', requirements: [{ operator: 'In' }] } } },
      "[spec.resourceAttributes.fieldSelector.requirements: Required value: when spec.resourceAttributes.fieldSelector is specified, requirements or rawSelector is required, spec.resourceAttributes.labelSelector.rawSelector: Invalid value: \"a\": may not specified at the same time as requirements, spec.resourceAttributes.labelSelector.requirements[0].key: Required value: must be specified, spec.resourceAttributes.labelSelector.requirements[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn']",
    ],
  ])('%j is refused', async (asked, message) => {
    const { ask } = prepare()
    const answer = await ask(undefined, 'POST', `${REVIEWS}/subjectaccessreviews`, {
      body: { spec: { user: 'ann', ...asked } },
    })
    expect(answer.body.message).toContain(message)
  })

  test.each([
    [{ apiVersion: 'v1', kind: 'Pod' }, 'converting (v1.Pod) to (authorization.SelfSubjectAccessReview): unknown conversion'],
    [{ metadata: { name: 'x' }, spec: listPods }, 'metadata: Invalid value: {"name":"x",'],
  ])('a question that is %j is refused', async (body, message) => {
    const { ask } = prepare()
    const answer = await ask(user('ann'), 'POST', `${REVIEWS}/selfsubjectaccessreviews`, { body })
    expect(answer.body.message).toContain(message)
  })

  test('all rules in a namespace', async () => {
    const { ask } = prepare()
    const path = `${REVIEWS}/selfsubjectrulesreviews`
    const { status } = (await ask(user('ann'), 'POST', path, { body: { spec: { namespace: 'default' } } })).body
    expect(status.resourceRules).toContainEqual({ verbs: ['list'], apiGroups: [''], resources: ['pods'] })
    expect(status.nonResourceRules[0].nonResourceURLs).toContain('/api/*')
    expect(status.incomplete).toBe(false)
    expect((await ask(user('ann'), 'POST', path, { body: { spec: {} } })).body.message).toBe('no namespace on request')
  })
})

describe('identity', () => {
  const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews'
  const WHO = { body: {} }

  test('whoami', async () => {
    const { ask } = prepare()
    expect((await ask(user('ann', 'dev'), 'POST', path, WHO)).body).toMatchObject({
      kind: 'SelfSubjectReview',
      status: { userInfo: { username: 'ann', groups: ['dev', 'system:authenticated'] } },
    })
  })

  test.each([
    [{ 'impersonate-user': 'bob' }, { username: 'bob', groups: ['system:authenticated'] }],
    [
      { 'impersonate-user': 'bob', 'impersonate-group': 'a, b', 'impersonate-uid': 'u1', 'impersonate-extra-scopes': 'x' },
      { username: 'bob', uid: 'u1', groups: ['a', 'b', 'system:authenticated'], extra: { scopes: ['x'] } },
    ],
    [
      { 'impersonate-user': 'system:serviceaccount:web:bot' },
      {
        username: 'system:serviceaccount:web:bot',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:web', 'system:authenticated'],
      },
    ],
    // Names that no account can have are a user's.
    ...['T:a', 't:A_B', 't:', 't:a:b'].map((rest): [Record<string, string>, object] => [
      { 'impersonate-user': `system:serviceaccount:${rest}` },
      { username: `system:serviceaccount:${rest}`, groups: ['system:authenticated'] },
    ]),
  ])('--as %j', async (headers, expected) => {
    const { ask } = prepare()
    const { body } = await ask(undefined, 'POST', path, { ...WHO, headers: headers })
    expect(body.status.userInfo).toEqual(expected)
  })

  test('nobody is anonymous in somebody else’s name', async () => {
    const { ask } = prepare()
    const answer = await ask(undefined, 'POST', path, { ...WHO, headers: { 'impersonate-user': 'system:anonymous' } })
    expect(answer.body.message).toContain('User "system:anonymous" cannot create resource "selfsubjectreviews"')
  })

  test('only who may impersonate does', async () => {
    const { ask, apply } = prepare()
    const pods = '/api/v1/namespaces/default/pods'
    const as = (headers: Record<string, string>) => ask(user('zoe'), 'GET', pods, { headers })
    expect((await as({ 'impersonate-user': 'ann' })).body.message).toBe(
      'users "ann" is forbidden: User "zoe" cannot impersonate resource "users" in API group "" at the cluster scope',
    )
    expect((await as({ 'impersonate-user': 'system:serviceaccount:web:bot' })).body.message).toBe(
      'serviceaccounts "bot" is forbidden: User "zoe" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "web"',
    )
    apply(
      role('as-ann', [{ apiGroups: [''], resources: ['users'], resourceNames: ['ann'], verbs: ['impersonate'] }]),
      binding('as-ann', { kind: 'ClusterRole', name: 'as-ann' }, { kind: 'User', name: 'zoe' }),
    )
    expect((await as({ 'impersonate-user': 'ann' })).code).toBe(200)
    expect((await as({ 'impersonate-user': 'bob' })).code).toBe(403)
    expect((await as({ 'impersonate-user': 'ann', 'impersonate-group': 'system:masters' })).body.message).toBe(
      'groups "system:masters" is forbidden: User "zoe" cannot impersonate resource "groups" in API group "" at the cluster scope',
    )
    expect((await as({ 'impersonate-group': 'dev' })).code).toBe(500)
  })
})
