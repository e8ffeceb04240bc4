/** An Ingress without a class gets the class that is marked as default. @see Kubernetes documentation, "Default IngressClass" */
import type { Ingress } from '../../../kubernetes/generated/types.ts'
import type { Store } from '../../store/store.ts'

const DEFAULT_CLASS = 'ingressclass.kubernetes.io/is-default-class'
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class'

export const admitIngress = (ingress: Ingress, store: Store): Ingress => {
  if (ingress.spec?.ingressClassName !== undefined || ingress.metadata.annotations?.[CLASS_ANNOTATION] !== undefined)
    return ingress
  const marked = store
    .list('ingressclasses.networking.k8s.io')
    .filter(({ metadata }) => metadata.annotations?.[DEFAULT_CLASS] === 'true')
    .sort((a, b) => ((a.metadata.creationTimestamp ?? '') > (b.metadata.creationTimestamp ?? '') ? -1 : 1))
  const name = marked[0]?.metadata.name
  return name === undefined ? ingress : { ...ingress, spec: { ...ingress.spec, ingressClassName: name } }
}
