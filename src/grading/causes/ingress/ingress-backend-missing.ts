import { isService } from '../../../kubernetes/guards.ts'
import { nearest } from '../../../kubernetes/nearest.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { routeHopOf } from '../evidence.ts'
import { failingIngress } from './ingress-evidence.ts'

/** The rule's backend is a Service that its namespace does not have. */
export const ingressBackendMissing: Cause = {
  code: 'ingress-backend-missing',
  section: '4-1',
  title: words('The backend is a Service that does not exist here.', '백엔드로 쓴 Service가 여기에 없습니다.'),
  explanation: words(
    'A backend names a Service of the Ingress’s own namespace. While there is none of that name, the controller answers 503.',
    '백엔드는 Ingress와 같은 네임스페이스에 있는 Service의 이름입니다. 그런 Service가 없으면 컨트롤러는 503으로 답합니다.',
  ),
  example: example(`
      kind: Ingress
      spec:
        defaultBackend:
          service:
    -       name: web-svc
    +       name: web
            port:
              number: 80
  `),
  matches: (failure) => {
    const hop = routeHopOf(failure)
    if (hop?.decision !== 'backend-missing' || hop.rule === undefined) return undefined
    const here = servicesHere(failure)
    const path = `${hop.rule.path.replace(/\.backend.*$/u, '')}.backend.service.name`
    return {
      where: { object: hop.rule.object, path },
      weight: 2,
      facts: [
        words(`named   ${hop.service?.name ?? ''}`, `쓴 이름   ${hop.service?.name ?? ''}`),
        words(`Services here   ${here.join(', ') || '<none>'}`, `있는 Service   ${here.join(', ') || '<none>'}`),
      ],
    }
  },
  repairs: (failure, { where }) => {
    if (where === undefined) return []
    const here = servicesHere(failure)
    const { finding } = failure
    const wanted = finding.kind === 'http' ? finding.wanted.backend?.name : undefined
    const names = [wanted, ...nearest(routeHopOf(failure)?.service?.name ?? '', here)].filter(
      (name) => name !== undefined && here.includes(name),
    )
    return [...new Set(names)].map((name) => editOf(where.object, where.path, name))
  },
}

const servicesHere = (failure: Parameters<Cause['matches']>[0]): readonly string[] => {
  const namespace = failingIngress(failure)?.metadata.namespace
  return failure.snapshot.objects
    .filter(isService)
    .flatMap(({ metadata }) =>
      metadata.namespace === namespace && metadata.name !== 'kubernetes' ? [metadata.name ?? ''] : [],
    )
}
