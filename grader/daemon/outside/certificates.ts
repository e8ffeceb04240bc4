/** The certificate for each host that Ingresses and Gateways serve over TLS: its Secret's, else the controller's own. */
import { createSecureContext, type SecureContext } from 'node:tls'
import type { Cluster } from '../../../src/cluster/contract.ts'
import type { Secret } from '../../../src/kubernetes/generated/types.ts'
import { isSecret } from '../../../src/kubernetes/guards.ts'
import type { NamespacedName } from '../../../src/network/model.ts'
import { gatewaySecretsFor } from '../../../src/network/gateway/certificates.ts'
import { tlsSecretsFor } from '../../../src/network/ingress/tls.ts'
import { indexSnapshot } from '../../../src/network/state.ts'

/** The port of a listener that clients on this machine reach, whatever the port here. */
const HTTPS_PORT = 443

type Certificates = Pick<Cluster, 'store' | 'snapshot'>

const fromBase64 = (text: string | undefined): string => Buffer.from(text ?? '', 'base64').toString('utf8')

/** Undefined where the Secret holds no pair that can be used: the controller goes on with its own. */
const contextOf = ({ data = {} }: Secret): SecureContext | undefined => {
  try {
    return createSecureContext({ cert: fromBase64(data['tls.crt']), key: fromBase64(data['tls.key']) })
  } catch {
    return undefined
  }
}

const findSecret = ({ store }: Certificates, { namespace, name }: NamespacedName): Secret | undefined => {
  const found = store.get('secrets', namespace, name)
  return found !== undefined && isSecret(found) && found.data?.['tls.crt'] !== undefined ? found : undefined
}

/** Chooses by the name that the client sends (SNI). Pairs are read once for each version of their Secret. */
export function createCertificates(cluster: Certificates): (serverName: string) => SecureContext | undefined {
  const known = new WeakMap<Secret, SecureContext | false>()
  const read = (secret: Secret): SecureContext | undefined => {
    const context = known.get(secret) ?? contextOf(secret) ?? false
    known.set(secret, context)
    return context === false ? undefined : context
  }
  return (serverName) => {
    const state = indexSnapshot(cluster.snapshot())
    for (const name of [...tlsSecretsFor(state, serverName), ...gatewaySecretsFor(state, serverName, HTTPS_PORT)]) {
      const secret = findSecret(cluster, name)
      const context = secret === undefined ? undefined : read(secret)
      if (context !== undefined) return context
    }
    return undefined
  }
}
