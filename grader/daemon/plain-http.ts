/** What a server of Go's, as Kubernetes' is, answers whoever speaks plain HTTP where TLS is spoken. */
import type { Server } from 'node:https'
import type { Socket } from 'node:net'
import { systemErrorCode } from './private-files.ts'

const ANSWER = 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n'

const clientOf = ({ remoteAddress = '', remotePort = 0 }: Socket): string => `${remoteAddress} ${remotePort}`

/** Has to be called before the server listens: the answer goes out on the connection beneath TLS. @see Go's net/http, conn.serve */
export function answerPlainHttp(server: Server): void {
  const connections = new Map<string, Socket>()
  server.on('connection', (socket: Socket) => {
    const client = clientOf(socket)
    connections.set(client, socket)
    socket.once('close', () => connections.delete(client))
  })
  server.on('tlsClientError', (error, secured) => {
    if (systemErrorCode(error) === 'ERR_SSL_HTTP_REQUEST') connections.get(clientOf(secured))?.end(ANSWER)
  })
}
