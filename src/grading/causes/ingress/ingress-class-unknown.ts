import { referenceTo } from '../../../kubernetes/object.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { classesIn, failingIngress } from './ingress-evidence.ts'

/** The Ingress names a class that does not exist. */
export const ingressClassUnknown: Cause = {
  code: 'ingress-class-unknown',
  section: '4-1',
  title: words('There is no IngressClass of that name.', '그런 이름의 IngressClass가 없습니다.'),
  explanation: words(
    'spec.ingressClassName is the name of an IngressClass object. The API server does not check that it exists; the Ingress is just never served. kubectl get ingressclass lists the names.',
    'spec.ingressClassName은 IngressClass 오브젝트의 이름입니다. API 서버는 그것이 있는지 확인하지 않으며, 없으면 Ingress가 처리되지 않을 뿐입니다. kubectl get ingressclass로 이름을 확인하세요.',
  ),
  example: example(`
      kind: Ingress
      spec:
    -   ingressClassName: ngnix
    +   ingressClassName: nginx
  `),
  matches: (failure) => {
    const ingress = failingIngress(failure)
    const name = ingress?.spec?.ingressClassName
    const classes = classesIn(failure)
    if (ingress === undefined || name === undefined || classes.includes(name)) return undefined
    return {
      where: { object: referenceTo(ingress), path: 'spec.ingressClassName' },
      weight: 2,
      facts: [
        words(`named   ${name}`, `쓴 이름   ${name}`),
        words(`classes here   ${classes.join(', ') || '<none>'}`, `있는 클래스   ${classes.join(', ') || '<none>'}`),
      ],
    }
  },
  repairs: (failure, { where }) =>
    where === undefined ? [] : classesIn(failure).map((name) => editOf(where.object, where.path, name)),
}
