/** Defaults of Pods and Pod templates. @see k8s.io/kubernetes pkg/apis/core/v1/defaults.go, v1.34 */
import type { Container, PodSpec, Probe } from '../generated/types.ts'
import { parseImage } from '../image-reference.ts'
import { withoutUndefined } from '../json.ts'
import { withoutDisabledFields } from './disabled-fields.ts'
import { defaultVolume } from './volumes.ts'

const defaultHttpGet = <Handler extends Pick<Probe, 'httpGet'>>(handler: Handler): Handler =>
  handler.httpGet === undefined ? handler : { ...handler, httpGet: { path: '/', scheme: 'HTTP', ...handler.httpGet } }

const defaultLifecycle = (lifecycle: Container['lifecycle']): Container['lifecycle'] => {
  if (lifecycle === undefined) return undefined
  const { postStart, preStop } = lifecycle
  return {
    ...lifecycle,
    ...(postStart === undefined ? {} : { postStart: defaultHttpGet(postStart) }),
    ...(preStop === undefined ? {} : { preStop: defaultHttpGet(preStop) }),
  }
}

const defaultProbe = (probe: Probe | undefined): Probe | undefined =>
  probe === undefined
    ? undefined
    : {
        ...defaultHttpGet(probe),
        ...(probe.grpc === undefined ? {} : { grpc: { service: '', ...probe.grpc } }),
        timeoutSeconds: probe.timeoutSeconds ?? 1,
        periodSeconds: probe.periodSeconds ?? 10,
        successThreshold: probe.successThreshold ?? 1,
        failureThreshold: probe.failureThreshold ?? 3,
      }

/** `Always` for the tag `latest` or none, else `IfNotPresent`; so for what is no name of an image, too. */
const pullPolicy = (image = ''): string =>
  !image.includes('@') && parseImage(image)?.tag === 'latest' ? 'Always' : 'IfNotPresent'

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

const defaultContainer = (container: Container): Container =>
  withoutUndefined({
    ...container,
    env: defaultEnv(container.env),
    ports: container.ports?.map((port) => ({ ...port, protocol: port.protocol ?? 'TCP' })),
    resources: container.resources ?? {},
    lifecycle: defaultLifecycle(container.lifecycle),
    livenessProbe: defaultProbe(container.livenessProbe),
    readinessProbe: defaultProbe(container.readinessProbe),
    startupProbe: defaultProbe(container.startupProbe),
    terminationMessagePath: container.terminationMessagePath ?? '/dev/termination-log',
    terminationMessagePolicy: container.terminationMessagePolicy ?? 'File',
    imagePullPolicy: container.imagePullPolicy ?? pullPolicy(container.image),
  }) as Container

/** The deprecated field mirrors the one that replaced it, whichever was given. */
const defaultAccount = ({ serviceAccountName, serviceAccount }: PodSpec): Partial<PodSpec> => {
  const name = serviceAccountName ?? serviceAccount
  return name === undefined ? {} : { serviceAccountName: name, serviceAccount: name }
}

const PLAIN_DEFAULTS = {
  restartPolicy: 'Always',
  dnsPolicy: 'ClusterFirst',
  securityContext: {},
  schedulerName: 'default-scheduler',
} as const

/** Of Pods and of templates. */
export const defaultPodSpec = (spec: PodSpec): PodSpec => {
  const containers = spec.containers as PodSpec['containers'] | undefined
  return withoutDisabledFields(
    withoutUndefined({
      ...PLAIN_DEFAULTS,
      ...spec,
      volumes: spec.volumes?.map(defaultVolume),
      initContainers: spec.initContainers?.map(defaultContainer),
      containers: containers?.map(defaultContainer),
      ephemeralContainers: spec.ephemeralContainers?.map(defaultContainer),
      terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds ?? 30,
      ...defaultAccount(spec),
    }) as PodSpec,
  )
}

/** On a node's network a container's ports are the node's. */
const defaultHostPorts = (container: Container): Container =>
  container.ports === undefined
    ? container
    : { ...container, ports: container.ports.map((port) => ({ ...port, hostPort: port.hostPort ?? port.containerPort })) }

/** What the server sets on Pods themselves besides the template's defaults. */
export const defaultStandalonePodSpec = (given: PodSpec): PodSpec => {
  const spec = defaultPodSpec(given)
  const fill = (container: Container): Container => {
    const filled = { ...container, resources: defaultResources(container) }
    return spec.hostNetwork === true ? defaultHostPorts(filled) : filled
  }
  const containers = spec.containers as PodSpec['containers'] | undefined
  return {
    ...spec,
    ...(containers === undefined ? {} : { containers: containers.map(fill) }),
    ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(fill) }),
    // A time that no clock has ends at once.
    ...((spec.terminationGracePeriodSeconds ?? 0) < 0 ? { terminationGracePeriodSeconds: 1 } : {}),
    enableServiceLinks: spec.enableServiceLinks ?? true,
  }
}

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
