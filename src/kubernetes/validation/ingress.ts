/** @see k8s.io/kubernetes pkg/apis/networking/validation/validation.go, v1.34 */
import type {
  HTTPIngressPath,
  Ingress,
  IngressBackend,
  IngressRule,
  ServiceBackendPort,
  TypedLocalObjectReference,
} from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { validateIp } from './addresses.ts'
import { checkText, invalidValue, notSupported, required } from './causes.ts'
import { dns1035Label, dns1123Subdomain, pathSegment, portName, portNumber, wildcardSubdomain } from './names.ts'

const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'] as const
const FORBIDDEN_PARTS = ['//', '/./', '/../', '%2f', '%2F'] as const
const FORBIDDEN_ENDS = ['/..', '/.'] as const

const validateBackendPort = (port: ServiceBackendPort | undefined, path: string): readonly StatusCause[] => {
  const { name = '', number = 0 } = port ?? {}
  if (name !== '' && number !== 0) return [invalidValue(path, '', 'cannot set both port name & port number')]
  if (name !== '') return portName(name).map((detail) => invalidValue(`${path}.service.port.name`, name, detail))
  if (number !== 0) return portNumber(number).map((detail) => invalidValue(`${path}.service.port.number`, number, detail))
  return [required(path, 'port name or number is required')]
}

/** @see k8s.io/kubernetes pkg/apis/networking/validation/validation.go, validateIngressTypedLocalObjectReference, v1.34 */
const validateResource = ({ apiGroup, kind, name }: TypedLocalObjectReference, path: string): readonly StatusCause[] => [
  ...(apiGroup === undefined
    ? []
    : dns1123Subdomain(apiGroup).map((detail) => invalidValue(`${path}.apiGroup`, apiGroup, detail))),
  ...named('kind', kind, path),
  ...named('name', name, path),
]

const named = (field: string, value: string, path: string): readonly StatusCause[] =>
  value === ''
    ? [required(`${path}.${field}`)]
    : pathSegment(value).map((detail) => invalidValue(`${path}.${field}`, value, detail))

const validateBackend = (backend: IngressBackend | undefined, path: string): readonly StatusCause[] => {
  const { service, resource } = backend ?? {}
  if (service !== undefined && resource !== undefined)
    return [invalidValue(path, '', 'cannot set both resource and service backends')]
  if (resource !== undefined) return validateResource(resource, `${path}.resource`)
  if (service === undefined) return [invalidValue(path, '', 'resource or service backend is required')]
  const { name } = service
  const names =
    name === ''
      ? [required(`${path}.service.name`)]
      : dns1035Label(name).map((detail) => invalidValue(`${path}.service.name`, name, detail))
  return [...names, ...validateBackendPort(service.port, path)]
}

const validatePath = (entry: HTTPIngressPath, field: string): readonly StatusCause[] => {
  const pathType = entry.pathType as string | undefined
  const path = entry.path ?? ''
  const causes: StatusCause[] = []
  if (pathType === undefined) causes.push(required(`${field}.pathType`, 'pathType must be specified'))
  else if (pathType === 'Exact' || pathType === 'Prefix') {
    if (!path.startsWith('/')) causes.push(invalidValue(`${field}.path`, path, 'must be an absolute path'))
    else {
      const parts = FORBIDDEN_PARTS.filter((part) => path.includes(part)).map((part) =>
        invalidValue(`${field}.path`, path, `must not contain '${part}'`),
      )
      const ends = FORBIDDEN_ENDS.filter((end) => path.endsWith(end)).map((end) =>
        invalidValue(`${field}.path`, path, `cannot end with '${end}'`),
      )
      causes.push(...parts, ...ends)
    }
  } else if (pathType === 'ImplementationSpecific') {
    if (path !== '' && !path.startsWith('/')) causes.push(invalidValue(`${field}.path`, path, 'must be an absolute path'))
  } else causes.push(notSupported(`${field}.pathType`, pathType, PATH_TYPES))
  // Without a path type the server stops here.
  if (pathType === undefined) return causes
  return [...causes, ...validateBackend(entry.backend, `${field}.backend`)]
}

const validateHost = (host: string, field: string): readonly StatusCause[] => {
  if (validateIp(host).length === 0) return [invalidValue(field, host, 'must be a DNS name, not an IP address')]
  const details = host.includes('*') ? wildcardSubdomain(host) : dns1123Subdomain(host)
  return details.map((detail) => invalidValue(field, host, detail))
}

const validateRule = (rule: IngressRule, field: string): readonly StatusCause[] => {
  const paths = rule.http?.paths
  return [
    ...(rule.host === undefined || rule.host === '' ? [] : validateHost(rule.host, `${field}.host`)),
    ...(rule.http !== undefined && (paths ?? []).length === 0 ? [required(`${field}.http.paths`)] : []),
    ...(paths ?? []).flatMap((path, index) => validatePath(path, `${field}.http.paths[${index}]`)),
  ]
}

const validateTls = (ingress: Ingress): readonly StatusCause[] =>
  (ingress.spec?.tls ?? []).flatMap((tls, index) => {
    const field = `spec.tls[${index}]`
    const hosts = (tls.hosts ?? []).flatMap((host, at) => {
      const details = host.includes('*') ? wildcardSubdomain(host) : dns1123Subdomain(host)
      return details.map((detail) => invalidValue(`${field}.hosts[${at}]`, host, detail))
    })
    return [...hosts, ...checkText(`${field}.secretName`, tls.secretName, dns1123Subdomain)]
  })

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class'

const validateClass = (ingress: Ingress): readonly StatusCause[] => {
  const name = ingress.spec?.ingressClassName
  const annotation = ingress.metadata.annotations?.[CLASS_ANNOTATION]
  if (name === undefined) return []
  const differs = annotation !== undefined && annotation !== name
  return [
    ...(differs
      ? [invalidValue(`annotations.${CLASS_ANNOTATION}`, annotation, 'must match `ingressClassName` when both are specified')]
      : []),
    ...dns1123Subdomain(name).map((detail) => invalidValue('spec.ingressClassName', name, detail)),
  ]
}

export const validateIngress = (ingress: Ingress): readonly StatusCause[] => {
  const { spec } = ingress
  const rules = spec?.rules ?? []
  const nothing = rules.length === 0 && spec?.defaultBackend === undefined
  return [
    ...(nothing ? [invalidValue('spec', undefined, 'either `defaultBackend` or `rules` must be specified')] : []),
    ...rules.flatMap((rule, index) => validateRule(rule, `spec.rules[${index}]`)),
    ...(spec?.defaultBackend === undefined ? [] : validateBackend(spec.defaultBackend, 'spec.defaultBackend')),
    ...validateTls(ingress),
    ...validateClass(ingress),
  ]
}
