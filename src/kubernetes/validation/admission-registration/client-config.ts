/** Where a webhook is. @see k8s.io/apiserver pkg/util/webhook/validation.go, v1.34 */
import type {
  AdmissionregistrationV1ServiceReference,
  AdmissionregistrationV1WebhookClientConfig,
} from '../../generated/types.ts'
import { parseUrl } from '../../go/url.ts'
import type { StatusCause } from '../../status.ts'
import { invalidValue, required } from '../causes.ts'
import { dns1123Subdomain, portNumber } from '../names.ts'

const FORM = '; desired format: https://host[/path]'
const DEFAULT_PORT = 443

const validateUrl = (text: string, field: string): readonly StatusCause[] => {
  const parsed = parseUrl(text)
  if ('problem' in parsed) return [required(field, `url must be a valid URL: ${parsed.problem}${FORM}`)]
  const { scheme, host, user, fragment, query } = parsed.url
  return [
    ...(scheme === 'https' ? [] : [invalidValue(field, scheme, `'https' is the only allowed URL scheme${FORM}`)]),
    ...(host === '' ? [invalidValue(field, host, `host must be specified${FORM}`)] : []),
    ...(user === undefined ? [] : [invalidValue(field, user, 'user information is not permitted in the URL')]),
    ...(fragment === '' ? [] : [invalidValue(field, fragment, 'fragments are not permitted in the URL')]),
    ...(query === '' ? [] : [invalidValue(field, query, 'query parameters are not permitted in the URL')]),
  ]
}

const validatePath = (path: string, field: string): readonly StatusCause[] => {
  if (path === '' || path === '/') return []
  if (path === '//') return [invalidValue(field, path, 'segment[0] may not be empty')]
  const segments = path.slice(1).replace(/\/$/u, '').split('/')
  return [
    ...(path.startsWith('/') ? [] : [invalidValue(field, path, "must start with a '/'")]),
    ...segments.flatMap((segment, index) =>
      segment === ''
        ? [invalidValue(field, path, `segment[${index}] may not be empty`)]
        : dns1123Subdomain(segment).map((why) => invalidValue(field, path, `segment[${index}]: ${why}`)),
    ),
  ]
}

/** The server takes the name and the namespace for one another. */
const validateService = (service: AdmissionregistrationV1ServiceReference, path: string): readonly StatusCause[] => {
  const { name, namespace, port = DEFAULT_PORT, path: target = '' } = service
  const badPort = portNumber(port)
  return [
    ...(namespace === '' ? [required(`${path}.name`)] : []),
    ...(name === '' ? [required(`${path}.namespace`)] : []),
    ...(badPort.length === 0 ? [] : [invalidValue(`${path}.port`, port, `port is not valid: ${badPort.join(', ')}`)]),
    ...validatePath(target, `${path}.path`),
  ]
}

export const validateClientConfig = (
  { url, service }: AdmissionregistrationV1WebhookClientConfig,
  path: string,
): readonly StatusCause[] => {
  if (url !== undefined && service === undefined) return validateUrl(url, `${path}.url`)
  return service !== undefined && url === undefined
    ? validateService(service, `${path}.service`)
    : [required(path, 'exactly one of url or service is required')]
}
