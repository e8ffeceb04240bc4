/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidateEnv, v1.34 */
import type { Container, EnvVar, EnvVarSource, ObjectFieldSelector, ResourceFieldSelector } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { checkText, invalidValue, notSupported, required, requireText } from '../causes.ts'
import { configKey, environmentName, qualifiedName } from '../names.ts'

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

/** `metadata.labels['key']` names one label. */
const validateSubscript = (field: string, path: string): readonly StatusCause[] | undefined => {
  const match = /^(.+)\['(.*)'\]$/u.exec(path)
  if (match === null) return undefined
  const [, map = '', key = ''] = match
  if (map === 'metadata.annotations') return checkKey(field, key.toLowerCase())
  return map === 'metadata.labels' ? checkKey(field, key) : [invalidValue(field, map, 'does not support subscript')]
}

const checkKey = (field: string, key: string): readonly StatusCause[] =>
  qualifiedName(key).map((detail) => invalidValue(field, key, detail))

export const validateFieldRef = (
  { apiVersion = '', fieldPath }: ObjectFieldSelector,
  path: string,
  allowed: readonly string[] = ENV_FIELDS,
): readonly StatusCause[] => {
  if (apiVersion === '') return [required(`${path}.apiVersion`)]
  const field = `${path}.fieldPath`
  if (fieldPath === '') return [required(field)]
  const subscript = validateSubscript(field, fieldPath)
  if (subscript !== undefined) return subscript
  if (!KNOWN_FIELDS.some((known) => known === fieldPath))
    return [invalidValue(field, fieldPath, `error converting fieldPath: field label not supported: ${fieldPath}`)]
  const internal = fieldPath === 'spec.host' ? 'spec.nodeName' : fieldPath
  return allowed.includes(internal) ? [] : [notSupported(field, fieldPath, allowed)]
}

const RESOURCES = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
] as const

export const validateResourceRef = (
  { containerName, resource }: ResourceFieldSelector,
  path: string,
  inVolume: boolean,
): readonly StatusCause[] => {
  if (inVolume && (containerName ?? '') === '') return [required(`${path}.containerName`)]
  if (resource === '') return [required(`${path}.resource`)]
  const known = RESOURCES.some((name) => name === resource) || /^(limits|requests)\.hugepages-/u.test(resource)
  return known ? [] : [notSupported(`${path}.resource`, resource, RESOURCES)]
}

const validateKeyRef = (
  reference: { readonly name?: string; readonly key: string } | undefined,
  path: string,
): readonly StatusCause[] =>
  reference === undefined
    ? []
    : [...requireText(`${path}.name`, reference.name), ...requireText(`${path}.key`, reference.key, configKey)]

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

/** Errors of the choice name the list, not the entry: the server does so. */
const validateEnvFrom = (sources: Container['envFrom'], path: string): readonly StatusCause[] =>
  (sources ?? []).flatMap(({ prefix, configMapRef, secretRef }, index) => {
    const here = `${path}[${index}]`
    const count = [configMapRef, secretRef].filter((part) => part !== undefined).length
    return [
      ...checkText(`${here}.prefix`, prefix, environmentName),
      ...(configMapRef === undefined ? [] : requireText(`${here}.configMapRef.name`, configMapRef.name)),
      ...(secretRef === undefined ? [] : requireText(`${here}.secretRef.name`, secretRef.name)),
      ...(count === 0 ? [invalidValue(path, '', 'must specify one of: `configMapRef` or `secretRef`')] : []),
      ...(count > 1 ? [invalidValue(path, '', 'may not have more than one field specified at a time')] : []),
    ]
  })

export const validateEnvironment = (container: Container, path: string): readonly StatusCause[] => [
  ...(container.env ?? []).flatMap((entry, index) => validateVariable(entry, `${path}.env[${index}]`)),
  ...validateEnvFrom(container.envFrom, `${path}.envFrom`),
]
