import { createApi } from '../../../../src/cluster/api/create-api.ts'
import { createWriter } from '../../../../src/cluster/api/create-writer.ts'
import { createStore } from '../../../../src/cluster/store/memory-store.ts'
import { createSeededRandom, createVirtualClock } from '../../../../src/cluster/virtual.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'

export const START = Date.parse('2026-01-01T00:00:00Z')

export const pod = (name: string, labels: Readonly<Record<string, string>> = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels },
  spec: { containers: [{ name: 'web', image: 'nginx' }] },
})

export const service = (name: string, spec: object) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { selector: { app: name }, ports: [{ port: 80 }], ...spec },
})

export interface Answer {
  readonly code: number
  readonly body: any // eslint-disable-line @typescript-eslint/no-explicit-any -- tests look into answers of all kinds
  readonly warning: string | null
}

export const createHarness = () => {
  const clock = createVirtualClock(START)
  const random = createSeededRandom(1)
  const store = createStore()
  const writer = createWriter({ store, clock, random })
  const handle = createApi({ store, writer, clock, random })
  for (const name of ['default', 'other']) writer.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  const request = (
    method: string,
    path: string,
    init: { body?: unknown; headers?: Record<string, string>; signal?: AbortSignal } = {},
  ) =>
    handle(
      new Request(`https://127.0.0.1${path}`, {
        method,
        headers: { 'content-type': 'application/json', accept: 'application/json', ...init.headers },
        ...(init.body === undefined ? {} : { body: typeof init.body === 'string' ? init.body : JSON.stringify(init.body) }),
        ...(init.signal === undefined ? {} : { signal: init.signal }),
      }),
    )
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await request(method, path, { body, headers })
    const text = await response.text()
    const parsed: unknown = (response.headers.get('content-type') ?? '').includes('json') ? JSON.parse(text) : text
    return { code: response.status, body: parsed, warning: response.headers.get('warning') }
  }
  const create = (object: KubernetesObject) => writer.create(object)
  return { clock, store, writer, request, call, create }
}

export const PODS = '/api/v1/namespaces/default/pods'
export const SERVICES = '/api/v1/namespaces/default/services'
export const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps'
