/** One plain object of each kind that is compared, and the path it is posted to. */

export interface Subject {
  readonly apiVersion: string
  readonly kind: string
  readonly plural: string
  readonly namespaced: boolean
  /** What the API takes as it is. */
  readonly object: Readonly<Record<string, unknown>>
}

const POD = { containers: [{ name: 'main', image: 'nginx' }] }
const TEMPLATE = { metadata: { labels: { app: 'a' } }, spec: POD }
const SELECTOR = { matchLabels: { app: 'a' } }
const JOB = { template: { spec: { ...POD, restartPolicy: 'Never' } } }
const RULES = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }]
const RBAC = 'rbac.authorization.k8s.io'
const FLOW = 'flowcontrol.apiserver.k8s.io'
const ADMISSION = 'admissionregistration.k8s.io'
const WEBHOOK_RULE = { apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['deployments'] }
const WEBHOOK = {
  name: 'a.b.test',
  clientConfig: { url: 'https://a.test/b' },
  rules: [WEBHOOK_RULE],
  sideEffects: 'None',
  admissionReviewVersions: ['v1'],
}
const PATHS = [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }]

/** For `/O=shop/CN=ann`, by a key that is not kept. */
const CERTIFICATE_REQUEST = [
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlIWU1IOENBUUF3SFRFTk1Bc0dBMVVFQ2d3RWMyaHZjREVNTUFv',
  'R0ExVUVBd3dEWVc1dU1Ga3dFd1lIS29aSQp6ajBDQVFZSUtvWkl6ajBEQVFjRFFnQUU4Vm9zT2hmd25reDlSbkJFZ2ZkNVJsSzRm',
  'd1pnR3A4eDNkZE5oekNKClQxREhYTjQ0M3ZzcEo1b3k1ZktqWW1BemFPekhiTk5tTGtReHBmR0VmaVZjRmFBQU1Bb0dDQ3FHU000',
  'OUJBTUMKQTBrQU1FWUNJUURhWU5Nb25YSTYyeXRTOERDYzFyWmtSL05GV3dTQW4vQ0pSRUkwUWNxdEFnSWhBTWhDM0ltMgo2NUor',
  'a2E3dWpoK2RiaDZvLzFCWGR4V0x1cEtpY2dVdHpUOE0KLS0tLS1FTkQgQ0VSVElGSUNBVEUgUkVRVUVTVC0tLS0tCg==',
].join('')

type Rest = Readonly<Record<string, unknown>>

const subject = (apiVersion: string, kind: string, plural: string, rest: Rest): Subject => ({
  apiVersion,
  kind,
  plural,
  namespaced: true,
  object: { apiVersion, kind, metadata: { name: 'it' }, ...rest },
})

const clusterSubject = (apiVersion: string, kind: string, plural: string, rest: Rest, name = 'netgrade-fuzz-it'): Subject => ({
  ...subject(apiVersion, kind, plural, { metadata: { name }, ...rest }),
  namespaced: false,
})

