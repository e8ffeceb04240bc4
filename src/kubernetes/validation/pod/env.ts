/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidateEnv, v1.34 */
import type { Container, EnvVar, EnvVarSource, ObjectFieldSelector, ResourceFieldSelector } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { checkText, invalidEach, invalidValue, notSupported, required, requireText } from '../causes.ts'
import { configKey, dns1123Subdomain, environmentName, qualifiedName } from '../names.ts'

const KNOWN_FIELDS = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.host',
  'spec.nodeName',
  'spec.restartPolicy',
  'spec.schedulerName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.phase',
  'status.podIP',
  'status.podIPs',
] as const

const ENV_FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
] as const

export const VOLUME_FIELDS = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
] as const

/** `metadata.labels['key']` names one label, `metadata.annotations['key']` one annotation. The server names the reference, not its field. */
const validateSubscript = (path: string, map: string, key: string): readonly StatusCause[] => {
  const name = map === 'metadata.annotations' ? key.toLowerCase() : key
  return invalidEach(path, name, qualifiedName(name))
}

const SUBSCRIPTED: readonly string[] = ['metadata.annotations', 'metadata.labels']

/** What cannot be read of a Pod at all, in the server's words. */
const unreadable = (apiVersion: string, fieldPath: string, map: string | undefined): string | undefined => {
  if (apiVersion !== 'v1') return `unsupported pod version: ${apiVersion}`
  if (map !== undefined) return SUBSCRIPTED.includes(map) ? undefined : `field label does not support subscript: ${fieldPath}`
  return KNOWN_FIELDS.some((known) => known === fieldPath) ? undefined : `field label not supported: ${fieldPath}`
}

export const validateFieldRef = (
  { apiVersion = '', fieldPath }: ObjectFieldSelector,
  path: string,
  allowed: readonly string[] = ENV_FIELDS,
): readonly StatusCause[] => {
  if (apiVersion === '') return [required(`${path}.apiVersion`)]
  const field = `${path}.fieldPath`
  if (fieldPath === '') return [required(field)]
  const [, map, key = ''] = /^(.+)\['(.*)'\]$/u.exec(fieldPath) ?? []
  const problem = unreadable(apiVersion, fieldPath, map)
  if (problem !== undefined) return [invalidValue(field, fieldPath, `error converting fieldPath: ${problem}`)]
  if (map !== undefined) return validateSubscript(path, map, key)
  const internal = fieldPath === 'spec.host' ? 'spec.nodeName' : fieldPath
  return allowed.includes(internal) ? [] : [notSupported(field, internal, allowed)]
}

const RESOURCES = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
] as const

const SIZES = '1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei'

/** What resources are divided by: the allowed values, and what they are called in the error. */
const divisorsOf = (resource: string): readonly [values: string, name: string] | undefined => {
  const name = resource.replace(/^(?:limits|requests)\./u, '')
  if (name === resource) return undefined
  if (name === 'cpu') return ['1m and 1', 'cpu resource']
  if (name === 'memory') return [SIZES, 'memory resource']
  if (name === 'ephemeral-storage') return [SIZES, 'local ephemeral storage resource']
  return name.startsWith('hugepages-') ? [SIZES, 'hugepages resource'] : undefined
}

const validateDivisor = ({ resource, divisor = '0' }: ResourceFieldSelector, path: string): readonly StatusCause[] => {
  const [values = '', name = ''] = divisorsOf(resource) ?? []
  if (divisor === '0' || values === '' || values.split(/, | and /u).includes(divisor)) return []
  return [invalidValue(`${path}.divisor`, resource, `only divisor's values ${values} are supported with the ${name}`)]
}

const validateResource = (resource: string, path: string): readonly StatusCause[] => {
  if (resource === '') return [required(`${path}.resource`)]
  const known = RESOURCES.some((name) => name === resource) || /^(?:limits|requests)\.hugepages-/u.test(resource)
  return known ? [] : [notSupported(`${path}.resource`, resource, RESOURCES)]
}

export const validateResourceRef = (
  reference: ResourceFieldSelector,
  path: string,
  inVolume: boolean,
): readonly StatusCause[] => {
  const unnamed = inVolume && (reference.containerName ?? '') === ''
  return [
    ...(unnamed ? [required(`${path}.containerName`)] : validateResource(reference.resource, path)),
    ...validateDivisor(reference, path),
  ]
}

const validateKeyRef = (
  reference: { readonly name?: string; readonly key: string } | undefined,
  path: string,
): readonly StatusCause[] =>
  reference === undefined
    ? []
    : [
        ...invalidEach(`${path}.name`, reference.name ?? '', dns1123Subdomain(reference.name ?? '')),
        ...requireText(`${path}.key`, reference.key, configKey),
      ]

const validateSource = (source: EnvVarSource, value: string, path: string): readonly StatusCause[] => {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = source
  const count = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef].filter((part) => part !== undefined).length
  const parts = [
    ...(fieldRef === undefined ? [] : validateFieldRef(fieldRef, `${path}.fieldRef`)),
    ...(resourceFieldRef === undefined ? [] : validateResourceRef(resourceFieldRef, `${path}.resourceFieldRef`, false)),
    ...validateKeyRef(configMapKeyRef, `${path}.configMapKeyRef`),
    ...validateKeyRef(secretKeyRef, `${path}.secretKeyRef`),
  ]
  if (count === 0) {
    const choices = 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`'
    return [...parts, invalidValue(path, '', choices)]
  }
  if (value !== '') return [...parts, invalidValue(path, '', 'may not be specified when `value` is not empty')]
  return count > 1 ? [...parts, invalidValue(path, '', 'may not have more than one field specified at a time')] : parts
}

const validateVariable = ({ name, value = '', valueFrom }: EnvVar, path: string): readonly StatusCause[] => [
  ...requireText(`${path}.name`, name, environmentName),
  ...(valueFrom === undefined ? [] : validateSource(valueFrom, value, `${path}.valueFrom`)),
]

/** As the server has it: a name here may end with a dash, as what only begins one. */
const nameOrPrefix = (name: string): readonly string[] => dns1123Subdomain(name.replace(/(?<=.)-$/u, 'a'))

/** Errors of the choice name the list, not the entry: the server does so. */
const validateEnvFrom = (sources: Container['envFrom'], path: string): readonly StatusCause[] =>
  (sources ?? []).flatMap(({ prefix, configMapRef, secretRef }, index) => {
    const here = `${path}[${index}]`
    const count = [configMapRef, secretRef].filter((part) => part !== undefined).length
    return [
      ...checkText(`${here}.prefix`, prefix, environmentName),
      ...(configMapRef === undefined ? [] : requireText(`${here}.configMapRef.name`, configMapRef.name, nameOrPrefix)),
      ...(secretRef === undefined ? [] : requireText(`${here}.secretRef.name`, secretRef.name, nameOrPrefix)),
      ...(count === 0 ? [invalidValue(path, '', 'must specify one of: `configMapRef` or `secretRef`')] : []),
      ...(count > 1 ? [invalidValue(path, '', 'may not have more than one field specified at a time')] : []),
    ]
  })

export const validateEnvironment = (container: Container, path: string): readonly StatusCause[] => [
  ...(container.env ?? []).flatMap((entry, index) => validateVariable(entry, `${path}.env[${index}]`)),
  ...validateEnvFrom(container.envFrom, `${path}.envFrom`),
]
