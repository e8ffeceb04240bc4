import type { Service } from '../../../kubernetes/generated/types.ts'
import { isService } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Failure } from '../../failure.ts'
import { editOf } from '../../repair/patch.ts'
import { routeHopOf } from '../evidence.ts'
import { askedUrl, foundNoRule, ingressesIn } from '../ingress/ingress-evidence.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'

/** An ExternalName changes where the name leads, not what the client asks the server for. */
export const serviceExternalNameKeepsHost: Cause = {
  code: 'service-external-name-keeps-host',
  section: '2-1',
  title: words('The server does not know the alias that the request asks for.', '서버가 요청에 담긴 별칭을 모릅니다.'),
  explanation: words(
    'An ExternalName Service makes DNS lead to another name. The client still sends the name it was given in the Host header, and a server that goes by the host has no page for that. Give the server a rule for the alias, or let clients use the real name.',
    'ExternalName Service는 DNS 이름을 다른 이름으로 연결할 뿐입니다. 클라이언트는 여전히 원래 쓴 이름을 Host 헤더에 담으므로, 호스트로 구분하는 서버는 그 이름의 페이지가 없습니다. 서버에 별칭에 대한 규칙을 두거나 클라이언트가 실제 이름을 쓰게 하세요.',
  ),
  example: example(`
      kind: Service
      metadata:
        name: shop
      spec:
        type: ExternalName
        externalName: ingress-nginx-controller.ingress-nginx.svc.cluster.local
      ---
      kind: Ingress
      spec:
        rules:
    -     - host: shop.example.com
    +     - host: shop.default
  `),
  matches: (failure) => {
    const service = findAlias(failure)
    if (service === undefined) return undefined
    return {
      where: { object: referenceTo(service), path: 'spec.externalName' },
      weight: 2,
      facts: [
        words(
          `the name leads to   ${service.spec?.externalName ?? ''}`,
          `이름이 가리키는 곳   ${service.spec?.externalName ?? ''}`,
        ),
        words(
          `the request’s host   ${routeHopOf(failure)?.requestedHost ?? ''}`,
          `요청의 호스트   ${routeHopOf(failure)?.requestedHost ?? ''}`,
        ),
      ],
    }
  },
  repairs: (failure) => {
    const host = askedUrl(failure)?.hostname
    return ingressesIn(failure).flatMap((ingress) =>
      (ingress.spec?.rules ?? []).flatMap(({ http }, index, rules) =>
        host === undefined
          ? []
          : [
              editOf(referenceTo(ingress), `spec.rules[${index}].host`, host),
              editOf(referenceTo(ingress), `spec.rules[${rules.length}]`, { host, http }),
            ],
      ),
    )
  },
}

/** The Service by whose name the request was sent, where a controller knows no rule for that host. */
const findAlias = (failure: Failure): Service | undefined => {
  const host = askedUrl(failure)?.hostname
  if (host === undefined || !foundNoRule(failure)) return undefined
  const [name, namespace = 'default'] = host.split('.')
  return failure.snapshot.objects
    .filter(isService)
    .find(
      ({ metadata, spec }) =>
        spec?.type === 'ExternalName' && metadata.name === name && (metadata.namespace ?? 'default') === namespace,
    )
}
