/** Everything of the cluster that answers on this machine's loopback besides its API server. */
import type { LoadBalancerOptions } from '../../../src/cluster/controllers/services/load-balancer.ts'
import type { Credentials } from '../credentials.ts'
import type { OutsideCluster } from './conversation.ts'
import type { DoorState } from './doors.ts'
import { openIngressPorts } from './ingress-ports.ts'
import { openLoadBalancers } from './load-balancers.ts'
import { openNodePorts, type NodePortState } from './node-ports.ts'

interface OutsideOptions {
  readonly credentials: Credentials
  /** Absent: Services of type LoadBalancer get no address. */
  readonly loadBalancer: LoadBalancerOptions | undefined
  readonly log: (line: string) => void
}

export interface OutsideStates {
  readonly nodePorts: readonly NodePortState[]
  /** Absent where the cluster has no load balancer. */
  readonly loadBalancers?: readonly DoorState[]
}

export interface Outside {
  /** Ports of the Ingress controller; null where none could be opened. */
  readonly ingress: { readonly http: number | null; readonly https: number | null }
  /** Does what would take time from the start: to be called when the cluster is ready. */
  complete(): Promise<void>
  /** What is open for the Services there are now. */
  states(): Promise<OutsideStates>
  close(): void
}

export async function openOutside(
  cluster: OutsideCluster,
  { credentials, loadBalancer, log }: OutsideOptions,
): Promise<Outside> {
  const nodePorts = openNodePorts(cluster)
  const loadBalancers = loadBalancer === undefined ? undefined : openLoadBalancers(cluster, loadBalancer)
  const ingress = await openIngressPorts(cluster, credentials)
  const { http = null, https = null } = ingress
  return {
    ingress: { http, https },
    complete: async () => {
      await ingress.settled()
      await ingress.complete().catch((error: unknown) => log(String(error)))
    },
    states: async () => {
      await Promise.all([ingress.settled(), nodePorts.settled(), loadBalancers?.settled()])
      return {
        nodePorts: nodePorts.states(),
        ...(loadBalancers === undefined ? {} : { loadBalancers: loadBalancers.states() }),
      }
    },
    close: () => {
      nodePorts.close()
      loadBalancers?.close()
      ingress.close()
    },
  }
}
