/** Names such as `acme.io/foo`: a domain and a path below it. @see k8s.io/apimachinery pkg/util/validation/validation.go, IsDomainPrefixedPath, v1.34 */
import type { StatusCause } from '../status.ts'
import { invalidEach, invalidValue, required } from './causes.ts'
import { dns1123Subdomain, httpPath } from './names.ts'

export const validateDomainPath = (text: string, field: string): readonly StatusCause[] => {
  if (text === '') return [required(field)]
  const [, domain, path] = /^([^/]+)\/(.+)$/su.exec(text) ?? []
  if (domain === undefined || path === undefined)
    return [invalidValue(field, text, 'must be a domain-prefixed path (such as "acme.io/foo")')]
  return [...invalidEach(field, domain, dns1123Subdomain(domain)), ...invalidEach(field, path, httpPath(path))]
}
