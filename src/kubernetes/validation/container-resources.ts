/** Resources and security of a container. @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, v1.34 */
import type { Container, PodSpec } from '../generated/types.ts'
import { compareQuantities } from '../quantity.ts'
import type { StatusCause } from '../status.ts'
import { forbiddenField, invalidValue } from './causes.ts'
import { qualifiedName } from './names.ts'

const STANDARD = new Set(['cpu', 'memory', 'ephemeral-storage'])

const isStandard = (name: string): boolean => STANDARD.has(name) || name.startsWith('hugepages-')

const validateResource = (name: string, quantity: string, field: string): readonly StatusCause[] => {
  const qualified = name.includes('/')
  return [
    ...qualifiedName(name).map((detail) => invalidValue(field, name, detail)),
    ...(qualified || isStandard(name)
      ? []
      : [
          invalidValue(field, name, 'must be a standard resource type or fully qualified'),
          invalidValue(field, name, 'must be a standard resource for containers'),
        ]),
    ...(quantity.startsWith('-') ? [invalidValue(field, quantity, 'must be greater than or equal to 0')] : []),
    ...(qualified && /m$/u.test(quantity) ? [invalidValue(field, quantity, 'must be an integer')] : []),
  ]
}

export const validateResources = ({ resources }: Container, path: string): readonly StatusCause[] => {
  const { limits = {}, requests = {} } = resources ?? {}
  return [
    ...Object.entries(limits).flatMap(([name, quantity]) =>
      validateResource(name, quantity, `${path}.resources.limits[${name}]`),
    ),
    ...Object.entries(requests).flatMap(([name, quantity]) => {
      const limit = limits[name]
      const over = limit !== undefined && compareQuantities(quantity, limit) > 0
      return [
        ...validateResource(name, quantity, `${path}.resources.requests[${name}]`),
        ...(over
          ? [invalidValue(`${path}.resources.requests`, quantity, `must be less than or equal to ${name} limit of ${limit}`)]
          : []),
      ]
    }),
  ]
}

const USERS = ['runAsUser', 'runAsGroup', 'fsGroup'] as const
const SYSCTL = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/u

export const validateSecurity = (spec: PodSpec, path: string): readonly StatusCause[] => {
  const context = spec.securityContext
  const field = `${path}.securityContext`
  return [
    ...(spec.shareProcessNamespace === true && spec.hostPID === true
      ? [invalidValue(`${field}.shareProcessNamespace`, true, 'ShareProcessNamespace and HostPID cannot both be enabled')]
      : []),
    ...USERS.flatMap((name) => {
      const value = context?.[name]
      return value === undefined || value >= 0
        ? []
        : [invalidValue(`${field}.${name}`, value, 'must be between 0 and 2147483647, inclusive')]
    }),
    ...(context?.sysctls ?? []).flatMap(({ name }, index) =>
      name.length <= 253 && SYSCTL.test(name)
        ? []
        : [
            invalidValue(
              `${field}.sysctls[${index}].name`,
              name,
              'must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$',
            ),
          ],
    ),
  ]
}

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'sleep'] as const

export const validateLifecycle = ({ lifecycle }: Container, path: string): readonly StatusCause[] =>
  (['postStart', 'preStop'] as const).flatMap((hook) => {
    const handler = lifecycle?.[hook]
    if (handler === undefined) return []
    const field = `${path}.lifecycle.${hook}`
    const given = HANDLERS.filter((name) => handler[name] !== undefined)
    if (given.length === 0)
      return [{ reason: 'FieldValueRequired' as const, message: 'Required value: must specify a handler type', field }]
    return given.slice(1).map((name) => forbiddenField(`${field}.${name}`, 'may not specify more than 1 handler type'))
  })
