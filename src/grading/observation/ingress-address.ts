/** Where requests that go through an Ingress enter the cluster. */
import type { Ingress, Pod, Service } from '../../kubernetes/generated/types.ts'
import { isIngress, isPod, isService } from '../../kubernetes/guards.ts'
import { readRequest } from '../../network/http/asked.ts'
import { controllerForHost } from '../../network/ingress/controllers.ts'
import type { RequestQuestion, Snapshot } from '../../network/model.ts'
import { containersOf, hasLabels } from '../../network/service/derive-endpoints.ts'
import { addressesOfNode, indexSnapshot, isPodUp } from '../../network/state.ts'
import type { Address } from './aim.ts'

const ofLoadBalancer = ({ status }: Service | Ingress): readonly string[] =>
  (status?.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }) => ip ?? hostname ?? [])

/** The controller's Pods take the port on their own nodes. */
const hostPortsOf = (snapshot: Snapshot, pods: readonly Pod[], port: number): readonly Address[] => {
  const { nodes } = indexSnapshot(snapshot)
  return pods.flatMap((pod) => {
    const taken = containersOf(pod)
      .flatMap(({ ports = [] }) => ports)
      .find(({ hostPort, containerPort }) => hostPort === port || (hostPort !== undefined && containerPort === port))
    const node = nodes.get(pod.spec?.nodeName ?? '')
    const [host] = node === undefined ? [] : addressesOfNode(node)
    return taken?.hostPort === undefined || host === undefined ? [] : [{ host, port: taken.hostPort }]
  })
}

const nodePortsOf = (snapshot: Snapshot, services: readonly Service[], port: number): readonly Address[] => {
  const [node] = indexSnapshot(snapshot).nodes.values()
  const [host] = node === undefined ? [] : addressesOfNode(node)
  return services.flatMap(({ spec }) => {
    const nodePort = spec?.ports?.find((one) => one.port === port)?.nodePort
    return nodePort === undefined || host === undefined ? [] : [{ host, port: nodePort }]
  })
}

/** The load balancer's address, else a port of a node at which the controller waits; undefined where there is neither. */
export const ingressAddress = (snapshot: Snapshot, question: RequestQuestion): Address | undefined => {
  const read = readRequest(question)
  if (read === undefined) return undefined
  const facts = controllerForHost(indexSnapshot(snapshot), read.hostHeader.replace(/:\d+$/u, ''))
  if (facts === undefined) return undefined
  const ofController = (namespace: string | undefined): boolean => namespace === facts.namespace
  const pods = snapshot.objects
    .filter(isPod)
    .filter((pod) => ofController(pod.metadata.namespace) && isPodUp(pod))
    .filter((pod) => hasLabels(pod, facts.podLabels))
  const services = snapshot.objects.filter(isService).filter(({ metadata, spec }) => {
    const selector = spec?.selector ?? {}
    const selects = Object.keys(selector).length > 0 && pods.some((pod) => hasLabels(pod, selector))
    return ofController(metadata.namespace) && selects
  })
  const balanced = services.flatMap(ofLoadBalancer).map((host) => ({ host, port: read.port }))
  const stated = snapshot.objects.filter(isIngress).flatMap(ofLoadBalancer)
  return (
    balanced[0] ??
    hostPortsOf(snapshot, pods, read.port)[0] ??
    nodePortsOf(snapshot, services, read.port)[0] ??
    stated.map((host) => ({ host, port: read.port }))[0]
  )
}
