/** Gives LoadBalancer Services addresses, as a cloud's controller does: a cluster has one where somebody asked for it. @see k8s.io/cloud-provider controllers/service/controller.go, v1.34 */
import type { LoadBalancerIngress, Service } from '../../../kubernetes/generated/types.ts'
import { isService } from '../../../kubernetes/guards.ts'
import { isEqual } from '../../../kubernetes/json.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { Store } from '../../store/store.ts'
import { keyOfObject } from '../owners.ts'
import type { Controller, ControllerContext } from '../controller.ts'

const COMPONENT = 'service-controller'

/** Where a load balancer is there, what it has to give. */
export interface LoadBalancerOptions {
  /** In the order in which they are given. Where they run out, Services share one as long as their ports differ. */
  readonly addresses: readonly string[]
  /** It was there, and is no more: what Services have of its addresses is taken back. */
  readonly isOff?: boolean
}

const addressesOf = ({ status }: Service): readonly string[] =>
  (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? [])

/** A class names another load balancer. */
const isOurs = ({ spec, metadata }: Service): boolean =>
  spec?.type === 'LoadBalancer' &&
  spec.loadBalancerClass === undefined &&
  metadata.deletionTimestamp === undefined &&
  spec.ipFamilies?.[0] !== 'IPv6'

const portsOf = ({ spec }: Service): readonly string[] =>
  (spec?.ports ?? []).map(({ port, protocol = 'TCP' }) => `${port}/${protocol}`)

const sharesPort = (one: Service, other: Service): boolean => portsOf(one).some((port) => portsOf(other).includes(port))

/** The address that a Service keeps, asks for or gets next; undefined where none is left for its ports. */
const chooseAddress = (service: Service, others: readonly Service[], pool: readonly string[]): string | undefined => {
  const users = (address: string): readonly Service[] => others.filter((other) => addressesOf(other).includes(address))
  const fits = (address: string): boolean =>
    pool.includes(address) && !users(address).some((other) => sharesPort(service, other))
  const wanted = service.spec?.loadBalancerIP ?? ''
  if (wanted !== '') return fits(wanted) ? wanted : undefined
  const kept = addressesOf(service).find(fits)
  return kept ?? pool.find((address) => users(address).length === 0) ?? pool.find(fits)
}

const othersThan = (service: Service, store: Store): readonly Service[] =>
  store
    .list('services')
    .filter(isService)
    .filter(({ metadata }) => metadata.uid !== service.metadata.uid)

function balance(service: Service, pool: readonly string[], context: ControllerContext): void {
  const address = chooseAddress(service, othersThan(service, context.store), pool)
  const ingress: readonly LoadBalancerIngress[] = address === undefined ? [] : [{ ip: address, ipMode: 'VIP' }]
  if (isEqual(service.status?.loadBalancer?.ingress ?? [], ingress) && address !== undefined) return
  const say = (type: 'Normal' | 'Warning', reason: string, message: string): void => {
    const about = { ...referenceTo(service), uid: service.metadata.uid ?? '' }
    context.recordEvent({ about, type, reason, message, component: COMPONENT })
  }
  say('Normal', 'EnsuringLoadBalancer', 'Ensuring load balancer')
  writeIngress(service, ingress, context)
  if (address !== undefined) say('Normal', 'EnsuredLoadBalancer', 'Ensured load balancer')
  else
    say('Warning', 'SyncLoadBalancerFailed', `Error syncing load balancer: failed to ensure load balancer: ${whyNone(service)}`)
}

const whyNone = (service: Service): string => {
  const wanted = service.spec?.loadBalancerIP ?? ''
  const ports = portsOf(service).join(', ')
  return wanted === '' ? `no address is free for ${ports}` : `${wanted} is not free for ${ports}`
}

function writeIngress(service: Service, ingress: readonly LoadBalancerIngress[], { writer }: ControllerContext): void {
  const loadBalancer = ingress.length === 0 ? {} : { ingress }
  const status = { ...service.status, loadBalancer }
  writer.updateStatus({ apiVersion: 'v1', kind: 'Service', metadata: keyOfObject(service), status } as Service)
}

/** Takes back what a Service had of the pool and is no longer to have. */
function release(service: Service, pool: readonly string[], context: ControllerContext): void {
  const rest = (service.status?.loadBalancer?.ingress ?? []).filter(({ ip }) => ip === undefined || !pool.includes(ip))
  if (rest.length < (service.status?.loadBalancer?.ingress ?? []).length) writeIngress(service, rest, context)
}

const waitsForAddress = (service: Service): boolean => isOurs(service) && addressesOf(service).length === 0

export const createLoadBalancerController = ({ addresses, isOff = false }: LoadBalancerOptions): Controller => ({
  name: 'load-balancer',
  watches: ['services'],
  // What one Service lets go, another may have waited for.
  keysFor: ({ object, type }, { store }) => [
    ...(type === 'DELETED' ? [] : [keyOfObject(object)]),
    ...(type === 'ADDED' ? [] : store.list('services').filter(isService).filter(waitsForAddress).map(keyOfObject)),
  ],
  reconcile: (key, context) => {
    const service = context.store.get('services', key.namespace, key.name)
    if (service === undefined || !isService(service)) return undefined
    if (!isOff && isOurs(service)) balance(service, addresses, context)
    else release(service, addresses, context)
    return undefined
  },
})
