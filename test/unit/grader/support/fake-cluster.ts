/** A cluster small enough to test the daemon's sockets with: one Pod, whose processes echo. */
import type { Cluster, ProcessStreams } from '../../../../src/cluster/contract.ts'
import type { StoredObject, StoreEvent } from '../../../../src/cluster/store/store.ts'
import { DEFAULT_CLUSTER_FACTS } from '../../../../src/network/facts.ts'
import type { Snapshot } from '../../../../src/network/model.ts'
import { failure } from '../../../../grader/daemon/streams/upgrade-request.ts'

export const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'default', uid: '0a1b2c3d-0000-4000-8000-000000000001', labels: { app: 'web' } },
  spec: { nodeName: 'node-1', containers: [{ name: 'web', image: 'nginx' }] },
  status: {
    phase: 'Running',
    podIP: '10.244.1.5',
    podIPs: [{ ip: '10.244.1.5' }],
    conditions: [{ type: 'Ready', status: 'True' }],
    containerStatuses: [{ name: 'web', ready: true, restartCount: 0, state: { running: {} } }],
  },
} as unknown as StoredObject

const NODE = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'node-1' },
  spec: { podCIDR: '10.244.1.0/24' },
  status: { addresses: [{ type: 'InternalIP', address: '172.18.0.2' }] },
} as unknown as StoredObject

export const SNAPSHOT: Snapshot = {
  objects: [NODE, POD],
  facts: {
    cluster: DEFAULT_CLUSTER_FACTS,
    pods: {
      'default/web': {
        complete: true,
        listeners: [
          {
            container: 'web',
            program: 'nginx',
            protocol: 'TCP',
            port: 80,
            address: '0.0.0.0',
            http: [{ path: '/', match: 'exact', status: 200, headers: { server: 'nginx' }, body: 'welcome {path}' }],
          },
          { container: 'web', program: 'redis-server', protocol: 'TCP', port: 6379, address: '0.0.0.0', banner: '+PONG\r\n' },
        ],
      },
    },
  },
}

const encoder = new TextEncoder()

/** As much of discovery as `kubectl exec web` asks for. */
const DISCOVERY: Readonly<Record<string, unknown>> = {
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [] },
  '/api/v1': {
    kind: 'APIResourceList',
    groupVersion: 'v1',
    resources: [
      {
        name: 'pods',
        singularName: 'pod',
        namespaced: true,
        kind: 'Pod',
        verbs: ['get', 'list', 'create'],
        shortNames: ['po'],
      },
    ],
  },
}

/** Runs `exit N`, `stderr TEXT`, `big BYTES`, `cat`; anything else is echoed. */
async function runCommand(command: readonly string[], streams: ProcessStreams): Promise<{ exitCode: number }> {
  const [program = '', argument = ''] = command
  if (program === 'exit') return { exitCode: Number(argument) }
  if (program === 'stderr') streams.stderr(encoder.encode(`${argument}\n`))
  else if (program === 'big') streams.stdout(new Uint8Array(Number(argument)).fill(120))
  else if (program === 'cat') for await (const chunk of streams.stdin ?? []) streams.stdout(chunk)
  else streams.stdout(encoder.encode(`${command.join(' ')}\n`))
  return { exitCode: 0 }
}

export function createFakeCluster(): Cluster {
  const listeners = new Set<(event: StoreEvent) => void>()
  const objects = new Map<string, StoredObject>([
    ['pods/default/web', POD],
    ['nodes//node-1', NODE],
  ])
  const notFound = failure(404, 'NotFound', 'pods "nosuch" not found')
  return {
    clock: { now: () => 0, after: () => () => undefined },
    choose: ([first]) => first,
    writer: undefined as never,
    watchNetwork: () => () => undefined,
    store: {
      revision: 1,
      size: 2,
      get: (resource, namespace, name) => objects.get(`${resource}/${namespace ?? ''}/${name}`),
      list: (resource) => [...objects].filter(([key]) => key.startsWith(`${resource}/`)).map(([, object]) => object),
      put: (resource, object) => {
        objects.set(`${resource}/${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`, object)
        for (const listener of listeners) listener({ type: 'ADDED', resource, object, revision: 2 })
        return object
      },
      remove: (resource, namespace, name) => {
        const object = objects.get(`${resource}/${namespace ?? ''}/${name}`)
        objects.delete(`${resource}/${namespace ?? ''}/${name}`)
        if (object !== undefined) for (const listener of listeners) listener({ type: 'DELETED', resource, object, revision: 3 })
        return object
      },
      subscribe: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      indexed: () => [],
      since: () => undefined,
      entries: () => [['pods', POD] as const],
      flushed: () => Promise.resolve(),
    },
    runtime: {
      exec: (target, command, streams) => (target.name === 'web' ? runCommand(command, streams) : Promise.resolve(notFound)),
      attach: (target, streams) => (target.name === 'web' ? runCommand(['cat'], streams) : Promise.resolve(notFound)),
      logs: () => notFound,
    },
    handle: (request) => {
      const { pathname, searchParams } = new URL(request.url)
      if (DISCOVERY[pathname] !== undefined) return Promise.resolve(Response.json(DISCOVERY[pathname]))
      if (pathname === '/api/v1/namespaces/default/pods/web') return Promise.resolve(Response.json(POD))
      if (searchParams.get('watch') === '1') {
        const stream = new ReadableStream({
          start: (controller) => {
            controller.enqueue(encoder.encode('{"type":"ADDED"}\n'))
            request.signal.addEventListener('abort', () => watchesEnded.push(pathname))
          },
        })
        return Promise.resolve(new Response(stream))
      }
      if (request.method === 'POST') return request.text().then((text) => Response.json({ length: text.length }))
      return Promise.resolve(Response.json(notFound, { status: 404 }))
    },
    authorize: (_request, caller) => Promise.resolve(caller === 'from-request' ? failure(403, 'Forbidden', 'no') : undefined),
    apply: (object) => object,
    settle: () => Promise.resolve(),
    snapshot: () => SNAPSHOT,
    send: (question) => {
      const { pathname } = new URL(question.url)
      const response = {
        status: 200,
        headers: { server: 'nginx' },
        body: `welcome ${pathname} as ${question.headers?.['host'] ?? ''}`,
      }
      return Promise.resolve(
        pathname === '/drop'
          ? { probability: 1, verdict: 'timed-out', walk: { hops: [] } }
          : { probability: 1, verdict: 'connected', response, walk: { hops: [] } },
      )
    },
    isObserved: false,
    open: () => undefined,
    stop: () => undefined,
  }
}

/** Paths of watches whose client went away. */
export const watchesEnded: string[] = []
