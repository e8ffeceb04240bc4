/** Services, names and Ingress paths, each in a form that learners meet. */
import { connection, FAR, lookup, NEAR, page, PLAIN, pod, podAt, serviceAt, type Manifest, type Scenario } from './scenario.ts'

const CLIENT = podAt(NEAR, 'client')
const OTHERS = [podAt(FAR, 'client'), podAt(PLAIN, 'client')]
const OUTSIDE = { outside: '203.0.113.7' } as const

const service = (name: string, spec: Readonly<Record<string, unknown>>, namespace = NEAR): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace, name },
  spec,
})

/** What scenarios have in common: a server in two namespaces, and its Service. */
export const SERVERS: readonly Manifest[] = [
  pod(NEAR, 'web'),
  pod(FAR, 'web'),
  service('web', {
    selector: { app: 'web' },
    ports: [
      { name: 'http', port: 80 },
      { name: 'alt', port: 8080 },
    ],
  }),
  service('web', { selector: { app: 'web' }, ports: [{ port: 80 }] }, FAR),
]

interface Asked {
  readonly spec: Readonly<Record<string, unknown>>
  readonly ports: readonly number[]
  readonly objects?: readonly Manifest[]
}

const serviceScenario = (name: string, { spec, ports, objects = [] }: Asked): Scenario => ({
  name: `service ${name}`,
  objects: [...objects, service(name, spec)],
  asked: [CLIENT, ...OTHERS.slice(0, 1)].flatMap((from) => ports.map((port) => connection(from, serviceAt(name), port))),
})

const web = { app: 'web' }
const SERVICES: readonly Scenario[] = [
  serviceScenario('other-port', { spec: { selector: web, ports: [{ port: 9000, targetPort: 80 }] }, ports: [9000, 80] }),
  serviceScenario('by-name', { spec: { selector: web, ports: [{ port: 80, targetPort: 'alt' }] }, ports: [80] }),
  serviceScenario('unknown-name', { spec: { selector: web, ports: [{ port: 80, targetPort: 'nothing' }] }, ports: [80] }),
  serviceScenario('nobody-listens', { spec: { selector: web, ports: [{ port: 80, targetPort: 81 }] }, ports: [80] }),
  serviceScenario('selects-nobody', { spec: { selector: { app: 'nobody' }, ports: [{ port: 80 }] }, ports: [80] }),
  serviceScenario('datagrams', { spec: { selector: web, ports: [{ port: 80, protocol: 'UDP' }] }, ports: [80] }),
  serviceScenario('headless', {
    spec: { clusterIP: 'None', selector: web, ports: [{ port: 9000, targetPort: 80 }] },
    ports: [80, 9000],
  }),
  serviceScenario('unready', {
    spec: { selector: { app: 'unready' }, ports: [{ port: 80 }] },
    ports: [80],
    objects: [pod(NEAR, 'unready', { ready: false })],
  }),
  serviceScenario('unready-too', {
    spec: { selector: { app: 'unready-too' }, publishNotReadyAddresses: true, ports: [{ port: 80 }] },
    ports: [80],
    objects: [pod(NEAR, 'unready-too', { ready: false })],
  }),
  serviceScenario('localhost', {
    spec: { selector: { app: 'localhost' }, ports: [{ port: 80 }] },
    ports: [80],
    objects: [pod(NEAR, 'localhost', { script: 'httpd -f -p 127.0.0.1:80' })],
  }),
  serviceScenario('affine', { spec: { selector: web, sessionAffinity: 'ClientIP', ports: [{ port: 80 }] }, ports: [80] }),
  serviceScenario('two', {
    spec: { selector: { tier: 'two' }, ports: [{ port: 80 }] },
    ports: [80],
    objects: [
      pod(NEAR, 'two-a', { labels: { tier: 'two' } }),
      pod(NEAR, 'two-b', { labels: { tier: 'two' }, script: 'httpd -f -p 8080' }),
    ],
  }),
  serviceScenario('elsewhere', {
    spec: { type: 'ExternalName', externalName: `web.${FAR}.svc.cluster.local` },
    ports: [80, 81],
  }),
  {
    name: 'service by a node’s port',
    objects: [service('node-port', { type: 'NodePort', selector: web, ports: [{ port: 80, nodePort: 30_081 }] })],
    asked: [CLIENT, OUTSIDE].map((from) => connection(from, { node: 'any' }, 30_081)),
  },
]

