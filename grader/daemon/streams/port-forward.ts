/** port-forward: each connection that kubectl accepts arrives as two streams, one for bytes and one for an error's text. */
import { createHash } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Cluster, ContainerTarget } from '../../../src/cluster/contract.ts'
import { whyUnhosted } from '../../../src/cluster/nodes/unhosted.ts'
import { connect } from '../../../src/network/connect.ts'
import type { Door, Network } from '../outside/conversation.ts'
import { createDoorServer, converse } from '../outside/conversation.ts'
import type { SpdyStream } from './spdy.ts'
import { acceptSpdy, openSpdy, streamHeader } from './spdy.ts'
import type { UpgradeRequest } from './upgrade-request.ts'
import { failure, refuseUpgrade } from './upgrade-request.ts'
import { acceptWebSocket, CHANNEL_PROTOCOLS } from './websocket.ts'
import { openPortChannels } from './websocket-ports.ts'
import { openTunnel, TUNNEL_PROTOCOL } from './websocket-tunnel.ts'

const PROTOCOL = 'portforward.k8s.io'

type ForwardingCluster = Network & Pick<Cluster, 'store'>

/** The kubelet dials from inside the Pod's own network: no policy is asked, and 127.0.0.1 is reached. */
const doorInto = (target: ContainerTarget, port: number): Door => ({
  from: { pod: { namespace: target.namespace, name: target.name } },
  to: { host: '127.0.0.1' },
  port,
  origin: () => `http://127.0.0.1:${port}`,
})

/** One Pod's network, as its container runtime names it. */
interface PodNetwork extends ContainerTarget {
  readonly uid: string
}

/**
 * The refusal in the words of the container runtime; undefined where somebody listens.
 * @see containerd internal/cri/server, podsandbox portforward
 */
export function refusalOf(cluster: ForwardingCluster, pod: PodNetwork, port: number): string | undefined {
  const sandbox = createHash('sha256').update(pod.uid).digest('hex')
  const failed = `error forwarding port ${port} to pod ${sandbox}, uid : `
  if (cluster.store.get('pods', pod.namespace, pod.name)?.metadata.uid !== pod.uid)
    return `${failed}network namespace for sandbox "${sandbox}" is closed`
  const door = doorInto(pod, port)
  const { outcomes } = connect(cluster.snapshot(), { from: door.from, to: door.to, port })
  if (outcomes.some(({ verdict }) => verdict === 'connected')) return undefined
  return (
    `${failed}failed to execute portforward in network namespace "/var/run/netns/cni-${pod.uid}": failed to connect to localhost:${port} ` +
    `inside namespace "${sandbox}", IPv4: dial tcp4 127.0.0.1:${port}: connect: connection refused IPv6 dial tcp6 [::1]:${port}: connect: connection refused `
  )
}

interface Pair {
  data?: SpdyStream
  error?: SpdyStream
}

/** `fail` is given the reason why nothing is forwarded. */
type Forward = (port: number, data: Duplex, fail: (message: string) => void) => void

/** Joins the two streams of each connection by their request id. */
function createPairing(onPair: (port: number, data: SpdyStream, error: SpdyStream) => void): (stream: SpdyStream) => void {
  const pairs = new Map<string, Pair>()
  return (stream) => {
    const id = streamHeader(stream, 'requestID') || streamHeader(stream, 'port')
    const pair = pairs.get(id) ?? {}
    pairs.set(id, pair)
    if (streamHeader(stream, 'streamType') === 'error') pair.error = stream
    else pair.data = stream
    if (pair.data === undefined || pair.error === undefined) return
    pairs.delete(id)
    onPair(Number(streamHeader(stream, 'port')), pair.data, pair.error)
  }
}

function createForward(cluster: ForwardingCluster, pod: PodNetwork): Forward {
  const servers = new Map<number, Server>()
  return (port, data, fail) => {
    const refusal = refusalOf(cluster, pod, port)
    if (refusal !== undefined) {
      fail(refusal)
      data.end()
      return
    }
    const door = doorInto(pod, port)
    const http = servers.get(port) ?? createDoorServer(cluster, door)
    servers.set(port, http)
    converse(cluster, door, data, http)
  }
}

const spdyStreams = (forward: Forward): ((stream: SpdyStream) => void) =>
  createPairing((port, data, error) => {
    error.resume()
    const endError = (): void => void error.end()
    data.on('close', endError).on('finish', endError)
    forward(port, data, (message) => error.end(message))
  })

export async function servePortForward(
  cluster: ForwardingCluster,
  request: UpgradeRequest,
  connection: { readonly incoming: IncomingMessage; readonly socket: Duplex; readonly head: Buffer },
): Promise<void> {
  const { incoming, socket, head } = connection
  const { namespace, name } = request.target
  const pod = cluster.store.get('pods', namespace, name)
  const forward = createForward(cluster, { ...request.target, uid: pod?.metadata.uid ?? '' })
  const refused = pod === undefined ? failure(404, 'NotFound', `pods "${name}" not found`) : whyUnhosted(pod)
  if (refused !== undefined) {
    refuseUpgrade(socket, refused)
  } else if (request.transport === 'spdy') {
    acceptSpdy(socket, PROTOCOL)
    await openSpdy(socket, head, spdyStreams(forward))
  } else if (request.protocols.includes(TUNNEL_PROTOCOL)) {
    const tunnel = openTunnel(
      await acceptWebSocket({ request: incoming, offered: request.protocols }, socket, head, [TUNNEL_PROTOCOL]),
    )
    await openSpdy(tunnel, Buffer.alloc(0), spdyStreams(forward))
  } else {
    const channels = await acceptWebSocket({ request: incoming, offered: request.protocols }, socket, head, CHANNEL_PROTOCOLS)
    for (const { port, data, fail } of openPortChannels(channels, request.ports)) forward(port, data, fail)
  }
}
