/** @see kubernetes-sigs/gateway-api apis/v1/gateway_types.go, gatewayclass_types.go, and config/crd/standard, v1.6 */
import type { Gateway, GatewayClass, GatewayListener, ListenerTls } from '../../extensions/gateway-api/types.ts'
import { afterSchema } from '../after-schema.ts'
import { duplicate, required } from '../causes.ts'
import {
  checkEnum,
  checkItems,
  checkRange,
  checkRule,
  checkSchema,
  GROUP,
  HOSTNAME,
  KIND,
  NAMESPACE,
  OBJECT_NAME,
  requireSchema,
  SECTION_NAME,
  type Causes,
} from './schema.ts'

const CONTROLLER = {
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9\/\-._~%!$&'()*+,;=:]+$/,
  min: 1,
  max: 253,
}
const PROTOCOL = {
  pattern:
    /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9]+$/,
  min: 1,
  max: 255,
}

export const validateGatewayClass = ({ spec }: GatewayClass): Causes =>
  spec === undefined
    ? [required('spec')]
    : [
        ...requireSchema('spec.controllerName', spec.controllerName, CONTROLLER),
        ...checkSchema('spec.description', spec.description, { max: 64 }),
      ]

const checkTls = (tls: ListenerTls, path: string): Causes => [
  ...checkEnum(`${path}.mode`, tls.mode, ['Terminate', 'Passthrough']),
  ...checkItems(`${path}.certificateRefs`, tls.certificateRefs, { max: 64 }, (ref, at) => [
    ...checkSchema(`${at}.group`, ref.group, GROUP),
    ...checkSchema(`${at}.kind`, ref.kind, KIND),
    ...requireSchema(`${at}.name`, ref.name, OBJECT_NAME),
    ...checkSchema(`${at}.namespace`, ref.namespace, NAMESPACE),
  ]),
]

const checkListener = (listener: GatewayListener, path: string): Causes => {
  const { name, hostname, port, protocol, tls, allowedRoutes } = listener
  return [
    ...requireSchema(`${path}.name`, name, SECTION_NAME),
    ...checkSchema(`${path}.hostname`, hostname, HOSTNAME),
    ...(port === undefined ? [required(`${path}.port`)] : checkRange(`${path}.port`, port, 1, 65535)),
    ...requireSchema(`${path}.protocol`, protocol, PROTOCOL),
    ...(tls === undefined ? [] : checkTls(tls, `${path}.tls`)),
    ...checkEnum(`${path}.allowedRoutes.namespaces.from`, allowedRoutes?.namespaces?.from, ['All', 'Selector', 'Same', 'None']),
    ...checkItems(`${path}.allowedRoutes.kinds`, allowedRoutes?.kinds, { max: 8 }, (kind, at) => [
      ...checkSchema(`${at}.group`, kind.group, GROUP),
      ...requireSchema(`${at}.kind`, kind.kind, KIND),
    ]),
  ]
}

const isProtocol = ({ protocol }: GatewayListener, ...names: readonly string[]): boolean =>
  names.includes(protocol.toUpperCase())

const samePlace = (one: GatewayListener, other: GatewayListener): boolean =>
  one.port === other.port && one.protocol === other.protocol && one.hostname === other.hostname

const checkListeners = (listeners: readonly GatewayListener[]): Causes => {
  const path = 'spec.listeners'
  const all = (holds: (listener: GatewayListener) => boolean): boolean => listeners.every(holds)
  return [
    ...listeners.flatMap(({ tls }, index) =>
      checkRule(`${path}[${index}].tls`, 'object', [
        [
          tls?.mode !== 'Terminate' || (tls.certificateRefs ?? []).length > 0 || Object.keys(tls.options ?? {}).length > 0,
          'certificateRefs or options must be specified when mode is Terminate',
        ],
      ]),
    ),
    ...checkRule(path, 'array', [
      [
        all((listener) => !isProtocol(listener, 'HTTP', 'TCP', 'UDP') || listener.tls === undefined),
        "tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']",
      ],
      [
        all((listener) => !isProtocol(listener, 'HTTPS') || (listener.tls?.mode ?? 'Terminate') === 'Terminate'),
        'tls mode must be Terminate for protocol HTTPS',
      ],
      [
        all((listener) => !isProtocol(listener, 'TLS') || listener.tls?.mode !== undefined),
        'tls mode must be set for protocol TLS',
      ],
      [
        all((listener) => !isProtocol(listener, 'TCP', 'UDP') || listener.hostname === undefined),
        "hostname must not be specified for protocols ['TCP', 'UDP']",
      ],
      [
        all(({ name }) => listeners.filter((other) => other.name === name).length === 1),
        'Listener name must be unique within the Gateway',
      ],
      [
        all((listener) => listeners.filter((other) => samePlace(listener, other)).length === 1),
        'Combination of port, protocol and hostname must be unique for each listener',
      ],
    ]),
  ]
}

/** Lists with keys take each key once. */
const checkNames = (listeners: readonly GatewayListener[]): Causes =>
  listeners.flatMap(({ name }, index) =>
    listeners.findIndex((other) => other.name === name) < index ? [duplicate(`spec.listeners[${index}]`, { name })] : [],
  )

export const validateGateway = ({ spec }: Gateway): Causes => {
  if (spec === undefined) return [required('spec')]
  const { gatewayClassName, listeners, addresses = [] } = spec
  const values = addresses.map(({ type, value }) => `${type ?? ''} ${value ?? ''}`)
  const unique = (kind: string): boolean =>
    addresses.every(
      ({ type, value }, index) => type !== kind || value === undefined || values.indexOf(values[index] ?? '') === index,
    )
  return afterSchema(
    [
      ...requireSchema('spec.gatewayClassName', gatewayClassName, OBJECT_NAME),
      ...(listeners === undefined ? [required('spec.listeners')] : []),
      ...checkItems('spec.listeners', listeners, { min: 1, max: 64 }, checkListener),
      ...checkNames(listeners ?? []),
      ...checkItems('spec.addresses', addresses, { max: 16 }, ({ value }, at) =>
        checkSchema(`${at}.value`, value, { max: 253 }),
      ),
    ],
    () => [
      ...checkListeners(listeners ?? []),
      ...checkRule('spec.addresses', 'array', [
        [unique('IPAddress'), 'IPAddress values must be unique'],
        [unique('Hostname'), 'Hostname values must be unique'],
      ]),
    ],
  )
}
