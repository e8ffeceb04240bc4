import { referenceTo } from '../../../kubernetes/object.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { failingIngress, isMisrouted, receivedOf, rewriteRepairs, rewriteTarget } from './ingress-evidence.ts'

/** The server receives the path as the client sent it, and knows no such page. */
export const ingressPathNotRewritten: Cause = {
  code: 'ingress-path-not-rewritten',
  section: '4-2',
  title: words(
    'The path reaches the server as it was asked for, and the server does not know it.',
    '요청한 경로가 그대로 전달되는데 서버에는 그런 경로가 없습니다.',
  ),
  explanation: words(
    'An Ingress path decides which Service gets the request; it does not change the request. A server that knows only / answers 404 to /app. With ingress-nginx, rewrite-target changes the path: catch what follows /app in a group, and put it back as /$2.',
    'Ingress의 path는 요청을 받을 Service를 고를 뿐 요청을 바꾸지 않습니다. /만 아는 서버는 /app에 404로 답합니다. ingress-nginx에서는 rewrite-target으로 경로를 바꿉니다. /app 뒤를 그룹으로 잡아 /$2로 넘기세요.',
  ),
  example: example(`
      kind: Ingress
      metadata:
        annotations:
    +     nginx.ingress.kubernetes.io/rewrite-target: /$2
      spec:
        rules:
          - http:
              paths:
    -           - path: /app
    -             pathType: Prefix
    +           - path: /app(/|$)(.*)
    +             pathType: ImplementationSpecific
  `),
  matches: (failure) => {
    const { finding } = failure
    const ingress = failingIngress(failure)
    const received = receivedOf(failure)
    if (finding.kind !== 'http' || ingress === undefined || received === undefined || rewriteTarget(ingress) !== undefined)
      return undefined
    if ((finding.mismatch !== 'status' && finding.mismatch !== 'path') || isMisrouted(failure)) return undefined
    const { path = '/' } = finding.wanted
    if (received === path) return undefined
    return {
      where: { object: referenceTo(ingress), path: 'metadata.annotations' },
      weight: 2,
      facts: [
        words(`the server receives   ${received}`, `서버가 받는 경로   ${received}`),
        words(`it should receive   ${path}`, `받아야 할 경로   ${path}`),
      ],
    }
  },
  repairs: rewriteRepairs,
}
