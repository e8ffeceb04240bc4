/**
 * The validating webhook that ingress-nginx installs. It judges the Ingresses of its classes, in these words.
 * @see ingress-nginx internal/ingress/controller/controller.go (CheckIngress), internal/ingress/inspector, version 1.15
 */
import { badRequest } from '../../../kubernetes/errors.ts'
import type { HTTPIngressPath, Ingress } from '../../../kubernetes/generated/types.ts'
import { isIngress, isIngressClass } from '../../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { Status } from '../../../kubernetes/status.ts'
import type { Store } from '../../store/store.ts'

const CONTROLLER = 'k8s.io/ingress-nginx'
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class'
const PREFIX = 'nginx.ingress.kubernetes.io/'
const DENIED = 'admission webhook "validate.nginx.ingress.kubernetes.io" denied the request: '

/** With strict-validate-path-type, the default since 1.12, other characters are for ImplementationSpecific paths. */
const PLAIN_PATH = /^\/[A-Za-z0-9._/-]*$/u

const isServed = (ingress: Ingress, store: Store): boolean => {
  const name = ingress.spec?.ingressClassName ?? ingress.metadata.annotations?.[CLASS_ANNOTATION]
  const found = name === undefined ? undefined : store.get('ingressclasses.networking.k8s.io', undefined, name)
  return found !== undefined && isIngressClass(found) && found.spec?.controller === CONTROLLER
}

const pathsOf = ({ spec }: Ingress): readonly (HTTPIngressPath & { readonly host: string })[] =>
  (spec?.rules ?? []).flatMap(({ host, http }) =>
    (http?.paths ?? []).map((path) => ({ ...path, host: host === undefined || host === '' ? '_' : host })),
  )

/** Snippets could put any directive into nginx's configuration; they are off unless an administrator allows them. */
const forbiddenSnippet = ({ metadata }: Ingress): string | undefined => {
  const key = Object.keys(metadata.annotations ?? {}).find((name) => name.startsWith(PREFIX) && name.endsWith('-snippet'))
  return key === undefined
    ? undefined
    : `${key} annotation cannot be used. Snippet directives are disabled by the Ingress administrator`
}

const invalidPaths = (ingress: Ingress): string | undefined => {
  const messages = pathsOf(ingress)
    .filter(({ path = '/', pathType }) => pathType !== 'ImplementationSpecific' && path !== '' && !PLAIN_PATH.test(path))
    .map(({ path, pathType }) => `path ${path} cannot be used with pathType ${pathType}`)
  return messages.length === 0 ? undefined : `ingress contains invalid paths: ${messages.join('\n')}`
}

const isCanary = ({ metadata }: Ingress): boolean => metadata.annotations?.[`${PREFIX}canary`] === 'true'

const isSame = (one: Ingress, other: Ingress): boolean =>
  one.metadata.name === other.metadata.name && one.metadata.namespace === other.metadata.namespace

/** Two Ingresses cannot both have a host's path, unless one is the other's canary. */
const overlap = (ingress: Ingress, store: Store): string | undefined => {
  const others = store
    .list('ingresses.networking.k8s.io')
    .filter(isIngress)
    .filter((other) => isServed(other, store))
  for (const { host, path = '/' } of pathsOf(ingress)) {
    const there = others.filter((other) => pathsOf(other).some((one) => one.host === host && (one.path ?? '/') === path))
    if (there.some((other) => isSame(ingress, other))) return undefined
    const rival = there.find((other) => isCanary(other) === isCanary(ingress))
    const { namespace = '', name = '' } = rival?.metadata ?? {}
    if (rival !== undefined) return `host "${host}" and path "${path}" is already defined in ingress ${namespace}/${name}`
  }
  return undefined
}

/** Why the controller's webhook refuses an Ingress, if it does. */
export const refuseByIngressNginx = (object: KubernetesObject, store: Store): Status | undefined => {
  if (!isIngress(object) || !isServed(object, store)) return undefined
  const reason = forbiddenSnippet(object) ?? invalidPaths(object) ?? overlap(object, store)
  return reason === undefined ? undefined : badRequest(`${DENIED}${reason}`)
}
