/** The Ingress controller on loopback: ports 80 and 443 where this user may open them, else 8081 and 8443 or the next free. */
import { createServer as createHttpServer } from 'node:http'
import { createSecureServer } from 'node:http2'
import type { Server, Socket } from 'node:net'
import type { Cluster } from '../../../src/cluster/contract.ts'
import { hasFrontDoor } from '../../../src/network/front-door.ts'
import type { Credentials } from '../credentials.ts'
import { createCertificates } from './certificates.ts'
import { makeControllerCertificate } from './controller-certificate.ts'
import type { Door, Network } from './conversation.ts'
import { serveRequest, type Replying } from './conversation.ts'
import { outsideClient } from './node-ports.ts'

export interface IngressPorts {
  /** undefined where none could be opened. */
  readonly http: number | undefined
  readonly https: number | undefined
  /** Makes the controller's own certificate: until it is there, the API server's is shown, and RSA certificates are not. */
  complete(): Promise<void>
  /** Resolves when the ports are open, or closed, as the cluster is now. */
  settled(): Promise<void>
  close(): void
}

/** Not 8080: a kubectl without a kubeconfig asks there, and would be told that its API is not found. */
const HTTP_PORTS = [80, ...Array.from({ length: 20 }, (_, index) => 8081 + index)]
const HTTPS_PORTS = [443, ...Array.from({ length: 20 }, (_, index) => 8443 + index)]

async function listenOnFirstFree(server: Server, ports: readonly number[]): Promise<number | undefined> {
  for (const port of ports) {
    const opened = await new Promise<boolean>((resolve) => {
      const refused = (): void => resolve(false)
      server.once('error', refused)
      server.listen(port, '127.0.0.1', () => {
        server.off('error', refused)
        resolve(true)
      })
    })
    if (opened) return port
  }
  return undefined
}

const ingressDoor = (network: Network, scheme: 'http' | 'https', port: number): Door => ({
  from: outsideClient(network),
  to: { host: '127.0.0.1' },
  port,
  origin: (host = 'localhost') => `${scheme}://${host.replace(/:\d+$/, '')}`,
  connectTo: 'ingress',
})

/** A port that listens only while somebody in the cluster takes what comes to it: else connections are refused. */
interface WebPort {
  readonly port: number | undefined
  keep(isOpen: boolean): Promise<void>
}

async function openWebPort(server: Server, ports: readonly number[]): Promise<WebPort> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  const port = await listenOnFirstFree(server, ports)
  return {
    port,
    keep: async (isOpen) => {
      if (port === undefined || isOpen === server.listening) return
      if (isOpen) {
        await listenOnFirstFree(server, [port])
        return
      }
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** So long changes are gathered at least before the ports follow them. */
const GATHERING_MS = 50

/** To look takes at most one part of so many of the time: in a cluster of thousands of Pods it takes long. */
const GATHERING_SHARE = 20

/** Whether the ports are wanted depends on who runs in the cluster. */
const decides = (resource: string): boolean =>
  resource === 'pods' || resource === 'namespaces' || resource.endsWith('.gateway.networking.k8s.io')

/** Opens and closes the ports as controllers come and go. */
function follow(cluster: Network & Pick<Cluster, 'store'>, ports: readonly WebPort[]): Pick<IngressPorts, 'settled' | 'close'> {
  let work = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  let lookedMs = 0
  const refresh = async (): Promise<void> => {
    const startMs = performance.now()
    const isOpen = !isClosed && hasFrontDoor(cluster.snapshot())
    lookedMs = performance.now() - startMs
    for (const port of ports) await port.keep(isOpen)
  }
  const schedule = (): Promise<void> => (work = work.then(refresh))
  const unsubscribe = cluster.store.subscribe(({ resource }) => {
    if (!decides(resource) || timer !== undefined) return
    timer = setTimeout(
      () => {
        timer = undefined
        void schedule()
      },
      Math.max(GATHERING_MS, lookedMs * GATHERING_SHARE),
    )
    timer.unref()
  })
  void schedule()
  return {
    settled: schedule,
    close: () => {
      isClosed = true
      unsubscribe()
      clearTimeout(timer)
      void schedule()
    },
  }
}

export async function openIngressPorts(
  network: Network & Pick<Cluster, 'store'>,
  credentials: Credentials,
): Promise<IngressPorts> {
  const serve = (door: Door) => (request: Parameters<typeof serveRequest>[2], response: Replying) => {
    serveRequest(network, door, request, response).catch(() => response.destroy())
  }
  const certificateFor = createCertificates(network)
  const plain = createHttpServer(serve(ingressDoor(network, 'http', 80)))
  const secure = createSecureServer(
    {
      allowHTTP1: true,
      key: credentials.serverKey,
      cert: credentials.serverCertificate,
      SNICallback: (serverName, done) => done(null, certificateFor(serverName)),
    },
    serve(ingressDoor(network, 'https', 443)),
  )
  const http = await openWebPort(plain, HTTP_PORTS)
  const https = await openWebPort(secure, HTTPS_PORTS)
  return {
    http: http.port,
    https: https.port,
    complete: async () => {
      secure.setSecureContext(await makeControllerCertificate(Date.now()))
    },
    ...follow(network, [http, https]),
  }
}
