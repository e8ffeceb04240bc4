import { referenceTo } from '../../../kubernetes/object.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { routeHopOf } from '../evidence.ts'
import { failingIngress } from './ingress-evidence.ts'

const SSL_REDIRECT = 'metadata.annotations[nginx.ingress.kubernetes.io/ssl-redirect]'

/** An Ingress with TLS answers plain HTTP by a redirect. */
export const ingressRedirectsToHttps: Cause = {
  code: 'ingress-redirects-to-https',
  section: '4-1',
  title: words(
    'The Ingress has TLS, so plain HTTP is redirected to HTTPS.',
    'Ingress에 TLS가 있어 HTTP 요청이 HTTPS로 리디렉션됩니다.',
  ),
  explanation: words(
    'Where spec.tls names the host, ingress-nginx answers each request over HTTP with 308 and the https address. Leave tls out where HTTP is asked for, or set the annotation ssl-redirect to "false".',
    'spec.tls에 호스트가 있으면 ingress-nginx는 HTTP 요청에 308과 https 주소로 답합니다. HTTP가 필요하면 tls를 빼거나 ssl-redirect 애너테이션을 "false"로 지정하세요.',
  ),
  example: example(`
      kind: Ingress
      metadata:
        annotations:
    +     nginx.ingress.kubernetes.io/ssl-redirect: "false"
      spec:
        tls:
          - hosts:
              - shop.example.com
  `),
  matches: (failure) => {
    const ingress = failingIngress(failure)
    if (ingress?.spec?.tls === undefined || routeHopOf(failure)?.decision !== 'redirect') return undefined
    const hosts = ingress.spec.tls.flatMap(({ hosts: names = [] }) => names).join(', ')
    return {
      where: { object: referenceTo(ingress), path: 'spec.tls' },
      weight: 2,
      facts: [words(`TLS for   ${hosts || '<every host>'}`, `TLS 호스트   ${hosts || '<모든 호스트>'}`)],
    }
  },
  repairs: (failure) => {
    const ingress = failingIngress(failure)
    if (ingress === undefined) return []
    const reference = referenceTo(ingress)
    return [editOf(reference, 'spec.tls', undefined), editOf(reference, SSL_REDIRECT, 'false')]
  },
}
