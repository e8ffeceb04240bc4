/** The certificate for each host that Ingresses and Gateways serve over TLS: its Secret's, else the controller's own. */
import { createSecureContext, type SecureContext } from 'node:tls'
import type { Cluster } from '../../../src/cluster/contract.ts'
import { verifyName } from '../../../src/cluster/nodes/tls/verify-name.ts'
import type { Secret } from '../../../src/kubernetes/generated/types.ts'
import { isSecret } from '../../../src/kubernetes/guards.ts'
import { readCertificates } from '../../../src/kubernetes/x509/certificate.ts'
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

/** ingress-nginx goes on with its own certificate where that of an Ingress is for another host. */
const isFor = ({ data = {} }: Secret, host: string): boolean => {
  const [leaf] = readCertificates(fromBase64(data['tls.crt'])) ?? []
  return leaf !== undefined && verifyName(leaf, host).fits
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
    const find = (names: readonly NamespacedName[]): readonly Secret[] =>
      names.flatMap((name) => findSecret(cluster, name) ?? [])
    const secrets = [
      ...find(tlsSecretsFor(state, serverName)).filter((secret) => isFor(secret, serverName)),
      ...find(gatewaySecretsFor(state, serverName, HTTPS_PORT)),
    ]
    for (const secret of secrets) {
      const context = read(secret)
      if (context !== undefined) return context
    }
    return undefined
  }
}
