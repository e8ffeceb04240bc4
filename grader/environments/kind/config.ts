/** The configuration that kind makes a cluster of. @see https://kind.sigs.k8s.io/docs/user/configuration/ */
import { stringify } from 'yaml'
import type { KindSettings } from './settings.ts'

const LOOPBACK = '127.0.0.1'

interface PortMapping {
  readonly containerPort: number
  readonly hostPort: number
  readonly listenAddress: string
}

const map = (hostPort: number, containerPort: number): PortMapping => ({ containerPort, hostPort, listenAddress: LOOPBACK })

/** All on the first node: node ports answer on every node, and the Ingress controller is put there. */
const portMappings = ({ httpPort, httpsPort, nodePorts }: KindSettings): readonly PortMapping[] => [
  map(httpPort, 80),
  map(httpsPort, 443),
  ...Array.from({ length: nodePorts.count }, (_, index) => map(nodePorts.host + index, nodePorts.node + index)),
]

/** YAML for one control plane and two workers. */
export function renderConfig(settings: KindSettings): string {
  const image = settings.nodeImage === undefined ? {} : { image: settings.nodeImage }
  const worker = { role: 'worker', ...image }
  return stringify({
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    ...(settings.cni === 'kind' ? {} : { networking: { disableDefaultCNI: true } }),
    nodes: [
      { role: 'control-plane', ...image, labels: { 'ingress-ready': 'true' }, extraPortMappings: portMappings(settings) },
      worker,
      worker,
    ],
  })
}
