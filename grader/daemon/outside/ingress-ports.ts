/** The Ingress controller on loopback: ports 80 and 443 where this user may open them, else 8081 and 8443 or the next free. */
import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { Cluster } from '../../../src/cluster/contract.ts'
import type { Credentials } from '../credentials.ts'
import { createCertificates } from './certificates.ts'
import { makeControllerCertificate } from './controller-certificate.ts'
import type { Door, Network } from './conversation.ts'
import { serveRequest } from './conversation.ts'
import { outsideClient } from './node-ports.ts'

export interface IngressPorts {
  /** undefined where none could be opened. */
  readonly http: number | undefined
  readonly https: number | undefined
  /** Makes the controller's own certificate: until it is there, the API server's is shown, and RSA certificates are not. */
  complete(): Promise<void>
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
  origin: (request: IncomingMessage) => `${scheme}://${(request.headers.host ?? 'localhost').replace(/:\d+$/, '')}`,
  connectTo: 'ingress',
})

export async function openIngressPorts(
  network: Network & Pick<Cluster, 'store'>,
  credentials: Credentials,
): Promise<IngressPorts> {
  const serve = (door: Door) => (request: IncomingMessage, response: Parameters<typeof serveRequest>[3]) => {
    serveRequest(network, door, request, response).catch(() => response.destroy())
  }
  const certificateFor = createCertificates(network)
  const plain = createHttpServer(serve(ingressDoor(network, 'http', 80)))
  const secure = createHttpsServer(
    {
      key: credentials.serverKey,
      cert: credentials.serverCertificate,
      SNICallback: (serverName, done) => done(null, certificateFor(serverName)),
    },
    serve(ingressDoor(network, 'https', 443)),
  )
  const http = await listenOnFirstFree(plain, HTTP_PORTS)
  const https = await listenOnFirstFree(secure, HTTPS_PORTS)
  return {
    http,
    https,
    complete: async () => {
      secure.setSecureContext(await makeControllerCertificate(Date.now()))
    },
    close: () => {
      for (const server of [plain, secure]) {
        server.close()
        server.closeAllConnections()
      }
    },
  }
}
