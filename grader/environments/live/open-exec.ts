/** Connections for commands in containers, which end where the API server is silent. */
import { Exec, KubeConfig } from '@kubernetes/client-node'

/** A connection that is not there by then is given up. */
const HANDSHAKE_MS = 10_000

/** The library's WebSockets take their options from the kubeconfig; of itself it waits for a connection without end. */
class ImpatientConfig extends KubeConfig {
  readonly #handshakeTimeout: number

  constructor({ clusters, users, contexts, currentContext }: KubeConfig, handshakeTimeout: number) {
    super()
    this.#handshakeTimeout = handshakeTimeout
    this.loadFromOptions({ clusters, users, contexts, currentContext })
  }

  override async applyToHTTPSOptions(options: Parameters<KubeConfig['applyToHTTPSOptions']>[0]): Promise<void> {
    await super.applyToHTTPSOptions(options)
    Object.assign(options, { handshakeTimeout: this.#handshakeTimeout })
  }
}

/** Asks the cluster of this kubeconfig's current context. */
export const openExec = (config: KubeConfig, handshakeMs = HANDSHAKE_MS): Exec =>
  new Exec(new ImpatientConfig(config, handshakeMs))
