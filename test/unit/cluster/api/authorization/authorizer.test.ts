import { describe, expect, test } from 'vitest'
import { attributesOf } from '../../../../../src/cluster/api/authorization/attributes.ts'
import { authorize } from '../../../../../src/cluster/api/authorization/authorizer.ts'
import { forbid } from '../../../../../src/cluster/api/authorization/forbid.ts'
import { binding, createWorld, role, user } from './world.ts'

const attributes = (method: string, path: string) => attributesOf(method, new URL(path, 'https://a'))

describe('what a request asks for', () => {
  test.each([
    ['GET', '/api/v1/namespaces/web/pods', 'list', '', 'pods', '', 'web', ''],
    ['GET', '/api/v1/namespaces/web/pods?watch=true', 'watch', '', 'pods', '', 'web', ''],
    ['GET', '/api/v1/namespaces/web/pods?fieldSelector=metadata.name%3Da', 'list', '', 'pods', '', 'web', 'a'],
    ['HEAD', '/api/v1/namespaces/web/pods/a', 'get', '', 'pods', '', 'web', 'a'],
    ['POST', '/api/v1/namespaces/web/pods/a/exec?command=ls', 'create', '', 'pods', 'exec', 'web', 'a'],
    ['GET', '/api/v1/namespaces/web', 'get', '', 'namespaces', '', 'web', 'web'],
    ['PUT', '/api/v1/namespaces/web/finalize', 'update', '', 'namespaces', 'finalize', 'web', 'web'],
    ['DELETE', '/apis/apps/v1/namespaces/web/deployments', 'deletecollection', 'apps', 'deployments', '', 'web', ''],
    ['PATCH', '/apis/apps/v1/namespaces/web/deployments/a/scale', 'patch', 'apps', 'deployments', 'scale', 'web', 'a'],
    ['GET', '/apis/rbac.authorization.k8s.io/v1/clusterroles', 'list', 'rbac.authorization.k8s.io', 'clusterroles', '', '', ''],
    ['GET', '/apis/no.such/v1/things', 'list', 'no.such', 'things', '', '', ''],
  ])('%s %s', (method, path, verb, group, resource, subresource, namespace, name) => {
    expect(attributes(method, path)).toEqual({ kind: 'resource', verb, group, resource, subresource, namespace, name })
  })

  test.each(['/', '/api', '/api/v1', '/apis', '/apis/apps', '/apis/apps/v1', '/healthz', '/nothing/at/all'])(
    '%s is a path',
    (path) => {
      expect(attributes('GET', path)).toEqual({ kind: 'path', verb: 'get', path })
    },
  )
})

const decide = (world: ReturnType<typeof createWorld>, who: Parameters<typeof authorize>[1], method: string, path: string) => {
  const asked = attributes(method, path)
  const decision = authorize(world.cluster.store, who, asked)
  return decision.allowed ? decision.reason : forbid(who, asked, decision).message
}

