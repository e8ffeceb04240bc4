import type { HttpRoute, Listener } from '../facts.ts'

const json = (path: string, status: number, value: object): HttpRoute => ({
  path,
  match: path === '/' ? 'prefix' : 'exact',
  status,
  headers: { 'content-type': 'application/json' },
  body: `${JSON.stringify(value, undefined, 2)}\n`,
})

const ok = (path: string): HttpRoute => ({
  path,
  match: 'exact',
  status: 200,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: 'ok',
})

/** What the API server says to clients that bring no credentials. */
const FORBIDDEN = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message: 'forbidden: User "system:anonymous" cannot get path "{path}"',
  reason: 'Forbidden',
  details: {},
  code: 403,
}

const API_SERVER: readonly HttpRoute[] = [
  json('/version', 200, { major: '1', minor: '34', gitVersion: 'v1.34.4', platform: 'linux/amd64' }),
  ok('/healthz'),
  ok('/livez'),
  ok('/readyz'),
  json('/', 403, FORBIDDEN),
]

const KUBELET: readonly HttpRoute[] = [
  { path: '/', match: 'prefix', status: 401, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'Unauthorized' },
]

const COMPONENTS: Readonly<Record<string, readonly HttpRoute[]>> = { 'kube-apiserver': API_SERVER, kubelet: KUBELET }

/** A component of a node that listens outside Pods, by its program's name. */
export function componentListener(program: string, port: number): Listener | undefined {
  const http = COMPONENTS[program]
  return http === undefined ? undefined : { container: '', program, protocol: 'TCP', port, address: '::', http }
}
