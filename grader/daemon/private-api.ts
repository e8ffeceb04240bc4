/** What netgrade's own commands ask the daemon, under /netgrade/ and with the same credentials as the Kubernetes API. */
import type { Cluster } from '../../src/cluster/contract.ts'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import type { OutsideStates } from './outside/outside.ts'
import { prepareStart } from './prepare.ts'
import type { DaemonRecord } from './record.ts'

export interface DaemonStatus extends DaemonRecord, OutsideStates {
  /** How many there are, by resource name. */
  readonly counts: Readonly<Record<string, number>>
}

export interface PrivateApi {
  readonly cluster: Cluster
  status(): Promise<DaemonStatus>
  stop(): void
}

interface PrepareBody {
  readonly start: readonly KubernetesObject[]
  readonly wipe: readonly string[]
}

const isPrepareBody = (value: unknown): value is PrepareBody =>
  typeof value === 'object' &&
  value !== null &&
  'start' in value &&
  Array.isArray(value.start) &&
  'wipe' in value &&
  Array.isArray(value.wipe)

/** Answers a request under /netgrade/; undefined where there is no such path. */
export async function answerPrivately(api: PrivateApi, request: Request): Promise<Response | undefined> {
  const route = `${request.method} ${new URL(request.url).pathname}`
  switch (route) {
    case 'GET /netgrade/ping':
      return Response.json({ pid: process.pid })
    case 'GET /netgrade/status':
      return Response.json(await api.status())
    case 'GET /netgrade/snapshot':
      await api.cluster.settle()
      return Response.json(api.cluster.snapshot())
    case 'POST /netgrade/prepare': {
      const body: unknown = await request.json()
      if (!isPrepareBody(body)) return Response.json({ message: 'start and wipe must be lists' }, { status: 400 })
      const done = await prepareStart(api.cluster, body.start, body.wipe)
      await api.cluster.store.flushed()
      return Response.json(done)
    }
    case 'POST /netgrade/stop':
      api.stop()
      return Response.json({ stopping: true })
    default:
      return undefined
  }
}
