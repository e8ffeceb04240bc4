/** Whether the server is well, as `kubectl get --raw '/readyz?verbose'` asks. @see Kubernetes documentation, "Kubernetes API health endpoints" */
import { respondText } from './http/respond.ts'

/** Asked before, between and after those below, by each endpoint. */
const FIRST = ['ping', 'log', 'etcd'] as const
const READY = ['etcd-readiness', 'informer-sync'] as const
const STARTED = [
  'start-apiserver-admission-initializer',
  'generic-apiserver-start-informers',
  'priority-and-fairness-config-consumer',
  'priority-and-fairness-filter',
  'storage-object-count-tracker-hook',
  'start-apiextensions-informers',
  'start-apiextensions-controllers',
  'crd-informer-synced',
  'start-system-namespaces-controller',
  'start-cluster-authentication-info-controller',
  'start-kube-apiserver-identity-lease-controller',
  'start-kube-apiserver-identity-lease-garbage-collector',
  'start-legacy-token-tracking-controller',
  'start-service-ip-repair-controllers',
  'rbac/bootstrap-roles',
  'scheduling/bootstrap-system-priority-classes',
  'priority-and-fairness-config-producer',
  'bootstrap-controller',
  'start-kubernetes-service-cidr-controller',
  'aggregator-reload-proxy-client-cert',
  'start-kube-aggregator-informers',
  'apiservice-status-local-available-controller',
  'apiservice-status-remote-available-controller',
  'apiservice-registration-controller',
  'apiservice-discovery-controller',
  'kube-apiserver-autoregistration',
] as const
const OPEN_API = ['apiservice-openapi-controller', 'apiservice-openapiv3-controller'] as const

const hook = (name: string): string => `poststarthook/${name}`

/** The names by which a server tells its checks, in its order. */
const checksOf = (endpoint: string): readonly string[] => [
  ...FIRST,
  ...(endpoint === 'readyz' ? READY : []),
  ...STARTED.map(hook),
  'autoregister-completion',
  ...OPEN_API.map(hook),
  ...(endpoint === 'readyz' ? ['shutdown'] : []),
]

/** The path of each endpoint and each check. */
export const healthPaths = (): readonly string[] =>
  ['healthz', 'livez', 'readyz'].flatMap((endpoint) => [
    `/${endpoint}`,
    ...checksOf(endpoint).map((check) => `/${endpoint}/${check}`),
  ])

const report = (endpoint: string, excluded: readonly string[]): string => {
  const checks = checksOf(endpoint)
  const lines = checks.map((check) => (excluded.includes(check) ? `[+]${check} excluded: ok` : `[+]${check} ok`))
  const unknown = excluded.filter((name) => !checks.includes(name)).map((name) => JSON.stringify(name))
  const warning = `warn: some health checks cannot be excluded: no matches for ${unknown.join(', ')}`
  return `${[...lines, ...(unknown.length === 0 ? [] : [warning])].join('\n')}\n${endpoint} check passed\n`
}

/** What answers at all is well: state and controllers live in the same process. */
export const respondHealth = (url: URL): Response | undefined => {
  const { endpoint, check } = /^\/(?<endpoint>healthz|livez|readyz)(?:\/(?<check>.+))?$/u.exec(url.pathname)?.groups ?? {}
  if (endpoint === undefined) return undefined
  if (check !== undefined) return checksOf(endpoint).includes(check) ? respondText('ok') : undefined
  if (!url.searchParams.has('verbose')) return respondText('ok')
  return respondText(report(endpoint, url.searchParams.getAll('exclude')))
}
