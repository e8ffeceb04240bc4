/** A connection to the daemon, which is known by its very certificate. */
import { X509Certificate } from 'node:crypto'
import { connect, type TLSSocket } from 'node:tls'

export interface PinnedPeer {
  readonly port: number
  /** The certificate that the other side has to show, in PEM. */
  readonly certificate: string
  readonly timeoutMs: number
}

/**
 * Calls back with a connection to 127.0.0.1 on which nothing was sent yet, or with why there is none. Were an authority named instead, Node would
 * first read all those it brings along, which takes longer than most commands.
 */
export function connectPinned(
  { port, certificate, timeoutMs }: PinnedPeer,
  done: (error: Error | null, socket: TLSSocket) => void,
): void {
  const socket = connect({ host: '127.0.0.1', port, ca: [], rejectUnauthorized: false })
  const refuse = (error: Error): void => done(error, socket)
  socket.setTimeout(timeoutMs, () => socket.destroy(new Error('timed out')))
  socket.once('error', refuse)
  socket.once('secureConnect', () => {
    const shown = socket.getPeerX509Certificate()
    if (shown?.raw.equals(new X509Certificate(certificate).raw) !== true) {
      socket.destroy(new Error('another certificate was shown'))
      return
    }
    socket.setTimeout(0)
    socket.removeAllListeners('timeout')
    socket.off('error', refuse)
    done(null, socket)
  })
}