/** Those a course is about come first. */
export const SUBJECTS: readonly Subject[] = [
  subject('v1', 'Service', 'services', { spec: { selector: { app: 'a' }, ports: [{ port: 80 }] } }),
  subject('v1', 'Pod', 'pods', { spec: POD }),
  subject('networking.k8s.io/v1', 'NetworkPolicy', 'networkpolicies', { spec: { podSelector: {} } }),
  subject('networking.k8s.io/v1', 'Ingress', 'ingresses', { spec: { rules: [{ host: 'a.test', http: { paths: PATHS } }] } }),
  subject('v1', 'ConfigMap', 'configmaps', { data: { a: 'b' } }),
  subject('v1', 'Secret', 'secrets', { data: { a: 'YQ==' } }),
  subject('v1', 'ServiceAccount', 'serviceaccounts', {}),
  subject('v1', 'Endpoints', 'endpoints', { subsets: [{ addresses: [{ ip: '10.1.2.3' }], ports: [{ port: 80 }] }] }),
  subject('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices', {
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.1.2.3'] }],
    ports: [{ port: 80 }],
  }),
  subject('apps/v1', 'Deployment', 'deployments', { spec: { selector: SELECTOR, template: TEMPLATE } }),
  subject('apps/v1', 'ReplicaSet', 'replicasets', { spec: { selector: SELECTOR, template: TEMPLATE } }),
  subject('apps/v1', 'StatefulSet', 'statefulsets', {
    spec: { serviceName: 'it', selector: SELECTOR, template: TEMPLATE },
  }),
  subject('apps/v1', 'DaemonSet', 'daemonsets', { spec: { selector: SELECTOR, template: TEMPLATE } }),
  subject('batch/v1', 'Job', 'jobs', { spec: JOB }),
  subject('batch/v1', 'CronJob', 'cronjobs', { spec: { schedule: '0 1 * * *', jobTemplate: { spec: JOB } } }),
  subject('v1', 'ReplicationController', 'replicationcontrollers', { spec: { selector: { app: 'a' }, template: TEMPLATE } }),
  subject('v1', 'LimitRange', 'limitranges', { spec: { limits: [{ type: 'Container', default: { cpu: '1' } }] } }),
  subject('v1', 'ResourceQuota', 'resourcequotas', { spec: { hard: { pods: '5' } } }),
  subject('policy/v1', 'PodDisruptionBudget', 'poddisruptionbudgets', { spec: { minAvailable: 1, selector: SELECTOR } }),
  subject(`${RBAC}/v1`, 'Role', 'roles', { rules: RULES }),
  subject(`${RBAC}/v1`, 'RoleBinding', 'rolebindings', {
    roleRef: { apiGroup: RBAC, kind: 'Role', name: 'x' },
    subjects: [{ kind: 'User', name: 'a', apiGroup: RBAC }],
  }),
  subject('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims', {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, storageClassName: 'fast' },
  }),
  subject('v1', 'Event', 'events', { involvedObject: { kind: 'Pod', name: 'it', namespace: 'netgrade-fuzz-api' } }),
  subject('events.k8s.io/v1', 'Event', 'events', {
    eventTime: '2026-01-01T00:00:00.000000Z',
    reportingController: 'a.test/b',
    reportingInstance: 'b',
    action: 'Look',
    reason: 'Seen',
    type: 'Normal',
    regarding: { kind: 'Pod', name: 'it', namespace: 'netgrade-fuzz-api' },
  }),
  subject('coordination.k8s.io/v1', 'Lease', 'leases', { spec: { holderIdentity: 'a' } }),
  subject('autoscaling/v2', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', {
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 3 },
  }),
  subject('autoscaling/v1', 'HorizontalPodAutoscaler', 'horizontalpodautoscalers', {
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 3 },
  }),
  clusterSubject('v1', 'Namespace', 'namespaces', {}),
  clusterSubject('v1', 'Node', 'nodes', { spec: {} }),
  clusterSubject('networking.k8s.io/v1', 'IngressClass', 'ingressclasses', { spec: { controller: 'a.test/b' } }),
  clusterSubject('scheduling.k8s.io/v1', 'PriorityClass', 'priorityclasses', { value: 5 }),
  clusterSubject('networking.k8s.io/v1', 'ServiceCIDR', 'servicecidrs', { spec: { cidrs: ['10.77.0.0/16'] } }),
  clusterSubject(
    'networking.k8s.io/v1',
    'IPAddress',
    'ipaddresses',
    { spec: { parentRef: { resource: 'services', namespace: 'default', name: 'x' } } },
    '10.96.77.7',
  ),
  clusterSubject(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    'customresourcedefinitions',
    {
      spec: {
        group: 'a.test',
        scope: 'Namespaced',
        names: { plural: 'shops', kind: 'Shop' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object' } } } },
          },
        ],
      },
    },
    'shops.a.test',
  ),
  clusterSubject(`${RBAC}/v1`, 'ClusterRole', 'clusterroles', { rules: RULES }),
  clusterSubject('v1', 'PersistentVolume', 'persistentvolumes', {
    spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, hostPath: { path: '/data' } },
  }),
  clusterSubject('storage.k8s.io/v1', 'StorageClass', 'storageclasses', { provisioner: 'a.test/b' }),
  clusterSubject('storage.k8s.io/v1', 'CSIDriver', 'csidrivers', { spec: {} }),
  clusterSubject('node.k8s.io/v1', 'RuntimeClass', 'runtimeclasses', { handler: 'runc' }),
  clusterSubject('certificates.k8s.io/v1', 'CertificateSigningRequest', 'certificatesigningrequests', {
    spec: { request: CERTIFICATE_REQUEST, signerName: 'a.test/b', usages: ['client auth'] },
  }),
  clusterSubject(`${FLOW}/v1`, 'PriorityLevelConfiguration', 'prioritylevelconfigurations', {
    spec: { type: 'Limited', limited: { limitResponse: { type: 'Reject' } } },
  }),
  clusterSubject(`${FLOW}/v1`, 'FlowSchema', 'flowschemas', {
    spec: {
      priorityLevelConfiguration: { name: 'global-default' },
      rules: [
        {
          subjects: [{ kind: 'User', user: { name: 'ann' } }],
          resourceRules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'], namespaces: ['*'] }],
        },
      ],
    },
  }),
  clusterSubject(`${ADMISSION}/v1`, 'ValidatingWebhookConfiguration', 'validatingwebhookconfigurations', {
    webhooks: [WEBHOOK],
  }),
  clusterSubject(`${ADMISSION}/v1`, 'MutatingWebhookConfiguration', 'mutatingwebhookconfigurations', {
    webhooks: [WEBHOOK],
  }),
  clusterSubject(`${ADMISSION}/v1`, 'ValidatingAdmissionPolicy', 'validatingadmissionpolicies', {
    spec: {
      matchConstraints: { resourceRules: [WEBHOOK_RULE] },
      validations: [{ expression: 'object.spec.replicas <= 5' }],
    },
  }),
  clusterSubject(`${ADMISSION}/v1`, 'ValidatingAdmissionPolicyBinding', 'validatingadmissionpolicybindings', {
    spec: { policyName: 'it', validationActions: ['Deny'] },
  }),
]

/** Nothing is kept: each request is asked for its answer alone. */
export const pathOf = ({ apiVersion, plural, namespaced }: Subject, namespace: string): string => {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`
  const scope = namespaced ? `/namespaces/${namespace}` : ''
  return `${root}${scope}/${plural}?dryRun=All&fieldValidation=Strict&fieldManager=fuzz`
}
