import { editOf, editsOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { routeHopOf } from '../evidence.ts'
import { ingressesIn, meantPaths, rewriteRepairs, usesRegex } from './ingress-evidence.ts'

/** A rule takes the request and sends it to another Service than the one asked for. */
export const ingressWrongBackend: Cause = {
  code: 'ingress-wrong-backend',
  section: '4-1',
  title: words('The rule sends the request to another Service.', '규칙이 요청을 다른 Service로 보냅니다.'),
  explanation: words(
    'Of all paths that fit, the longest wins, whatever their order. Look which path takes the request, and which Service stands in its backend.',
    '맞는 경로가 여럿이면 순서와 관계없이 가장 긴 것이 이깁니다. 어떤 경로가 요청을 받는지, 그 백엔드에 어떤 Service가 있는지 확인하세요.',
  ),
  example: example(`
      kind: Ingress
      spec:
        rules:
          - http:
              paths:
                - path: /cart
                  pathType: Prefix
                  backend:
                    service:
    -                 name: shop
    +                 name: cart
                      port:
                        number: 80
  `),
  matches: (failure) => {
    const { finding } = failure
    const hop = routeHopOf(failure)
    if (finding.kind !== 'http' || hop?.rule === undefined || hop.service === undefined) return undefined
    const wanted = finding.wanted.backend?.name
    const found = hop.service.name
    if (wanted === undefined || wanted === found) return undefined
    return {
      where: hop.rule,
      weight: 1,
      facts: [words(`asked for   ${wanted}`, `요구   ${wanted}`), words(`it goes to   ${found}`, `보내는 곳   ${found}`)],
    }
  },
  repairs: (failure, { where }) => {
    const { finding } = failure
    if (finding.kind !== 'http' || finding.wanted.backend === undefined || where === undefined) return []
    const { name } = finding.wanted.backend
    const found = routeHopOf(failure)?.service?.name
    const field = `${where.path.replace(/\.backend.*$/u, '')}.backend.service.name`
    const swaps = meantPaths(failure)
      .filter((other) => other.where.object.name === where.object.name)
      .map((other) =>
        editsOf(where.object, [
          { path: field, value: name },
          { path: other.where.path.replace(/\.path$/u, '.backend.service.name'), value: found },
        ]),
      )
    const rewritten = ingressesIn(failure).some(usesRegex) ? rewriteRepairs(failure) : []
    return [editOf(where.object, field, name), ...swaps, ...rewritten]
  },
}
