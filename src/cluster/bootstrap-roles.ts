/** The roles, bindings and accounts that every cluster starts with. @see Kubernetes documentation, "Using RBAC Authorization", default roles; bootstrap policy of v1.34 */
import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, Subject } from '../kubernetes/generated/types.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { aggregateRules } from './controllers/cluster-role-aggregation.ts'
import { COMPONENT_RULES, NAMESPACED_RULES } from './bootstrap-roles-components.ts'
import { CONTROLLER_RULES } from './bootstrap-roles-controllers.ts'
import type { Clock } from './environment.ts'
import type { Store } from './store/store.ts'
import { toTimestamp } from './time.ts'
import { withAuthor } from './bootstrap-authors.ts'

const GROUP = 'rbac.authorization.k8s.io'
const API_VERSION = `${GROUP}/v1`
const READ = 'get list watch'
const CHANGE = 'create delete deletecollection patch update'
const ALL = 'create delete deletecollection get list patch update watch'

/** `verbs | groups | resources | names`, each a list with spaces, names left out for all; `core` is the group without a name. */
const toRule = (line: string): PolicyRule => {
  const [verbs = '', groups = '', resources = '', names = ''] = line.split('|').map((part) => part.trim())
  if (groups === 'paths') return { nonResourceURLs: resources.split(' '), verbs: verbs.split(' ') }
  return {
    apiGroups: groups.split(' ').map((group) => (group === 'core' ? '' : group)),
    ...(names === '' ? {} : { resourceNames: names.split(' ') }),
    resources: resources.split(' '),
    verbs: verbs.split(' '),
  }
}

const aggregateTo = (name: string): string => `${GROUP}/aggregate-to-${name}`

interface RoleRow {
  readonly rules?: readonly string[]
  /** The role whose rules these become a part of. */
  readonly into?: string
  /** Collects the rules of all roles that are labelled as parts of this one. */
  readonly collects?: true
}

const WORKLOADS =
  'controllerrevisions daemonsets daemonsets/status deployments deployments/scale deployments/status replicasets replicasets/scale replicasets/status statefulsets statefulsets/scale statefulsets/status'
const DISCOVERY = '/api /api/* /apis /apis/* /healthz /livez /openapi /openapi/* /readyz /version /version/'

const CONTROLLER = 'system:controller:'

