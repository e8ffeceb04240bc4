/** A container's environment: Services, envFrom, env. @see kubernetes pkg/kubelet/kubelet_pods.go, v1.34 */
import type { ConfigMap, Container, EnvFromSource, EnvVar, Pod, Secret, Service } from '../../kubernetes/generated/types.ts'
import { isConfigMap, isSecret, isService } from '../../kubernetes/guards.ts'
import type { Store } from '../store/store.ts'
import { containerOf, resourceOf } from './resource-values.ts'

export interface EnvironmentProblem {
  readonly reason: 'CreateContainerConfigError'
  readonly message: string
}

/** `linked`: variables of Services, as they were when this was read; put together when they are asked for, since they may be many. */
export type Environment =
  | {
      readonly ok: true
      readonly own: Readonly<Record<string, string>>
      readonly linked: () => Readonly<Record<string, string>>
    }
  | ({ readonly ok: false } & EnvironmentProblem)

/** base64 of UTF-8, as Secrets hold it. */
export function decodeBase64(text: string): string {
  const binary = atob(text.replace(/\s/gu, ''))
  return new TextDecoder().decode(Uint8Array.from(binary, (letter) => letter.charCodeAt(0)))
}

export const secretContents = ({ data = {}, stringData = {} }: Secret): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(data).map(([key, value]) => [key, decodeBase64(value)])),
  ...stringData,
})

const serviceVariables = (service: Service): Record<string, string> => {
  const ip = service.spec?.clusterIP ?? ''
  if (ip === '' || ip === 'None') return {}
  const prefix = (service.metadata.name ?? '').toUpperCase().replaceAll('-', '_')
  const ports = service.spec?.ports ?? []
  const [first] = ports
  const own: Record<string, string> = { [`${prefix}_SERVICE_HOST`]: ip, [`${prefix}_SERVICE_PORT`]: String(first?.port ?? '') }
  if (first !== undefined) own[`${prefix}_PORT`] = `${(first.protocol ?? 'TCP').toLowerCase()}://${ip}:${first.port}`
  for (const { name, port, protocol = 'TCP' } of ports) {
    if (name !== undefined) own[`${prefix}_SERVICE_PORT_${name.toUpperCase().replaceAll('-', '_')}`] = String(port)
    const each = `${prefix}_PORT_${port}_${protocol}`
    own[each] = `${protocol.toLowerCase()}://${ip}:${port}`
    own[`${each}_PROTO`] = protocol.toLowerCase()
    own[`${each}_PORT`] = String(port)
    own[`${each}_ADDR`] = ip
  }
  return own
}

/** Those of the Pod's namespace, and the API server's. */
function serviceLinks(pod: Pod, store: Store): () => Readonly<Record<string, string>> {
  const namespace = pod.metadata.namespace ?? 'default'
  const own = pod.spec?.enableServiceLinks === false ? [] : store.list('services', namespace)
  const api = store.get('services', 'default', 'kubernetes')
  return () => {
    const services = [...(api === undefined ? [] : [api]), ...own].filter(isService)
    return Object.assign({}, ...services.map(serviceVariables)) as Record<string, string>
  }
}

/** The value at a path such as `metadata.labels['app']` of the Pod; undefined where it is none that is offered. */
export function fieldOf(pod: Pod, path: string, podIps: readonly string[]): string | undefined {
  const keyed = /^metadata\.(labels|annotations)\['([^']+)'\]$/u.exec(path)
  if (keyed !== null) return pod.metadata[keyed[1] === 'labels' ? 'labels' : 'annotations']?.[keyed[2] ?? ''] ?? ''
  const values: Readonly<Record<string, string | undefined>> = {
    'metadata.name': pod.metadata.name,
    'metadata.namespace': pod.metadata.namespace,
    'metadata.uid': pod.metadata.uid,
    'spec.nodeName': pod.spec?.nodeName,
    'spec.serviceAccountName': pod.spec?.serviceAccountName ?? 'default',
    'status.podIP': podIps[0] ?? '',
    'status.podIPs': podIps.join(','),
    'status.hostIP': pod.status?.hostIP ?? '',
    'status.hostIPs': (pod.status?.hostIPs ?? []).map(({ ip }) => ip).join(','),
  }
  return values[path]
}

