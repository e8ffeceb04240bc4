/** @see k8s.io/kubernetes pkg/apis/core/validation/names.go, v1.34 */
import type { StatusCause } from '../../status.ts'
import { invalidValue, required, tooLong } from '../causes.ts'
import { dns1123Label, dns1123Subdomain } from '../names.ts'

const MAX_DOMAIN = 253
const MAX_NAME = MAX_DOMAIN + 1 + 253 + 63 + 1
const FORM = "must be a fully qualified domain and path of the form 'example.com/signer-name'"

/** What is wrong with the first label that has not the form. */
const validateLabels = (text: string, field: string, form: (label: string) => readonly string[]): readonly StatusCause[] => {
  const label = text.split('.').find((one) => form(one).length > 0)
  if (label === undefined) return []
  return form(label).map((why) => invalidValue(field, text, `validating label ${JSON.stringify(label)}: ${why}`))
}

export const validateSignerName = (name: string, field: string): readonly StatusCause[] => {
  if (name === '') return [required(field)]
  const [domain = '', path = '', ...others] = name.split('/')
  if (!name.includes('/') || others.length > 0) return [invalidValue(field, name, FORM)]
  return [
    ...(domain.length > MAX_DOMAIN ? [tooLong(field, MAX_DOMAIN)] : []),
    ...validateLabels(domain, field, dns1123Label),
    ...(domain.includes('.')
      ? []
      : [invalidValue(field, domain, 'should be a domain with at least two segments separated by dots')]),
    ...validateLabels(path, field, dns1123Subdomain),
    ...(name.length > MAX_NAME ? [tooLong(field, MAX_NAME)] : []),
  ]
}
