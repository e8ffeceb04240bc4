/** Publishes where an Ingress is reached, as ingress-nginx does with --publish-status-address. */
import type { Ingress, IngressClass, Node } from '../../kubernetes/generated/types.ts'
import { isIngress, isIngressClass, isNode } from '../../kubernetes/guards.ts'
import { keyOfObject } from './owners.ts'
import type { Controller, ControllerContext } from './controller.ts'

const CONTROLLER = 'k8s.io/ingress-nginx'
const IS_DEFAULT = 'ingressclass.kubernetes.io/is-default-class'
/** ingress-nginx writes addresses once a minute; nobody should wait for that here. */
const DELAY_MS = 5_000

const classOf = (ingress: Ingress, classes: readonly IngressClass[]): IngressClass | undefined => {
  const name = ingress.spec?.ingressClassName ?? ingress.metadata.annotations?.['kubernetes.io/ingress.class']
  return name === undefined
    ? classes.find(({ metadata }) => metadata.annotations?.[IS_DEFAULT] === 'true')
    : classes.find(({ metadata }) => metadata.name === name)
}

const addressOf = ({ store }: ControllerContext): string | undefined => {
  const node = store
    .list('pods', 'ingress-nginx')
    .map((pod) => ('spec' in pod ? (pod.spec as { readonly nodeName?: string }).nodeName : undefined))
    .find((name) => name !== undefined)
  const found: Node | undefined = store
    .list('nodes')
    .filter(isNode)
    .find(({ metadata }) => metadata.name === node)
  return found?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address
}

export const ingressStatusController: Controller = {
  name: 'ingress-status',
  manager: 'nginx-ingress-controller',
  watches: ['ingresses.networking.k8s.io'],
  keysFor: ({ type, object }) => (type === 'DELETED' ? [] : [keyOfObject(object)]),
  reconcile: ({ namespace, name }, context) => {
    const ingress = context.store.get('ingresses.networking.k8s.io', namespace, name)
    if (ingress === undefined || !isIngress(ingress) || ingress.status?.loadBalancer?.ingress !== undefined) return undefined
    const classes = context.store.list('ingressclasses.networking.k8s.io').filter(isIngressClass)
    const ip = addressOf(context)
    if (classOf(ingress, classes)?.spec?.controller !== CONTROLLER || ip === undefined) return undefined
    return publish(ingress, ip, context)
  },
}

function publish(ingress: Ingress, ip: string, context: ControllerContext): number | undefined {
  const { namespace = '', name = '', uid = '', creationTimestamp = '' } = ingress.metadata
  const waitMs = Date.parse(creationTimestamp) + DELAY_MS - context.clock.now()
  if (waitMs > 0) return waitMs
  const published: Ingress = { ...ingress, status: { loadBalancer: { ingress: [{ ip }] } } }
  context.writer.updateStatus(published)
  context.recordEvent({
    about: { apiVersion: ingress.apiVersion, kind: 'Ingress', namespace, name, uid },
    type: 'Normal',
    reason: 'Sync',
    message: 'Scheduled for sync',
    component: 'nginx-ingress-controller',
  })
  return undefined
}