/** `$(NAME)` stands for a variable, `$$(` for itself. */
export const expand = (text: string, valueOf: (name: string) => string | undefined): string =>
  text.replace(/\$\$|\$\(([-._a-zA-Z][-._a-zA-Z0-9]*)\)/gu, (whole, name?: string) =>
    name === undefined ? '$' : (valueOf(name) ?? whole),
  )

interface Sources {
  readonly container: Container
  readonly pod: Pod
  readonly podIps: readonly string[]
  readonly store: Store
}

const problem = (message: string): Environment => ({ ok: false, reason: 'CreateContainerConfigError', message })

function mapContents({ pod, store }: Sources, kind: 'configmap' | 'secret', name: string): Record<string, string> | undefined {
  const namespace = pod.metadata.namespace
  const object = store.get(kind === 'configmap' ? 'configmaps' : 'secrets', namespace, name)
  if (object === undefined) return undefined
  if (isSecret(object)) return secretContents(object)
  return isConfigMap(object) ? { ...(object satisfies ConfigMap).data } : undefined
}

/** A value, undefined where it is optional and missing, or what is wrong. */
function valueOf(
  variable: EnvVar,
  sources: Sources,
  known: (name: string) => string | undefined,
): string | undefined | Environment {
  const from = variable.valueFrom
  if (from === undefined) return expand(variable.value ?? '', known)
  if (from.fieldRef !== undefined) return fieldOf(sources.pod, from.fieldRef.fieldPath, sources.podIps) ?? ''
  if (from.resourceFieldRef !== undefined) {
    const { pod, store, container } = sources
    return resourceOf(from.resourceFieldRef, containerOf(pod, from.resourceFieldRef.containerName) ?? container, pod, store)
  }
  if (from.configMapKeyRef !== undefined) return keyOf('configmap', from.configMapKeyRef, sources)
  return from.secretKeyRef === undefined ? '' : keyOf('secret', from.secretKeyRef, sources)
}

interface KeyReference {
  readonly name?: string
  readonly key: string
  readonly optional?: boolean
}

function keyOf(kind: 'configmap' | 'secret', reference: KeyReference, sources: Sources): string | undefined | Environment {
  const contents = mapContents(sources, kind, reference.name ?? '')
  const value = contents?.[reference.key]
  if (value !== undefined || reference.optional === true) return value
  const place = `${sources.pod.metadata.namespace ?? ''}/${reference.name ?? ''}`
  if (contents === undefined) return problem(`${kind} "${reference.name ?? ''}" not found`)
  return problem(`couldn't find key ${reference.key} in ${kind === 'secret' ? 'Secret' : 'ConfigMap'} ${place}`)
}

/** All that one entry of envFrom brings, or what is wrong with it. */
function contentsOf({ configMapRef, secretRef }: EnvFromSource, sources: Sources): Readonly<Record<string, string>> | string {
  const { name = '', optional } = configMapRef ?? secretRef ?? {}
  const kind = configMapRef === undefined ? 'secret' : 'configmap'
  const contents = mapContents(sources, kind, name)
  if (contents !== undefined) return contents
  return optional === true ? {} : `${kind} "${name}" not found`
}

export function environmentOf(container: Container, given: Omit<Sources, 'container'>): Environment {
  const sources = { ...given, container }
  const env: Record<string, string> = {}
  const linked = serviceLinks(sources.pod, sources.store)
  for (const source of container.envFrom ?? []) {
    const contents = contentsOf(source, sources)
    if (typeof contents === 'string') return problem(contents)
    for (const [key, value] of Object.entries(contents)) env[`${source.prefix ?? ''}${key}`] = value
  }
  for (const variable of container.env ?? []) {
    const value = valueOf(variable, sources, (name) => env[name] ?? linked()[name])
    if (typeof value === 'object') return value
    if (value !== undefined) env[variable.name] = value
  }
  return { ok: true, own: env, linked }
}
