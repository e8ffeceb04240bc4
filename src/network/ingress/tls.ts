/** Whose certificate an Ingress controller shows to a client that names its host (semantics I10). */
import type { IngressTLS, Ingress } from '../../kubernetes/generated/types.ts'
import type { NamespacedName } from '../model.ts'
import { namespaceOf, type NetworkState } from '../state.ts'
import { ingressesOf } from './classes.ts'
import { fitHost, normalizeHost, type HostFit } from './matching.ts'

/** An entry without hosts speaks for all that the rules name. */
const hostsOf = (ingress: Ingress, { hosts = [] }: IngressTLS): readonly string[] =>
  hosts.length > 0 ? hosts : (ingress.spec?.rules ?? []).flatMap(({ host }) => host ?? [])

interface Offer {
  readonly secret: NamespacedName
  readonly fit: HostFit
}

const offersOf = (ingress: Ingress, name: string): readonly Offer[] =>
  (ingress.spec?.tls ?? []).flatMap((entry) => {
    const { secretName } = entry
    if (secretName === undefined || secretName === '') return []
    return hostsOf(ingress, entry).map((host) => ({
      secret: { namespace: namespaceOf(ingress), name: secretName },
      fit: fitHost(host, name),
    }))
  })

const NAMING: readonly HostFit[] = ['exact', 'wildcard']

/** Whether an Ingress has TLS for the host, whichever certificate that comes to. */
export const isTlsHost = (state: NetworkState, host: string): boolean => {
  const name = normalizeHost(host)
  return state.facts.ingressControllers.some((controller) =>
    ingressesOf(state, controller).some((ingress) =>
      (ingress.spec?.tls ?? []).flatMap((entry) => hostsOf(ingress, entry)).some((one) => NAMING.includes(fitHost(one, name))),
    ),
  )
}

const byAge = (a: Ingress, b: Ingress): number =>
  (a.metadata.creationTimestamp ?? '').localeCompare(b.metadata.creationTimestamp ?? '')

/** The Secrets whose certificates are meant for the host, best first: those for the very name, then those for `*`; of these the oldest Ingress's. */
export const tlsSecretsFor = (state: NetworkState, host: string): readonly NamespacedName[] => {
  const name = normalizeHost(host)
  const offers = state.facts.ingressControllers
    .flatMap((controller) => [...ingressesOf(state, controller)].sort(byAge))
    .flatMap((ingress) => offersOf(ingress, name))
  return NAMING.flatMap((wanted) => offers.filter(({ fit }) => fit === wanted).map(({ secret }) => secret))
}
