/** Of which kind a policy's parameters are. @see k8s.io/kubernetes pkg/apis/admissionregistration/validation/validation.go, v1.34 */
import type { ParamKind } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { invalidValue, required } from '../causes.ts'
import { dns1035Label, dns1123Subdomain } from '../names.ts'

const invalidAll = (field: string, value: string, wrong: readonly string[], before = ''): readonly StatusCause[] =>
  wrong.length === 0 ? [] : [invalidValue(field, value, `${before}${wrong.join(',')}`)]

const validateVersion = (apiVersion: string, field: string): readonly StatusCause[] => {
  if (apiVersion === '') return [required(field)]
  const parts = apiVersion === '/' ? ['', ''] : apiVersion.split('/')
  if (parts.length > 2) return [invalidValue(field, apiVersion, `unexpected GroupVersion string: ${apiVersion}`)]
  const [group = '', version = ''] = parts.length === 1 ? ['', apiVersion] : parts
  return [
    ...(group === '' ? [] : invalidAll(field, group, dns1123Subdomain(group))),
    ...(version === ''
      ? [invalidValue(field, apiVersion, 'version must be specified')]
      : invalidAll(field, version, dns1035Label(version))),
  ]
}

export const validateParamKind = ({ apiVersion = '', kind = '' }: ParamKind, path: string): readonly StatusCause[] => [
  ...validateVersion(apiVersion, `${path}.apiVersion`),
  ...(kind === ''
    ? [required(`${path}.kind`)]
    : invalidAll(`${path}.kind`, kind, dns1035Label(kind.toLowerCase()), 'may have mixed case, but should otherwise match: ')),
]