const ROLES: Readonly<Record<string, RoleRow>> = {
  ...Object.fromEntries(Object.entries(COMPONENT_RULES).map(([name, rules]) => [name, { rules }])),
  ...Object.fromEntries(Object.entries(CONTROLLER_RULES).map(([name, rules]) => [`${CONTROLLER}${name}`, { rules }])),
  'cluster-admin': { rules: ['* | * | *', '* | paths | *'] },
  admin: { collects: true },
  edit: { collects: true, into: 'admin' },
  view: { collects: true, into: 'edit' },
  'system:aggregate-to-admin': {
    into: 'admin',
    rules: [`create | authorization.k8s.io | localsubjectaccessreviews`, `${ALL} | ${GROUP} | rolebindings roles`],
  },
  'system:aggregate-to-edit': {
    into: 'edit',
    rules: [
      `${READ} | core | pods/attach pods/exec pods/portforward pods/proxy secrets services/proxy`,
      'impersonate | core | serviceaccounts',
      `${CHANGE} | core | pods pods/attach pods/exec pods/portforward pods/proxy`,
      'create | core | pods/eviction',
      `${CHANGE} | core | configmaps events persistentvolumeclaims replicationcontrollers replicationcontrollers/scale secrets serviceaccounts services services/proxy`,
      'create | core | serviceaccounts/token',
      `${CHANGE} | apps | daemonsets deployments deployments/rollback deployments/scale replicasets replicasets/scale statefulsets statefulsets/scale`,
      `${CHANGE} | autoscaling | horizontalpodautoscalers`,
      `${CHANGE} | batch | cronjobs jobs`,
      `${CHANGE} | extensions | daemonsets deployments deployments/rollback deployments/scale ingresses networkpolicies replicasets replicasets/scale replicationcontrollers/scale`,
      `${CHANGE} | policy | poddisruptionbudgets`,
      `${CHANGE} | networking.k8s.io | ingresses networkpolicies`,
      `${ALL} | coordination.k8s.io | leases`,
      `${CHANGE} | resource.k8s.io | resourceclaims resourceclaimtemplates`,
    ],
  },
  'system:aggregate-to-view': {
    into: 'view',
    rules: [
      `${READ} | core | configmaps endpoints persistentvolumeclaims persistentvolumeclaims/status pods replicationcontrollers replicationcontrollers/scale serviceaccounts services services/status`,
      `${READ} | core | bindings events limitranges namespaces/status pods/log pods/status replicationcontrollers/status resourcequotas resourcequotas/status`,
      `${READ} | core | namespaces`,
      `${READ} | discovery.k8s.io | endpointslices`,
      `${READ} | apps | ${WORKLOADS}`,
      `${READ} | autoscaling | horizontalpodautoscalers horizontalpodautoscalers/status`,
      `${READ} | batch | cronjobs cronjobs/status jobs jobs/status`,
      `${READ} | extensions | daemonsets daemonsets/status deployments deployments/scale deployments/status ingresses ingresses/status networkpolicies replicasets replicasets/scale replicasets/status replicationcontrollers/scale`,
      `${READ} | policy | poddisruptionbudgets poddisruptionbudgets/status`,
      `${READ} | networking.k8s.io | ingresses ingresses/status networkpolicies`,
      `${READ} | resource.k8s.io | resourceclaims resourceclaims/status resourceclaimtemplates`,
    ],
  },
  'system:discovery': { rules: [`get | paths | ${DISCOVERY}`] },
  'system:public-info-viewer': { rules: ['get | paths | /healthz /livez /readyz /version /version/'] },
  'system:monitoring': {
    rules: [
      'get | paths | /healthz /healthz/* /livez /livez/* /metrics /metrics/slis /readyz /readyz/*',
      'get | core | nodes/metrics',
    ],
  },
  'system:basic-user': {
    rules: [
      'create | authorization.k8s.io | selfsubjectaccessreviews selfsubjectrulesreviews',
      'create | authentication.k8s.io | selfsubjectreviews',
    ],
  },
  'system:auth-delegator': {
    rules: ['create | authentication.k8s.io | tokenreviews', 'create | authorization.k8s.io | subjectaccessreviews'],
  },
  'system:service-account-issuer-discovery': {
    rules: [
      'get | paths | /.well-known/openid-configuration /.well-known/openid-configuration/ /openid/v1/jwks /openid/v1/jwks/',
    ],
  },
  'system:kube-dns': { rules: ['list watch | core | endpoints services'] },
  'system:coredns': {
    rules: ['list watch | core | endpoints services pods namespaces', 'list watch | discovery.k8s.io | endpointslices'],
  },
  'system:node-proxier': {
    rules: [
      'list watch | core | endpoints services',
      `${READ} | core | nodes`,
      'create patch update | core events.k8s.io | events',
      'list watch | networking.k8s.io | servicecidrs',
      'list watch | discovery.k8s.io | endpointslices',
    ],
  },
  'kubeadm:get-nodes': { rules: ['get | core | nodes'] },
}

const groups = (...names: readonly string[]): readonly Subject[] =>
  names.map((name) => ({ apiGroup: GROUP, kind: 'Group', name }))
const account = (name: string): readonly Subject[] => [{ kind: 'ServiceAccount', name, namespace: 'kube-system' }]
const user = (name: string): readonly Subject[] => [{ apiGroup: GROUP, kind: 'User', name }]

interface BindingRow {
  /** The binding's own name where that is none. */
  readonly role?: string
  readonly to: readonly Subject[]
}

const NEW_NODES = 'system:bootstrappers:kubeadm:default-node-token'
const SIGNING = 'system:certificates.k8s.io:certificatesigningrequests:'

