import { isService } from '../../../kubernetes/guards.ts'
import type { Failure } from '../../failure.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { askedUrl, failingIngress, foundNoRule, pathsOfHost, usesRegex } from './ingress-evidence.ts'

/** The host has rules, none of whose paths fits. */
export const ingressPathNoRule: Cause = {
  code: 'ingress-path-no-rule',
  section: '4-1',
  title: words('The host is known, but no path of its rules fits.', '호스트는 있지만 맞는 경로가 없습니다.'),
  explanation: words(
    'Prefix compares whole elements between slashes: /app fits /app and /app/x, not /apple. Exact fits the path alone: /app is not /app/. What no path fits is answered 404.',
    'Prefix는 슬래시 사이의 요소를 통째로 비교합니다. /app은 /app과 /app/x에는 맞지만 /apple에는 맞지 않습니다. Exact는 그 경로에만 맞아서 /app과 /app/은 다릅니다. 맞는 경로가 없으면 404로 답합니다.',
  ),
  example: example(`
      kind: Ingress
      spec:
        rules:
          - host: shop.example.com
            http:
              paths:
    -           - path: /cart
    +           - path: /
                  pathType: Prefix
                  backend:
                    service:
                      name: shop
                      port:
                        number: 80
  `),
  matches: (failure) => {
    const url = askedUrl(failure)
    const ingress = failingIngress(failure)
    if (url === undefined || ingress === undefined || !foundNoRule(failure)) return undefined
    const rules = ingress.spec?.rules ?? []
    const index = rules.findIndex(({ host = url.hostname }) => host === url.hostname)
    if (index < 0) return undefined
    const paths = (rules[index]?.http?.paths ?? []).map(({ path = '/', pathType }) => `${path} (${pathType})`)
    return {
      where: { object: referenceTo(ingress), path: `spec.rules[${index}].http.paths` },
      weight: 1,
      facts: [
        words(`asked for   ${url.pathname}`, `요청한 경로   ${url.pathname}`),
        words(`there is   ${paths.join(', ')}`, `있는 경로   ${paths.join(', ')}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    const ingress = failingIngress(failure)
    if (where === undefined || ingress === undefined) return []
    const paths = pathsOfHost(failure).filter((one) => one.where.path.startsWith(where.path))
    const at = `${where.path}[${paths.length}]`
    const asPrefix = paths.map((_, index) => editOf(where.object, `${where.path}[${index}].pathType`, 'Prefix'))
    const path = usesRegex(ingress) ? '/()(.*)' : (askedUrl(failure)?.pathname ?? '/')
    const pathType = usesRegex(ingress) ? 'ImplementationSpecific' : 'Prefix'
    const more = wantedBackends(failure).map((backend) => editOf(where.object, at, { path, pathType, backend }))
    return [...asPrefix, ...more]
  },
}

/** The Service that has to answer, at each of its ports. */
const wantedBackends = ({ finding, snapshot }: Failure): readonly object[] => {
  const wanted = finding.kind === 'http' ? finding.wanted.backend : undefined
  if (wanted === undefined) return []
  const service = snapshot.objects
    .filter(isService)
    .find(({ metadata }) => metadata.name === wanted.name && metadata.namespace === wanted.namespace)
  return (service?.spec?.ports ?? []).map(({ port }) => ({ service: { name: wanted.name, port: { number: port } } }))
}
