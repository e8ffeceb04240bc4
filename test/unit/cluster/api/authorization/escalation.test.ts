import { describe, expect, test } from 'vitest'
import { binding, createWorld, role, user } from './world.ts'

const ROLES = '/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles'
const BINDINGS = '/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings'
const CLUSTER_ROLES = '/apis/rbac.authorization.k8s.io/v1/clusterroles'
const GROUP = 'rbac.authorization.k8s.io'
const BOB = { kind: 'User', name: 'bob' }
const readPods = { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }
const readSecrets = { apiGroups: [''], resources: ['secrets'], verbs: ['list', 'get'] }
const writeRbac = {
  apiGroups: [GROUP],
  resources: ['roles', 'rolebindings', 'clusterroles'],
  verbs: ['create', 'update', 'patch', 'get'],
}

const world = (...more: readonly object[]) => {
  const made = createWorld()
  made.apply(
    role('manager', [readPods, writeRbac, ...more]),
    role('secrets', [readSecrets]),
    binding('manager', { kind: 'ClusterRole', name: 'manager' }, BOB),
  )
  return made
}
const bob = user('bob')

describe('who may write roles', () => {
  test('grants what they hold', async () => {
    const { ask } = world()
    expect((await ask(bob, 'POST', ROLES, { body: role('a', [readPods], 'default') })).code).toBe(201)
    const some = { ...readPods, resourceNames: ['web'], verbs: ['get'] }
    expect((await ask(bob, 'POST', ROLES, { body: role('b', [some], 'default') })).code).toBe(201)
  })

  test('is refused what they do not hold, which is named', async () => {
    const { ask } = world()
    expect(await ask(bob, 'POST', ROLES, { body: role('a', [readPods, readSecrets], 'default') })).toMatchObject({
      code: 403,
      body: {
        message:
          `roles.${GROUP} "a" is forbidden: user "bob" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n` +
          '{APIGroups:[""], Resources:["secrets"], Verbs:["list" "get"]}',
      },
    })
  })

  test.each<[string, object]>([
    ['all names where they hold some', { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }],
    ['all verbs', { ...readPods, verbs: ['*'] }],
    ['paths', { nonResourceURLs: ['/metrics'], verbs: ['get'] }],
    ['a subresource', { ...readPods, resources: ['pods/exec'] }],
  ])('is refused %s', async (_what, rule) => {
    const { ask } = world({ apiGroups: [''], resources: ['configmaps'], resourceNames: ['mine'], verbs: ['get'] })
    const path = 'nonResourceURLs' in rule ? CLUSTER_ROLES : ROLES
    const body = 'nonResourceURLs' in rule ? role('a', [rule]) : role('a', [rule], 'default')
    expect((await ask(bob, 'POST', path, { body })).code).toBe(403)
  })

  test('is refused to let rules be collected, which may become any', async () => {
    const { ask } = world()
    const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] }
    expect((await ask(bob, 'POST', CLUSTER_ROLES, { body: { ...role('a', []), aggregationRule } })).body).toMatchObject({
      code: 403,
      message: `clusterroles.${GROUP} "a" is forbidden: must have cluster-admin privileges to use the aggregationRule`,
    })
  })

  test('changes finalizers of a role that grants more, and nothing else of it', async () => {
    const { ask, apply } = world()
    apply(role('big', [readSecrets], 'default'))
    const patch = (body: object) =>
      ask(bob, 'PATCH', `${ROLES}/big`, { body, headers: { 'content-type': 'application/merge-patch+json' } })
    expect((await patch({ metadata: { finalizers: ['a.b/c'] } })).code).toBe(200)
    expect((await patch({ metadata: { labels: { a: 'b' } } })).code).toBe(403)
    expect((await patch({ rules: [readSecrets, readPods] })).code).toBe(403)
  })

  test('grants anything with the verb escalate', async () => {
    const { ask } = world({ apiGroups: [GROUP], resources: ['roles'], verbs: ['escalate'] })
    expect((await ask(bob, 'POST', ROLES, { body: role('a', [readSecrets], 'default') })).code).toBe(201)
    expect((await ask(bob, 'POST', CLUSTER_ROLES, { body: role('a', [readSecrets]) })).code).toBe(403)
  })
})

describe('who may write bindings', () => {
  const bind = (name: string) => binding('b', { kind: 'ClusterRole', name }, { kind: 'User', name: 'eve' }, 'default')

  test('binds roles whose rules they hold', async () => {
    const { ask, apply } = world()
    apply(role('pods', [readPods]))
    expect((await ask(bob, 'POST', BINDINGS, { body: bind('pods') })).code).toBe(201)
    const message = expect.stringContaining(`rolebindings.${GROUP} "b" is forbidden: user "bob"`) as string
    expect(await ask(bob, 'POST', BINDINGS, { body: bind('secrets') })).toMatchObject({ code: 403, body: { message } })
  })

  test('is told where the role is not there', async () => {
    const { ask } = world()
    expect((await ask(bob, 'POST', BINDINGS, { body: bind('nothing') })).body).toMatchObject({
      code: 404,
      message: `rolebindings.${GROUP} "nothing" not found`,
    })
  })

  test('binds any with the verb bind on it', async () => {
    const { ask } = world({ apiGroups: [GROUP], resources: ['clusterroles'], resourceNames: ['secrets'], verbs: ['bind'] })
    expect((await ask(bob, 'POST', BINDINGS, { body: bind('secrets') })).code).toBe(201)
    expect((await ask(bob, 'POST', BINDINGS, { body: bind('cluster-admin') })).code).toBe(403)
  })

  test('is not asked when they are of system:masters', async () => {
    const { ask } = world()
    expect((await ask(user('root', 'system:masters'), 'POST', BINDINGS, { body: bind('cluster-admin') })).code).toBe(201)
  })
})
