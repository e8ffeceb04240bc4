/**
 * Traefik as the Ingress controller of class nginx: its provider reads the annotations of ingress-nginx, rewrite-target too since 3.7.
 * @see https://doc.traefik.io/traefik/v3.7/reference/install-configuration/providers/kubernetes/kubernetes-ingress-nginx
 */
import { stringify } from 'yaml'

const NAME = 'traefik'
/** Where the network model and the course know the controller to be. */
const NAMESPACE = 'ingress-nginx'
const LABELS = { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' }
const READ = ['get', 'list', 'watch']

const role = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name: NAME },
  rules: [
    { apiGroups: [''], resources: ['services', 'secrets', 'configmaps', 'namespaces', 'pods'], verbs: READ },
    { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: READ },
    { apiGroups: ['networking.k8s.io'], resources: ['ingresses', 'ingressclasses'], verbs: READ },
    { apiGroups: ['networking.k8s.io'], resources: ['ingresses/status'], verbs: ['update', 'patch'] },
  ],
}

const container = (image: string): object => ({
  name: NAME,
  image,
  args: [
    '--entrypoints.web.address=:8000',
    '--entrypoints.websecure.address=:8443',
    '--entrypoints.websecure.http.tls=true',
    '--providers.kubernetesingressnginx=true',
    // What kubectl shows as an Ingress's ADDRESS: it answers on the host's loopback.
    '--providers.kubernetesingressnginx.publishstatusaddress=127.0.0.1',
    '--ping=true',
    '--global.checknewversion=false',
    '--global.sendanonymoususage=false',
  ],
  ports: [
    { name: 'http', containerPort: 8000, hostPort: 80 },
    { name: 'https', containerPort: 8443, hostPort: 443 },
    { name: 'health', containerPort: 8080 },
  ],
  readinessProbe: { httpGet: { path: '/ping', port: 'health' } },
})

/** On the control plane, whose ports 80 and 443 are those of the host. */
const deployment = (image: string): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: NAME, namespace: NAMESPACE, labels: LABELS },
  spec: {
    selector: { matchLabels: LABELS },
    // Two of them would want the same ports of one node.
    strategy: { type: 'Recreate' },
    template: {
      metadata: { labels: LABELS },
      spec: {
        serviceAccountName: NAME,
        nodeSelector: { 'ingress-ready': 'true' },
        tolerations: [{ key: 'node-role.kubernetes.io/control-plane', operator: 'Exists' }],
        containers: [container(image)],
      },
    },
  },
})

/** YAML of everything that it needs, the IngressClass included. */
export const traefikManifest = (image: string): string =>
  [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: NAMESPACE, labels: { 'app.kubernetes.io/name': 'ingress-nginx' } },
    },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: NAME, namespace: NAMESPACE } },
    role,
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: NAME },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: NAME },
      subjects: [{ kind: 'ServiceAccount', name: NAME, namespace: NAMESPACE }],
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'nginx' },
      spec: { controller: 'k8s.io/ingress-nginx' },
    },
    deployment(image),
  ]
    .map((object) => stringify(object))
    .join('---\n')
