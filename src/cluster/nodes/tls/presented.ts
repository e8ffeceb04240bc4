/** The certificates that whoever takes a connection shows first, the server's own before those of its issuers. */
import type { Secret } from '../../../kubernetes/generated/types.ts'
import { isSecret } from '../../../kubernetes/guards.ts'
import { readCertificates, type Certificate } from '../../../kubernetes/x509/certificate.ts'
import { gatewaySecretsFor } from '../../../network/gateway/certificates.ts'
import { tlsSecretsFor } from '../../../network/ingress/tls.ts'
import type { ExchangeOutcome, ListenerHop, NamespacedName, RouteHop, Snapshot } from '../../../network/model.ts'
import { addressesOfNode, clusterIpsOf, indexSnapshot, keyOf, type NetworkState } from '../../../network/state.ts'
import { CONTROL_PLANE } from '../../bootstrap-nodes.ts'
import { nameOf, stateCertificate } from './stated.ts'
import { verifyName } from './verify-name.ts'

export interface Presenting {
  readonly snapshot: Snapshot
  /** PEM of the authority that has signed the API server's certificate. */
  readonly authority: string
  /** What a program of a Pod shows, in PEM; undefined where it is not known. */
  readonly shownBy: (outcome: ExchangeOutcome, serverName: string) => Promise<string | undefined>
}

interface Asked {
  /** What the client sends of the host's name; empty for an address. */
  readonly serverName: string
  readonly port: number
}

const YEAR_MS = 365 * 86_400_000

/** When the cluster was made, which is when its components made their certificates. */
const madeAt = ({ nodes }: NetworkState): number => Date.parse([...nodes.values()][0]?.metadata.creationTimestamp ?? '') || 0

/** How long one holds that is made with the cluster. DIFFERS: those of an old cluster are taken to have been renewed (curl-tls.test.ts). */
const span = (state: NetworkState): Pick<Certificate, 'notBeforeMs' | 'notAfterMs'> => {
  const notBeforeMs = madeAt(state)
  return { notBeforeMs, notAfterMs: notBeforeMs + 10 * YEAR_MS }
}

/** As kubeadm has it signed. */
const ofApiServer = (state: NetworkState, authority: string): readonly Certificate[] => {
  const service = state.services.get(keyOf('default', 'kubernetes'))
  const node = state.nodes.get(CONTROL_PLANE)
  const [issuer] = readCertificates(authority) ?? []
  const said = {
    subject: nameOf(['CN', 'kube-apiserver']),
    dns: [
      'kubernetes',
      'kubernetes.default',
      'kubernetes.default.svc',
      `kubernetes.default.svc.${state.facts.clusterDomain}`,
      'localhost',
      CONTROL_PLANE,
    ],
    ips: [
      ...(service === undefined ? [] : clusterIpsOf(service)),
      ...(node === undefined ? [] : addressesOfNode(node)),
      '127.0.0.1',
    ],
  }
  const unknown = stateCertificate({
    subject: nameOf(['CN', 'kubernetes']),
    dns: [],
    ips: [],
    ...span(state),
    isAuthority: true,
  })
  const { notBeforeMs, notAfterMs } = issuer ?? unknown
  return [stateCertificate({ ...said, notBeforeMs, notAfterMs }, issuer ?? unknown)]
}

/** A kubelet makes an authority for its own certificate, and shows both. */
const ofKubelet = (state: NetworkState, hop: ListenerHop): readonly Certificate[] => {
  const node = state.nodesByIp.get(hop.before?.destinationIp ?? '')?.metadata.name ?? ''
  const at = Math.floor(madeAt(state) / 1000)
  const authority = stateCertificate({
    subject: nameOf(['CN', `${node}-ca@${at}`]),
    dns: [],
    ips: [],
    ...span(state),
    isAuthority: true,
  })
  return [
    stateCertificate({ subject: nameOf(['CN', `${node}@${at}`]), dns: [node], ips: [], ...span(state) }, authority),
    authority,
  ]
}

/** ingress-nginx's own, for hosts without one. */
const fakeOf = (state: NetworkState): readonly Certificate[] => {
  const notBeforeMs = madeAt(state)
  return [
    stateCertificate({
      subject: nameOf(['O', 'Acme Co'], ['CN', 'Kubernetes Ingress Controller Fake Certificate']),
      dns: ['ingress.local'],
      ips: [],
      notBeforeMs,
      notAfterMs: notBeforeMs + 10 * YEAR_MS,
    }),
  ]
}

const readSecret = ({ data = {} }: Secret): readonly Certificate[] | undefined =>
  data['tls.crt'] === undefined || data['tls.key'] === undefined ? undefined : readCertificates(atob(data['tls.crt']))

const chainsOf = ({ objects }: Snapshot, names: readonly NamespacedName[]): readonly (readonly Certificate[])[] =>
  names.flatMap(({ namespace, name }) => {
    const secret = objects.find(
      (object) => isSecret(object) && object.metadata.name === name && object.metadata.namespace === namespace,
    )
    const chain = secret !== undefined && isSecret(secret) ? readSecret(secret) : undefined
    return chain === undefined ? [] : [chain]
  })

/** ingress-nginx goes on with its own certificate where that of an Ingress is for another host. */
const names = ([leaf]: readonly Certificate[], host: string): boolean => leaf !== undefined && verifyName(leaf, host).fits

const ofProxy = (state: NetworkState, hop: RouteHop, { serverName, port }: Asked): readonly Certificate[] | undefined => {
  if (hop.listener !== undefined) return chainsOf(state.snapshot, gatewaySecretsFor(state, serverName, port))[0]
  const meant = serverName === '' ? [] : chainsOf(state.snapshot, tlsSecretsFor(state, serverName))
  return meant.find((chain) => names(chain, serverName)) ?? fakeOf(state)
}

const ofListener = async (
  outcome: ExchangeOutcome,
  hop: ListenerHop,
  { serverName, state, shownBy, authority }: Presenting & Asked & { readonly state: NetworkState },
): Promise<readonly Certificate[] | undefined> => {
  if (hop.program === 'kube-apiserver') return ofApiServer(state, authority)
  if (hop.program === 'kubelet') return ofKubelet(state, hop)
  if (hop.pod === undefined) return undefined
  const pem = await shownBy(outcome, serverName)
  const shown = pem === undefined ? undefined : readCertificates(pem)
  return shown ?? [stateCertificate({ subject: nameOf(['CN', hop.pod.name]), dns: [], ips: [], ...span(state) })]
}

/** Undefined where nobody speaks TLS, or it is not known who does. */
export async function presentedBy(
  outcome: ExchangeOutcome,
  asked: Asked,
  presenting: Presenting,
): Promise<readonly Certificate[] | undefined> {
  const { hops } = outcome.walk
  const state = indexSnapshot(presenting.snapshot)
  const proxy = hops.find((hop) => hop.kind === 'route')
  if (proxy !== undefined) return ofProxy(state, proxy, asked)
  const end = hops.findLast((hop) => hop.kind === 'listener')
  return end === undefined ? undefined : ofListener(outcome, end, { ...presenting, ...asked, state })
}