const BINDINGS: Readonly<Record<string, BindingRow>> = {
  ...Object.fromEntries(Object.keys(CONTROLLER_RULES).map((name) => [`${CONTROLLER}${name}`, { to: account(name) }])),
  'kubeadm:kubelet-bootstrap': { role: 'system:node-bootstrapper', to: groups(NEW_NODES) },
  'kubeadm:node-autoapprove-bootstrap': { role: `${SIGNING}nodeclient`, to: groups(NEW_NODES) },
  'kubeadm:node-autoapprove-certificate-rotation': { role: `${SIGNING}selfnodeclient`, to: groups('system:nodes') },
  'system:kube-controller-manager': { to: user('system:kube-controller-manager') },
  'system:kube-scheduler': { to: user('system:kube-scheduler') },
  'system:node': { to: [] },
  'system:volume-scheduler': { to: user('system:kube-scheduler') },
  'cluster-admin': { to: groups('system:masters') },
  'kubeadm:cluster-admins': { role: 'cluster-admin', to: groups('kubeadm:cluster-admins') },
  'kubeadm:get-nodes': { to: groups(NEW_NODES) },
  'kubeadm:node-proxier': {
    role: 'system:node-proxier',
    to: account('kube-proxy'),
  },
  'system:basic-user': { to: groups('system:authenticated') },
  'system:coredns': { to: account('coredns') },
  'system:discovery': { to: groups('system:authenticated') },
  'system:kube-dns': { to: account('kube-dns') },
  'system:monitoring': { to: groups('system:monitoring') },
  'system:node-proxier': { to: user('system:kube-proxy') },
  'system:public-info-viewer': { to: groups('system:authenticated', 'system:unauthenticated') },
  'system:service-account-issuer-discovery': { to: groups('system:serviceaccounts') },
}

/** kubeadm's own are no defaults of the server's. */
const isDefault = (name: string): boolean => !name.startsWith('kubeadm:') && name !== 'system:coredns'

const DEFAULTS = {
  annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
  labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults' },
} as const

const clusterRole = (name: string, { rules, into, collects }: RoleRow): ClusterRole => {
  const { annotations, labels } = DEFAULTS
  const marks = { ...labels, ...(into === undefined ? {} : { [aggregateTo(into)]: 'true' }) }
  return {
    apiVersion: API_VERSION,
    kind: 'ClusterRole',
    metadata: { name, ...(isDefault(name) ? { annotations, labels: marks } : {}) },
    ...(collects === true
      ? { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [aggregateTo(name)]: 'true' } }] } }
      : {}),
    rules: (rules ?? []).map(toRule),
  }
}

const clusterRoleBinding = (name: string, { role = name, to }: BindingRow): ClusterRoleBinding => ({
  apiVersion: API_VERSION,
  kind: 'ClusterRoleBinding',
  metadata: { name, ...(isDefault(name) ? DEFAULTS : {}) },
  roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: role },
  ...(to.length === 0 ? {} : { subjects: to }),
})

/** Who has the roles of one namespace, by `namespace/name`: the binding's name where it is another one than the role's. */
const NAMESPACED: Readonly<Record<string, { readonly binding?: string; readonly to: readonly Subject[] }>> = {
  // Anybody may read how to reach this cluster, as kubeadm sets it up.
  'kube-public/kubeadm:bootstrap-signer-clusterinfo': { to: user('system:anonymous') },
  'kube-public/system:controller:bootstrap-signer': { to: account('bootstrap-signer') },
  'kube-system/extension-apiserver-authentication-reader': {
    binding: 'system::extension-apiserver-authentication-reader',
    to: [...user('system:kube-controller-manager'), ...user('system:kube-scheduler')],
  },
  'kube-system/kube-proxy': { to: groups(NEW_NODES) },
  'kube-system/kubeadm:kubelet-config': { to: groups('system:nodes', NEW_NODES) },
  'kube-system/kubeadm:nodes-kubeadm-config': { to: groups(NEW_NODES, 'system:nodes') },
  'kube-system/system::leader-locking-kube-controller-manager': {
    to: [
      ...user('system:kube-controller-manager'),
      ...account('kube-controller-manager'),
      ...account('leader-election-controller'),
    ],
  },
  'kube-system/system::leader-locking-kube-scheduler': {
    to: [...user('system:kube-scheduler'), ...account('kube-scheduler')],
  },
  'kube-system/system:controller:bootstrap-signer': { to: account('bootstrap-signer') },
  'kube-system/system:controller:cloud-provider': { to: account('cloud-provider') },
  'kube-system/system:controller:token-cleaner': { to: account('token-cleaner') },
}

