/** Environment, mounts and probes of a container. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, v1.34 */
import type { Container, EnvVar, Probe, VolumeMount } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { invalidValue, notFoundValue, required } from './causes.ts'
import { validateChoice } from './metadata.ts'
import { environmentName, portName, portNumber } from './names.ts'

const validateEnv = (entry: EnvVar, path: string): readonly StatusCause[] => {
  const name = (entry.name as string | undefined) ?? ''
  const source = entry.valueFrom
  const kinds = source === undefined ? 0 : Object.keys(source).length
  return [
    ...(name === ''
      ? [required(`${path}.name`)]
      : environmentName(name).map((detail) => invalidValue(`${path}.name`, name, detail))),
    ...(source !== undefined && kinds === 0
      ? [
          invalidValue(
            `${path}.valueFrom`,
            '',
            'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`',
          ),
        ]
      : []),
    ...(kinds > 1 ? [invalidValue(`${path}.valueFrom`, '', 'may not have more than one field specified at a time')] : []),
    ...(source !== undefined && kinds > 0 && entry.value !== undefined && entry.value !== ''
      ? [invalidValue(`${path}.valueFrom`, '', 'may not be specified when `value` is not empty')]
      : []),
  ]
}

const validateMount = (mount: VolumeMount, path: string, volumes: ReadonlySet<string>): readonly StatusCause[] => {
  const name = (mount.name as string | undefined) ?? ''
  const mountPath = (mount.mountPath as string | undefined) ?? ''
  return [
    ...(name === '' ? [required(`${path}.name`)] : []),
    ...(volumes.has(name) ? [] : [notFoundValue(`${path}.name`, name)]),
    ...(mountPath === '' ? [required(`${path}.mountPath`)] : []),
    ...(mount.subPath?.split('/').includes('..') === true
      ? [invalidValue(`${path}.subPath`, mount.subPath, "must not contain '..'")]
      : []),
  ]
}

const findMountTwice = (mounts: readonly VolumeMount[], path: string): readonly StatusCause[] => {
  const seen = new Set<string>()
  return mounts.flatMap(({ mountPath }, index) => {
    const twice = seen.has(mountPath)
    seen.add(mountPath)
    return twice ? [invalidValue(`${path}[${index}].mountPath`, mountPath, 'must be unique')] : []
  })
}

export const validateContainerSources = (
  container: Container,
  path: string,
  volumes: ReadonlySet<string>,
): readonly StatusCause[] => [
  ...(container.env ?? []).flatMap((entry, index) => validateEnv(entry, `${path}.env[${index}]`)),
  ...(container.volumeMounts ?? []).flatMap((mount, index) => validateMount(mount, `${path}.volumeMounts[${index}]`, volumes)),
  ...findMountTwice(container.volumeMounts ?? [], `${path}.volumeMounts`),
]

const validateProbePort = (port: number | string | undefined, path: string): readonly StatusCause[] => {
  const details = typeof port === 'string' ? portName(port) : portNumber(port ?? 0)
  return details.map((detail) => invalidValue(path, port ?? 0, detail))
}

const NON_NEGATIVE = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const

const validateProbe = (probe: Probe, path: string): readonly StatusCause[] => {
  const { httpGet, tcpSocket, exec, grpc } = probe
  const handlers = [exec, httpGet, tcpSocket, grpc].filter((handler) => handler !== undefined)
  return [
    ...(exec !== undefined && (exec.command ?? []).length === 0 ? [required(`${path}.exec.command`)] : []),
    ...(httpGet === undefined
      ? []
      : [
          ...((httpGet.path ?? '') === '' ? [required(`${path}.httpGet.path`)] : []),
          ...validateProbePort(httpGet.port, `${path}.httpGet.port`),
          ...validateChoice(httpGet.scheme, `${path}.httpGet.scheme`, ['HTTP', 'HTTPS']),
        ]),
    ...(tcpSocket === undefined ? [] : validateProbePort(tcpSocket.port, `${path}.tcpSocket.port`)),
    ...(handlers.length === 0 ? [required(path, 'must specify a handler type')] : []),
    ...NON_NEGATIVE.flatMap((field) =>
      (probe[field] ?? 0) < 0 ? [invalidValue(`${path}.${field}`, probe[field], 'must be greater than or equal to 0')] : [],
    ),
  ]
}

const SINGLE_SUCCESS = ['livenessProbe', 'startupProbe'] as const

export const validateProbes = (container: Container, path: string): readonly StatusCause[] => [
  ...(['livenessProbe', 'readinessProbe', 'startupProbe'] as const).flatMap((field) => {
    const probe = container[field]
    return probe === undefined ? [] : validateProbe(probe, `${path}.${field}`)
  }),
  ...SINGLE_SUCCESS.flatMap((field) => {
    const threshold = container[field]?.successThreshold
    return threshold === undefined || threshold === 1
      ? []
      : [invalidValue(`${path}.${field}.successThreshold`, threshold, 'must be 1')]
  }),
]