describe('who may', () => {
  const world = createWorld()
  const rules = [
    { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
    { apiGroups: ['apps'], resources: ['*/scale'], verbs: ['*'] },
    { apiGroups: [''], resources: ['configmaps'], resourceNames: ['one'], verbs: ['get'] },
  ]
  world.apply(
    role('reader', rules, 'default'),
    role('everywhere', [{ apiGroups: ['*'], resources: ['services', 'pods/log'], verbs: ['list', 'get'] }]),
    role('paths', [{ nonResourceURLs: ['/metrics', '/logs/*'], verbs: ['get'] }]),
    binding('read', { kind: 'Role', name: 'reader' }, { kind: 'User', name: 'ann' }, 'default'),
    binding('lost', { kind: 'ClusterRole', name: 'gone' }, { kind: 'User', name: 'lee' }, 'default'),
    binding('all', { kind: 'ClusterRole', name: 'everywhere' }, { kind: 'Group', name: 'dev' }),
    binding(
      'robot',
      { kind: 'ClusterRole', name: 'everywhere' },
      { kind: 'ServiceAccount', name: 'bot', namespace: 'default' },
      'default',
    ),
    binding('scrape', { kind: 'ClusterRole', name: 'paths' }, { kind: 'User', name: 'ann' }),
  )
  const bot = { username: 'system:serviceaccount:default:bot', groups: ['system:serviceaccounts', 'system:authenticated'] }

  test.each([
    [
      'a Role in its namespace',
      user('ann'),
      'GET',
      '/api/v1/namespaces/default/pods',
      'RBAC: allowed by RoleBinding "read/default" of Role "reader" to User "ann"',
    ],
    [
      'a Role elsewhere',
      user('ann'),
      'GET',
      '/api/v1/namespaces/kube-system/pods',
      'pods is forbidden: User "ann" cannot list resource "pods" in API group "" in the namespace "kube-system"',
    ],
    [
      'a Role in all namespaces',
      user('ann'),
      'GET',
      '/api/v1/pods',
      'pods is forbidden: User "ann" cannot list resource "pods" in API group "" at the cluster scope',
    ],
    [
      'another verb',
      user('ann'),
      'DELETE',
      '/api/v1/namespaces/default/pods/a',
      'pods "a" is forbidden: User "ann" cannot delete resource "pods" in API group "" in the namespace "default"',
    ],
    [
      'a subresource of what may be read',
      user('ann'),
      'GET',
      '/api/v1/namespaces/default/pods/a/log',
      'pods "a" is forbidden: User "ann" cannot get resource "pods/log" in API group "" in the namespace "default"',
    ],
    [
      'a subresource of everything',
      user('ann'),
      'PUT',
      '/apis/apps/v1/namespaces/default/statefulsets/a/scale',
      'RBAC: allowed by RoleBinding "read/default" of Role "reader" to User "ann"',
    ],
    [
      'one object by name',
      user('ann'),
      'GET',
      '/api/v1/namespaces/default/configmaps/one',
      'RBAC: allowed by RoleBinding "read/default" of Role "reader" to User "ann"',
    ],
    [
      'another object by name',
      user('ann'),
      'GET',
      '/api/v1/namespaces/default/configmaps/two',
      'configmaps "two" is forbidden: User "ann" cannot get resource "configmaps" in API group "" in the namespace "default"',
    ],
    [
      'a group, cluster-wide',
      user('bea', 'dev'),
      'GET',
      '/api/v1/services',
      'RBAC: allowed by ClusterRoleBinding "all" of ClusterRole "everywhere" to Group "dev"',
    ],
    [
      'a service account',
      bot,
      'GET',
      '/api/v1/namespaces/default/pods/a/log',
      'RBAC: allowed by RoleBinding "robot/default" of ClusterRole "everywhere" to ServiceAccount "bot/default"',
    ],
    [
      'a ClusterRole bound in another namespace',
      bot,
      'GET',
      '/api/v1/namespaces/kube-system/services',
      'services is forbidden: User "system:serviceaccount:default:bot" cannot list resource "services" in API group "" in the namespace "kube-system"',
    ],
    [
      'a role that is gone',
      user('lee'),
      'GET',
      '/api/v1/namespaces/default/pods',
      'pods is forbidden: User "lee" cannot list resource "pods" in API group "" in the namespace "default": RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found',
    ],
    [
      'a group of the API',
      user('zoe'),
      'POST',
      '/apis/apps/v1/namespaces/default/deployments',
      'deployments.apps is forbidden: User "zoe" cannot create resource "deployments" in API group "apps" in the namespace "default"',
    ],
    [
      'a path',
      user('ann'),
      'GET',
      '/metrics',
      'RBAC: allowed by ClusterRoleBinding "scrape" of ClusterRole "paths" to User "ann"',
    ],
    [
      'below a path',
      user('ann'),
      'GET',
      '/logs/a/b',
      'RBAC: allowed by ClusterRoleBinding "scrape" of ClusterRole "paths" to User "ann"',
    ],
    ['another path', user('ann'), 'GET', '/debug', 'forbidden: User "ann" cannot get path "/debug"'],
    ['masters', user('root', 'system:masters'), 'DELETE', '/api/v1/namespaces/kube-system', ''],
    [
      'discovery',
      user('zoe'),
      'GET',
      '/apis/apps/v1',
      'RBAC: allowed by ClusterRoleBinding "system:discovery" of ClusterRole "system:discovery" to Group "system:authenticated"',
    ],
    [
      'the version, for anybody',
      { username: 'system:anonymous', groups: ['system:unauthenticated'] },
      'GET',
      '/version',
      'RBAC: allowed by ClusterRoleBinding "system:public-info-viewer" of ClusterRole "system:public-info-viewer" to Group "system:unauthenticated"',
    ],
    [
      'a list, for nobody',
      { username: 'system:anonymous', groups: ['system:unauthenticated'] },
      'GET',
      '/api/v1/pods',
      'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" at the cluster scope',
    ],
  ])('%s', (_name, who, method, path, expected) => {
    expect(decide(world, who, method, path)).toBe(expected)
  })
})

test('view, edit and admin hold what their parts hold, and roles that are labelled later', async () => {
  const world = createWorld()
  for (const name of ['view', 'edit', 'admin'])
    world.apply(binding(name, { kind: 'ClusterRole', name }, { kind: 'User', name }, 'default'))
  const may = (who: string, method: string, path: string): boolean =>
    authorize(world.cluster.store, user(who), attributes(method, `/api/v1/namespaces/default/${path}`)).allowed
  const table = (method: string, path: string) => ['view', 'edit', 'admin'].map((who) => may(who, method, path))
  expect(table('GET', 'pods')).toEqual([true, true, true])
  expect(table('GET', 'secrets')).toEqual([false, true, true])
  expect(table('POST', 'pods/a/exec')).toEqual([false, true, true])
  const roles = '/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles'
  expect(['edit', 'admin'].map((who) => authorize(world.cluster.store, user(who), attributes('POST', roles)).allowed)).toEqual([
    false,
    true,
  ])
  const labels = { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' }
  const part = role('widgets', [{ apiGroups: [''], resources: ['widgets'], verbs: ['list'] }])
  world.apply({ ...part, metadata: { ...part.metadata, labels } })
  await world.cluster.settle()
  expect(table('GET', 'widgets')).toEqual([true, true, true])
})

test('a refusal has its fields in the order of the API server', () => {
  const fields = ['kind', 'apiVersion', 'metadata', 'status', 'message', 'reason', 'details', 'code']
  for (const path of ['/', '/api/v1/namespaces/web/pods'])
    expect(Object.keys(forbid(user('ann'), attributes('GET', path), { reason: '' }))).toEqual(fields)
})
