/** Probes and lifecycle handlers. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, validateProbe and validateHandler, v1.34 */
import type { Container, Lifecycle, LifecycleHandler, Probe } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { forbiddenField, invalidEach, invalidValue, notNegative, notSupported, required, requireText } from '../causes.ts'
import { httpHeaderName, portNumberOrName } from '../names.ts'

type Handler = Pick<Probe, 'exec' | 'httpGet' | 'tcpSocket' | 'grpc'> & Pick<LifecycleHandler, 'sleep'>

const SCHEMES = ['HTTP', 'HTTPS'] as const

const validatePort = (field: string, port: number | string | undefined): readonly StatusCause[] =>
  invalidEach(field, port ?? 0, portNumberOrName(port ?? 0))

const validateHttpGet = (action: NonNullable<Handler['httpGet']>, path: string): readonly StatusCause[] => {
  const { scheme = 'HTTP', httpHeaders } = action
  return [
    ...requireText(`${path}.path`, action.path),
    ...validatePort(`${path}.port`, action.port),
    ...(SCHEMES.some((known) => known === scheme) ? [] : [notSupported(`${path}.scheme`, scheme, SCHEMES)]),
    ...(httpHeaders ?? []).flatMap(({ name }) => invalidEach(`${path}.httpHeaders`, name, httpHeaderName(name))),
  ]
}

const validateSleep = (seconds: number, path: string, graceSeconds: number): readonly StatusCause[] =>
  seconds < 0 || seconds > graceSeconds
    ? [invalidValue(path, seconds, `must be non-negative and less than terminationGracePeriodSeconds (${graceSeconds})`)]
    : []

const validateHandler = (handler: Handler, path: string, graceSeconds: number): readonly StatusCause[] => {
  const { exec, httpGet, tcpSocket, grpc, sleep } = handler
  const checks = [
    ['exec', exec && ((exec.command ?? []).length === 0 ? [required(`${path}.exec.command`)] : [])],
    ['httpGet', httpGet && validateHttpGet(httpGet, `${path}.httpGet`)],
    ['tcpSocket', tcpSocket && validatePort(`${path}.tcpSocket.port`, tcpSocket.port)],
    ['grpc', grpc && validatePort(`${path}.grpc.port`, grpc.port)],
    ['sleep', sleep && validateSleep(sleep.seconds, `${path}.sleep`, graceSeconds)],
  ] as const
  const given = checks.filter(([, causes]) => causes !== undefined)
  if (given.length === 0) return [required(path, 'must specify a handler type')]
  return given.flatMap(([name, causes], index) =>
    index === 0 ? (causes ?? []) : [forbiddenField(`${path}.${name}`, 'may not specify more than 1 handler type')],
  )
}

const COUNTS = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'] as const

const validateProbe = (probe: Probe | undefined, path: string): readonly StatusCause[] => {
  if (probe === undefined) return []
  const grace = probe.terminationGracePeriodSeconds
  return [
    ...validateHandler(probe, path, 0),
    ...COUNTS.flatMap((field) => notNegative(`${path}.${field}`, probe[field])),
    ...(grace !== undefined && grace <= 0
      ? [invalidValue(`${path}.terminationGracePeriodSeconds`, grace, 'must be greater than 0')]
      : []),
  ]
}

const validateOneSuccess = (probe: Probe | undefined, path: string): readonly StatusCause[] => {
  const threshold = probe?.successThreshold
  return threshold === undefined || threshold === 1 ? [] : [invalidValue(`${path}.successThreshold`, threshold, 'must be 1')]
}

const validateReadiness = (probe: Probe | undefined, path: string): readonly StatusCause[] => {
  const grace = probe?.terminationGracePeriodSeconds
  const unwanted = 'must not be set for readinessProbes'
  return [
    ...validateProbe(probe, path),
    ...(grace === undefined ? [] : [invalidValue(`${path}.terminationGracePeriodSeconds`, grace, unwanted)]),
  ]
}

const validateLifecycle = (lifecycle: Lifecycle | undefined, path: string, graceSeconds: number): readonly StatusCause[] =>
  (['postStart', 'preStop'] as const).flatMap((field) => {
    const handler = lifecycle?.[field]
    return handler === undefined ? [] : validateHandler(handler, `${path}.${field}`, graceSeconds)
  })

export const validateHandlers = (container: Container, path: string, graceSeconds: number): readonly StatusCause[] => [
  ...validateLifecycle(container.lifecycle, `${path}.lifecycle`, graceSeconds),
  ...validateProbe(container.livenessProbe, `${path}.livenessProbe`),
  ...validateOneSuccess(container.livenessProbe, `${path}.livenessProbe`),
  ...validateReadiness(container.readinessProbe, `${path}.readinessProbe`),
  ...validateProbe(container.startupProbe, `${path}.startupProbe`),
  ...validateOneSuccess(container.startupProbe, `${path}.startupProbe`),
]

/** Init containers that are no sidecars end by themselves: nothing may watch them. */
export const forbidHandlers = (container: Container, path: string): readonly StatusCause[] =>
  (['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const)
    .filter((field) => container[field] !== undefined)
    .map((field) => forbiddenField(`${path}.${field}`, 'may not be set for init containers without restartPolicy=Always'))