/** A role of one namespace and its binding. */
const namespaced = (place: string, rules: readonly string[]): readonly (Role | RoleBinding)[] => {
  const [namespace = '', name = ''] = place.split('/')
  const { binding = name, to } = NAMESPACED[place] ?? { to: [] }
  const marks = name.startsWith('kube') ? {} : DEFAULTS
  return [
    { apiVersion: API_VERSION, kind: 'Role', metadata: { name, namespace, ...marks }, rules: rules.map(toRule) },
    {
      apiVersion: API_VERSION,
      kind: 'RoleBinding',
      metadata: { name: binding, namespace, ...marks },
      roleRef: { apiGroup: GROUP, kind: 'Role', name },
      subjects: to,
    },
  ]
}

const RESOURCES: Readonly<Record<string, string>> = {
  ClusterRole: `clusterroles.${GROUP}`,
  ClusterRoleBinding: `clusterrolebindings.${GROUP}`,
  Role: `roles.${GROUP}`,
  RoleBinding: `rolebindings.${GROUP}`,
  ServiceAccount: 'serviceaccounts',
}

/** Views are parts of editing, and that of administering: the smaller ones come first. */
const withCollected = (roles: readonly ClusterRole[]): readonly ClusterRole[] =>
  ['view', 'edit', 'admin'].reduce(
    (known, name) =>
      known.map((role) => (role.metadata.name === name ? { ...role, rules: aggregateRules(role, known) } : role)),
    roles,
  )

const collected = withCollected(Object.entries(ROLES).map(([name, row]) => clusterRole(name, row)))

/** Controllers that have a role and run where there is a cloud, or where a feature is on that is off. */
const NOT_RUN: ReadonlySet<string> = new Set(['route-controller', 'selinux-warning-controller', 'service-controller'])

/** The accounts as whom the parts of a cluster act: of the controllers that run, and of what kubeadm installs. */
const ACCOUNTS = [
  ...Object.keys(CONTROLLER_RULES).filter((name) => !NOT_RUN.has(name)),
  'bootstrap-signer',
  'token-cleaner',
  'coredns',
  'kube-proxy',
].map((name): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace: 'kube-system' },
}))

const OBJECTS: readonly KubernetesObject[] = [
  ...ACCOUNTS,
  ...collected,
  ...Object.entries(BINDINGS).map(([name, row]) => clusterRoleBinding(name, row)),
  ...Object.entries(NAMESPACED_RULES).flatMap(([place, rules]) => namespaced(place, rules)),
]

export interface RolesContext {
  readonly store: Store
  readonly clock: Clock
  readonly uuid: () => string
}

/** Makes those that are missing, at each start: an older state directory has none of them. What is there stays as it is. */
export const bootstrapRoles = ({ store, clock, uuid }: RolesContext): void => {
  const creationTimestamp = toTimestamp(clock.now())
  for (const object of OBJECTS) {
    const { name = '', namespace } = object.metadata
    const resource = RESOURCES[object.kind] ?? ''
    if (store.get(resource, namespace, name) !== undefined) continue
    store.put(resource, withAuthor({ ...object, metadata: { ...object.metadata, uid: uuid(), creationTimestamp } }))
  }
}
