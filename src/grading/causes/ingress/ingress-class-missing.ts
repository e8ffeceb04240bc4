import { isIngress } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { editOf } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Cause } from '../cause.ts'
import { example } from '../example.ts'
import { classesIn, failingIngress } from './ingress-evidence.ts'

/** The Ingress names no class, and there is no default one: no controller takes it. */
export const ingressClassMissing: Cause = {
  code: 'ingress-class-missing',
  section: '4-1',
  title: words(
    'The Ingress names no class, so no controller takes it.',
    'Ingress에 클래스가 없어 어떤 컨트롤러도 처리하지 않습니다.',
  ),
  explanation: words(
    'An Ingress is a wish; a controller fulfils it, and each looks after the Ingresses of its class only. kubectl get ingressclass lists the classes; spec.ingressClassName names one.',
    'Ingress는 요청일 뿐이고 컨트롤러가 그것을 실현하며, 각 컨트롤러는 자기 클래스의 Ingress만 처리합니다. kubectl get ingressclass로 클래스를 보고 spec.ingressClassName에 쓰세요.',
  ),
  example: example(`
      kind: Ingress
      spec:
    +   ingressClassName: nginx
        rules:
          - host: shop.example.com
  `),
  matches: (failure) => {
    const ingress = failingIngress(failure)
    if (ingress === undefined || !isIngress(ingress) || ingress.spec?.ingressClassName !== undefined) return undefined
    return {
      where: { object: referenceTo(ingress), path: 'spec.ingressClassName' },
      weight: 2,
      facts: [
        words(
          `classes here   ${classesIn(failure).join(', ') || '<none>'}`,
          `있는 클래스   ${classesIn(failure).join(', ') || '<none>'}`,
        ),
      ],
    }
  },
  repairs: (failure, { where }) =>
    where === undefined ? [] : classesIn(failure).map((name) => editOf(where.object, where.path, name)),
}
