/** Defaults of Pods and Pod templates. @see k8s.io/kubernetes pkg/apis/core/v1/defaults.go, v1.34 */
import type { Container, PodSpec, Probe, Volume } from '../generated/types.ts'
import { withoutUndefined } from '../json.ts'

const defaultProbe = (probe: Probe | undefined): Probe | undefined =>
  probe === undefined
    ? undefined
    : {
        ...probe,
        ...(probe.httpGet === undefined ? {} : { httpGet: { path: '/', scheme: 'HTTP', ...probe.httpGet } }),
        ...(probe.grpc === undefined ? {} : { grpc: { service: '', ...probe.grpc } }),
        timeoutSeconds: probe.timeoutSeconds ?? 1,
        periodSeconds: probe.periodSeconds ?? 10,
        successThreshold: probe.successThreshold ?? 1,
        failureThreshold: probe.failureThreshold ?? 3,
      }

/** `Always` for the tag `latest` or none, else `IfNotPresent`. */
const pullPolicy = (image: string | undefined): string => {
  const text = image ?? ''
  if (text.includes('@')) return 'IfNotPresent'
  const tag = /:([^:/]+)$/u.exec(text)?.[1]
  return tag === undefined || tag === 'latest' ? 'Always' : 'IfNotPresent'
}

const defaultResources = (container: Container): NonNullable<Container['resources']> => {
  const resources = container.resources ?? {}
  if (resources.limits === undefined) return resources
  return { ...resources, requests: { ...resources.limits, ...resources.requests } }
}

const defaultEnv = (env: Container['env']): Container['env'] =>
  env?.map((entry) =>
    entry.valueFrom?.fieldRef === undefined
      ? entry
      : { ...entry, valueFrom: { ...entry.valueFrom, fieldRef: { apiVersion: 'v1', ...entry.valueFrom.fieldRef } } },
  )

/** The feature of restart rules is off: only a sidecar keeps its own policy. */
const keepPolicy = (container: Container, init: boolean): Container => {
  const { restartPolicy, ...rest } = container
  return restartPolicy === undefined || (init && restartPolicy === 'Always') ? container : rest
}

const defaultContainer = (container: Container, hostNetwork: boolean): Container =>
  withoutUndefined({
    ...container,
    env: defaultEnv(container.env),
    ports: container.ports?.map((port) => ({
      ...port,
      protocol: port.protocol ?? 'TCP',
      ...(hostNetwork && port.hostPort === undefined ? { hostPort: port.containerPort } : {}),
    })),
    resources: defaultResources(container),
    livenessProbe: defaultProbe(container.livenessProbe),
    readinessProbe: defaultProbe(container.readinessProbe),
    startupProbe: defaultProbe(container.startupProbe),
    terminationMessagePath: container.terminationMessagePath ?? '/dev/termination-log',
    terminationMessagePolicy: container.terminationMessagePolicy ?? 'File',
    imagePullPolicy: container.imagePullPolicy ?? pullPolicy(container.image),
  }) as Container

const FILE_MODE = 0o644

type DownwardItems = NonNullable<Volume['downwardAPI']>['items']
type Projection = NonNullable<NonNullable<Volume['projected']>['sources']>[number]

const defaultItems = (items: DownwardItems): { readonly items?: NonNullable<DownwardItems> } =>
  items === undefined
    ? {}
    : {
        items: items.map((item) =>
          item.fieldRef === undefined ? item : { ...item, fieldRef: { apiVersion: 'v1', ...item.fieldRef } },
        ),
      }

const defaultProjection = (source: Projection): Projection => {
  const { downwardAPI, serviceAccountToken } = source
  return {
    ...source,
    ...(downwardAPI === undefined ? {} : { downwardAPI: { ...downwardAPI, ...defaultItems(downwardAPI.items) } }),
    ...(serviceAccountToken === undefined ? {} : { serviceAccountToken: { expirationSeconds: 3600, ...serviceAccountToken } }),
  }
}

const defaultVolume = (volume: Volume): Volume => {
  const { downwardAPI, projected } = volume
  if (volume.configMap !== undefined) return { ...volume, configMap: { defaultMode: FILE_MODE, ...volume.configMap } }
  if (volume.secret !== undefined) return { ...volume, secret: { defaultMode: FILE_MODE, ...volume.secret } }
  if (projected !== undefined) {
    const sources = projected.sources?.map(defaultProjection)
    return { ...volume, projected: { defaultMode: FILE_MODE, ...projected, ...(sources === undefined ? {} : { sources }) } }
  }
  if (downwardAPI !== undefined)
    return { ...volume, downwardAPI: { defaultMode: FILE_MODE, ...downwardAPI, ...defaultItems(downwardAPI.items) } }
  if (volume.hostPath !== undefined) return { ...volume, hostPath: { type: '', ...volume.hostPath } }
  const sources = Object.keys(volume).filter((key) => key !== 'name')
  return sources.length === 0 ? { ...volume, emptyDir: {} } : volume
}

/** The deprecated field mirrors the one that replaced it, whichever was given. */
const defaultAccount = ({ serviceAccountName, serviceAccount }: PodSpec): Partial<PodSpec> => {
  const name = serviceAccountName ?? serviceAccount
  return name === undefined ? {} : { serviceAccountName: name, serviceAccount: name }
}

const defaultGrace = (seconds: number | undefined): number => (seconds !== undefined && seconds < 0 ? 1 : (seconds ?? 30))

const PLAIN_DEFAULTS = {
  restartPolicy: 'Always',
  dnsPolicy: 'ClusterFirst',
  securityContext: {},
  schedulerName: 'default-scheduler',
} as const

export const defaultPodSpec = (spec: PodSpec): PodSpec => {
  const onHost = spec.hostNetwork === true
  const containers = spec.containers as PodSpec['containers'] | undefined
  return withoutUndefined({
    ...PLAIN_DEFAULTS,
    ...spec,
    volumes: spec.volumes?.map(defaultVolume),
    initContainers: spec.initContainers?.map((container) => defaultContainer(keepPolicy(container, true), onHost)),
    containers: containers?.map((container) => defaultContainer(keepPolicy(container, false), onHost)),
    ephemeralContainers: spec.ephemeralContainers?.map((container) => defaultContainer(container, onHost)),
    terminationGracePeriodSeconds: defaultGrace(spec.terminationGracePeriodSeconds),
    ...defaultAccount(spec),
  }) as PodSpec
}

/** What the server sets on Pods themselves besides the template's defaults. */
export const defaultStandalonePodSpec = (spec: PodSpec): PodSpec => ({
  ...defaultPodSpec(spec),
  enableServiceLinks: spec.enableServiceLinks ?? true,
})

/** @see k8s.io/kubernetes pkg/apis/core/helper/qos */
export const qosClass = (spec: PodSpec): string => {
  const counts = (name: string): boolean => name === 'cpu' || name === 'memory'
  const containers = [...((spec.containers as PodSpec['containers'] | undefined) ?? []), ...(spec.initContainers ?? [])]
  const none = containers.every(({ resources }) => !Object.keys({ ...resources?.limits, ...resources?.requests }).some(counts))
  if (none) return 'BestEffort'
  const guaranteed = containers.every(({ resources }) =>
    ['cpu', 'memory'].every(
      (name) => resources?.limits?.[name] !== undefined && resources.requests?.[name] === resources.limits[name],
    ),
  )
  return guaranteed ? 'Guaranteed' : 'Burstable'
}