const lookups = (name: string, from: typeof CLIENT, names: readonly string[]): Scenario => ({
  name: `names ${name}`,
  objects: [],
  asked: names.map((one) => lookup(from, one)),
})

const NAMES: readonly Scenario[] = [
  lookups('short', CLIENT, ['web', 'kubernetes', 'nothing']),
  lookups('with the namespace', CLIENT, [`web.${FAR}`, `web.${NEAR}`, 'kubernetes.default', `nothing.${FAR}`]),
  lookups('with svc', CLIENT, [`web.${FAR}.svc`, `web.${PLAIN}.svc`]),
  lookups('in full', CLIENT, [`web.${FAR}.svc.cluster.local`, `web.${FAR}.svc.cluster.local.`, `web.${FAR}.svc.cluster.test`]),
  lookups('from another namespace', podAt(FAR, 'client'), ['web', `web.${NEAR}`, 'headless', `headless.${NEAR}`]),
  lookups('from where there is none', podAt(PLAIN, 'client'), ['web', `web.${NEAR}`]),
  lookups('headless', CLIENT, ['headless', `headless.${NEAR}.svc.cluster.local`]),
  lookups('of nobody', CLIENT, ['selects-nobody', 'unready', 'unready-too']),
  lookups('of an alias', CLIENT, ['elsewhere', `elsewhere.${NEAR}.svc.cluster.local`]),
  lookups('of Pods', CLIENT, ['client', `web.headless.${NEAR}.svc.cluster.local`]),
]

const ingress = (name: string, host: string, paths: readonly Readonly<Record<string, unknown>>[]): Manifest => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { namespace: NEAR, name },
  spec: { ingressClassName: 'nginx', rules: [{ host, http: { paths } }] },
})
const path = (text: string, pathType: string, name = 'web', number = 80): Readonly<Record<string, unknown>> => ({
  path: text,
  pathType,
  backend: { service: { name, port: { number } } },
})

const ingressScenario = (
  name: string,
  paths: readonly Readonly<Record<string, unknown>>[],
  asked: readonly string[],
): Scenario => {
  const host = `${name}.observe.test`
  return {
    name: `ingress ${name}`,
    objects: [ingress(name, host, paths)],
    asked: asked.map((one) => page(OUTSIDE, one.startsWith('/') ? `http://${host}${one}` : one)),
  }
}

const INGRESSES: readonly Scenario[] = [
  ingressScenario('prefix', [path('/shop', 'Prefix')], ['/shop', '/shop/', '/shop/cart', '/shopping', '/']),
  ingressScenario('exact', [path('/shop', 'Exact')], ['/shop', '/shop/', '/shop/cart']),
  ingressScenario('root', [path('/', 'Prefix')], ['/', '/any', 'http://other.observe.test/']),
  ingressScenario(
    'longest',
    [path('/', 'Prefix'), path('/empty', 'Prefix', 'selects-nobody')],
    ['/', '/empty', '/empty/x', '/emptying'],
  ),
  ingressScenario('no-service', [path('/', 'Prefix', 'missing')], ['/']),
  ingressScenario('no-port', [path('/', 'Prefix', 'web', 81)], ['/']),
  ingressScenario('closed', [path('/', 'Prefix', 'nobody-listens')], ['/']),
]

/** All of them stand side by side; names that have to differ do. */
export const SERVICE_SCENARIOS: readonly Scenario[] = [...SERVICES, ...NAMES, ...INGRESSES]
