/** A real API server as far as a client sees: the embedded cluster's, with answers in its place where a test needs them. */
import { KubeConfig } from '@kubernetes/client-node'
import { realClock, realRandom } from '../../../../grader/daemon/real-world.ts'
import type { LiveClient, LiveReply } from '../../../../grader/environments/live/client.ts'
import { typedFor } from '../../../../grader/environments/live/typed.ts'
import { createCluster } from '../../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../../src/cluster/contract.ts'

export interface Order {
  readonly method: string
  readonly path: string
  readonly body?: unknown
}

export interface LiveCluster {
  readonly cluster: Cluster
  readonly client: LiveClient
  /** What was asked for, in its order. */
  readonly orders: Order[]
  /** Answers in place of the server's own; undefined leaves it to the server. */
  answer: (order: Order) => LiveReply | undefined
}

const readJson = async (response: Response): Promise<unknown> => {
  const text = await response.text()
  return text === '' ? {} : JSON.parse(text)
}

export function liveCluster(): LiveCluster {
  const cluster = createCluster({ clock: realClock, random: realRandom })
  const config = new KubeConfig()
  config.loadFromClusterAndUser({ name: 'lab', server: 'https://lab', skipTLSVerify: true }, { name: 'u' })
  const live: LiveCluster = {
    cluster,
    orders: [],
    answer: () => undefined,
    client: {
      config,
      typed: typedFor('lab'),
      ask: async (method, path, body) => {
        const order = { method, path, ...(body === undefined ? {} : { body }) }
        live.orders.push(order)
        const told = live.answer(order)
        if (told !== undefined) return told
        const init = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
        const response = await cluster.handle(new Request(`https://lab${path}`, { method, ...init }))
        return { status: response.status, body: await readJson(response) }
      },
    },
  }
  return live
}
