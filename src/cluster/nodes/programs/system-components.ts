/** What runs in the cluster's own Pods. */
import { VERSION as API_VERSION } from '../../api/version.ts'
import { coreDns } from './coredns.ts'
import { answersOk } from './answers-ok.ts'
import { boundTo, tcp, page, type Program, type ProgramListener, type ProgramResult } from './program.ts'

const KLOG_ID_WIDTH = 8

/** A line of a component's log: severity, month and day, time, process, place in the source. */
const klog = (atMs: number, place: string, message: string, severity = 'I'): string => {
  const [date = '', time = ''] = new Date(atMs).toISOString().split('T')
  return `${severity}${date.slice(5).replace('-', '')} ${time.slice(0, -1)}000 ${'1'.padStart(KLOG_ID_WIDTH - 1)} ${place}] ${message}\n`
}

const PROXY_MODES = ['iptables', 'ipvs', 'nftables']

/** @see pkg/proxy/apis/config/validation/validation.go, v1.34: validateProxyModeLinux */
const refusedMode = (mode: string, nowMs: number): ProgramResult => ({
  kind: 'exits',
  code: 1,
  errors: klog(
    nowMs,
    'run.go:72',
    `"command failed" err="failed validate: KubeProxyConfiguration.ProxyMode: Invalid value: \\"${mode}\\": must be ${PROXY_MODES.join(', ')} or blank (blank means the best-available proxy [currently iptables])"`,
    'E',
  ),
})

/** On every node: says in which mode it writes rules, and whether it still does. */
const kubeProxy: Program = {
  names: ['kube-proxy'],
  start: ({ argv, nowMs, podIp, files }) => {
    if (argv.includes('--version')) return { kind: 'exits', code: 0, output: `Kubernetes ${API_VERSION.gitVersion}\n` }
    const mode =
      /^mode: "?(?<mode>\w+)/mu.exec(files.read('/var/lib/kube-proxy/config.conf') ?? '')?.groups?.['mode'] ?? 'iptables'
    if (!PROXY_MODES.includes(mode)) return refusedMode(mode, nowMs)
    return {
      kind: 'serves',
      listeners: [
        tcp('kube-proxy', 10_249, {
          address: '127.0.0.1',
          http: [...(page(mode, 'text/plain; charset=utf-8') ?? [])].map((route) => ({ ...route, path: '/proxyMode' })),
        }),
        answersOk('kube-proxy', 10_256, '{"lastUpdated": "", "nodeEligible": true}'),
      ],
      output: [
        klog(nowMs, 'server.go:219', `"Successfully retrieved NodeIPs" NodeIPs=["${podIp}"]`),
        klog(nowMs, 'server_linux.go:132', `"Using ${mode} Proxier"`),
        klog(nowMs, 'server.go:527', `"Version info" version="${API_VERSION.gitVersion}"`),
        klog(nowMs, 'config.go:200', '"Starting service config controller"'),
        klog(nowMs, 'config.go:106', '"Starting endpoint slice config controller"'),
        klog(nowMs, 'config.go:309', '"Starting node config controller"'),
        klog(nowMs, 'shared_informer.go:356', '"Caches are synced" controller="service config"'),
        klog(nowMs, 'shared_informer.go:356', '"Caches are synced" controller="endpoint slice config"'),
      ].join(''),
    }
  },
}

const component = (name: string, listeners: readonly ProgramListener[] = []): Program => ({
  names: [name],
  start: () => ({ kind: 'serves', listeners }),
})

/** What the API server tells a client that has not said who it is. */
const API_ROUTES: NonNullable<ProgramListener['http']> = [
  {
    path: '/version',
    match: 'exact',
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: `${JSON.stringify(API_VERSION, undefined, 2)}\n`,
  },
  ...['/healthz', '/livez', '/readyz'].map((path) => ({
    path,
    match: 'exact' as const,
    status: 200,
    headers: { 'content-type': 'text/plain' },
    body: 'ok',
  })),
  {
    path: '/',
    match: 'prefix',
    status: 403,
    headers: { 'content-type': 'application/json' },
    body: '{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"forbidden: User \\"system:anonymous\\" cannot get path \\"{path}\\"","reason":"Forbidden","details":{},"code":403}\n',
  },
]

/** The store of the API server, or of anybody else. */
const etcd: Program = {
  names: ['etcd'],
  start: ({ argv }) => {
    if (argv.includes('--version') || argv.includes('--help')) return { kind: 'exits', code: 0, output: 'etcd\n' }
    const http = page('{"health":"true"}', 'application/json') ?? []
    return {
      kind: 'serves',
      listeners: [2379, 2380].map((port) => tcp('etcd', port, { ...boundTo(), http })),
      output: 'ready to serve client requests\n',
      bindFailure: ({ port }) => `etcd: could not bind to port ${port}: Address already in use\n`,
    }
  },
}

export const systemPrograms: readonly Program[] = [
  coreDns,
  component('nginx-ingress-controller', [
    tcp('nginx', 80, { address: '::' }),
    tcp('nginx', 443, { address: '::' }),
    tcp('nginx', 8443, { address: '::' }),
    answersOk('nginx-ingress-controller', 10_254),
  ]),
  component('kube-apiserver', [tcp('kube-apiserver', 6443, { address: '::', http: API_ROUTES })]),
  etcd,
  component('kube-controller-manager', [tcp('kube-controller-manager', 10_257, { address: '127.0.0.1' })]),
  component('kube-scheduler', [tcp('kube-scheduler', 10_259, { address: '127.0.0.1' })]),
  kubeProxy,
  component('kindnetd'),
  component('local-path-provisioner'),
  component('metrics-server', [tcp('metrics-server', 10_250, { address: '::' })]),
]
