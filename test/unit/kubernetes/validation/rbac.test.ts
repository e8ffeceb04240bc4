import { expect, test } from 'vitest'
import { applyDefaults } from '../../../../src/kubernetes/defaults/apply-defaults.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { validate } from '../../../../src/kubernetes/validation/validate.ts'

const made = (kind: string, rest: object, apiVersion = 'rbac.authorization.k8s.io/v1'): KubernetesObject =>
  applyDefaults({
    apiVersion,
    kind,
    metadata: { name: 'it', ...(kind.startsWith('Cluster') || kind === 'Node' ? {} : { namespace: 'default' }) },
    ...rest,
  })

const rule = (rest: object) => ({ rules: [{ verbs: ['get'], ...rest }] })
const binding = (kind: string, roleRef: object, ...subjects: readonly object[]) => made(kind, { roleRef, subjects })
const ROLE = { kind: 'Role', name: 'a' }
const CLUSTER_ROLE = { kind: 'ClusterRole', name: 'a' }
const budget = (spec: object) => made('PodDisruptionBudget', { spec }, 'policy/v1')

test.each<[string, KubernetesObject, readonly string[]]>([
  ['a rule', made('Role', rule({ apiGroups: [''], resources: ['pods'] })), []],
  [
    'without resources',
    made('Role', rule({ apiGroups: [''] })),
    ['rules[0].resources: Required value: resource rules must supply at least one resource'],
  ],
  [
    'without groups',
    made('Role', rule({ resources: ['pods'] })),
    ['rules[0].apiGroups: Required value: resource rules must supply at least one api group'],
  ],
  [
    'without verbs',
    made('Role', { rules: [{ verbs: [], apiGroups: [''], resources: ['pods'] }] }),
    ['rules[0].verbs: Required value: verbs must contain at least one value'],
  ],
  [
    'a path in a namespace',
    made('Role', rule({ nonResourceURLs: ['/x'] })),
    ['rules[0].nonResourceURLs: Invalid value: ["/x"]: namespaced rules cannot apply to non-resource URLs'],
  ],
  ['a path everywhere', made('ClusterRole', rule({ nonResourceURLs: ['/x'] })), []],
  [
    'a path and resources',
    made('ClusterRole', rule({ nonResourceURLs: ['/x'], resources: ['pods'] })),
    ['rules[0].nonResourceURLs: Invalid value: ["/x"]: rules cannot apply to both regular resources and non-resource URLs'],
  ],
  [
    'an aggregation of nothing',
    made('ClusterRole', { aggregationRule: {} }),
    [
      'aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if aggregationRule is non-nil',
    ],
  ],
  [
    'a binding, with its groups filled in',
    binding('RoleBinding', ROLE, { kind: 'User', name: 'a' }, { kind: 'ServiceAccount', name: 'b' }),
    [],
  ],
  [
    'a Role for the cluster',
    binding('ClusterRoleBinding', ROLE),
    ['roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"'],
  ],
  [
    'an account without a namespace',
    binding('ClusterRoleBinding', CLUSTER_ROLE, { kind: 'ServiceAccount', name: 'b' }),
    ['subjects[0].namespace: Required value'],
  ],
  [
    'an unknown subject',
    binding('RoleBinding', ROLE, { kind: 'Robot', name: 'b' }),
    ['subjects[0].kind: Unsupported value: "Robot": supported values: "ServiceAccount", "User", "Group"'],
  ],
  ['nobody’s name', binding('RoleBinding', ROLE, { kind: 'Group', name: '' }), ['subjects[0].name: Required value']],
  ['a budget', budget({ minAvailable: 1, selector: {} }), []],
  [
    'half a budget of more than all',
    budget({ maxUnavailable: '120%' }),
    ['spec.maxUnavailable: Invalid value: "120%": must not be greater than 100%'],
  ],
  [
    'a budget both ways',
    budget({ minAvailable: 1, maxUnavailable: 1 }),
    [
      'spec: Invalid value: {"MinAvailable":1,"Selector":null,"MaxUnavailable":1,"UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set',
    ],
  ],
  [
    'a taint twice',
    made(
      'Node',
      {
        spec: {
          taints: [
            { key: 'a', effect: 'NoSchedule' },
            { key: 'a', effect: 'NoSchedule' },
          ],
        },
      },
      'v1',
    ),
    [
      'metadata.taints[1]: Duplicate value: {"Key":"a","Value":"","Effect":"NoSchedule","TimeAdded":null}: taints must be unique by key and effect pair',
    ],
  ],
])('%s', (_title, object, wanted) => {
  expect(validate(object).map(({ field, message }) => `${field}: ${message}`)).toEqual(wanted)
})
