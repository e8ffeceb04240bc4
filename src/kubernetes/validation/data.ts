/** ConfigMaps and Secrets. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, v1.34 */
import type { ConfigMap, Secret } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { invalidValue, required, tooLong } from './causes.ts'
import { configKey } from './names.ts'

const MAX_BYTES = 1024 * 1024

const validateKeys = (field: string, data: Readonly<Record<string, string>> | undefined): readonly StatusCause[] =>
  Object.keys(data ?? {}).flatMap((key) => configKey(key).map((detail) => invalidValue(`${field}[${key}]`, key, detail)))

const sizeOf = (...maps: readonly (Readonly<Record<string, string>> | undefined)[]): number =>
  maps.reduce((total, map) => total + Object.values(map ?? {}).reduce((sum, value) => sum + value.length, 0), 0)

export const validateConfigMap = ({ data, binaryData }: ConfigMap): readonly StatusCause[] => [
  ...validateKeys('data', data),
  ...validateKeys('binaryData', binaryData),
  ...Object.keys(binaryData ?? {})
    .filter((key) => data?.[key] !== undefined)
    .map((key) => invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData')),
  ...(sizeOf(data, binaryData) > MAX_BYTES ? [tooLong('[]', MAX_BYTES)] : []),
]

/** The keys that a type of Secret must have; one list of alternatives is enough. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
}

const validateType = ({ type, data, metadata }: Secret): readonly StatusCause[] => {
  if (type === 'kubernetes.io/basic-auth') {
    const some = data?.['username'] !== undefined || data?.['password'] !== undefined
    return some ? [] : [required('data[username]'), required('data[password]')]
  }
  if (type === 'kubernetes.io/service-account-token') {
    const name = metadata.annotations?.['kubernetes.io/service-account.name'] ?? ''
    return name === '' ? [required('metadata.annotations[kubernetes.io/service-account.name]')] : []
  }
  return (NEEDED[type ?? ''] ?? []).filter((key) => data?.[key] === undefined).map((key) => required(`data[${key}]`))
}

const isJson = (base64: string): boolean => {
  try {
    JSON.parse(atob(base64))
    return true
  } catch {
    return false
  }
}

const validateDockerConfig = ({ data }: Secret): readonly StatusCause[] =>
  ['.dockerconfigjson', '.dockercfg'].flatMap((key) => {
    const value = data?.[key]
    if (value === undefined || isJson(value)) return []
    return [invalidValue(`data[${key}]`, '<secret contents redacted>', 'invalid JSON')]
  })

export const validateSecret = (secret: Secret): readonly StatusCause[] => [
  ...validateKeys('data', secret.data),
  ...(sizeOf(secret.data) > MAX_BYTES ? [tooLong('data', MAX_BYTES)] : []),
  ...validateType(secret),
  ...((secret.type ?? '').startsWith('kubernetes.io/dockerc') ? validateDockerConfig(secret) : []),
]
