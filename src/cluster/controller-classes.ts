import type { IngressClass } from '../kubernetes/generated/types.ts'
import type { GatewayClass } from '../kubernetes/extensions/gateway-api/types.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { DEFAULT_GATEWAY_CONTROLLERS } from '../network/facts.ts'

const INGRESS_CLASS: IngressClass = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  metadata: { name: 'nginx', labels: { 'app.kubernetes.io/name': 'ingress-nginx' } },
  spec: { controller: 'k8s.io/ingress-nginx' },
}

/** Named as in Envoy Gateway's quick start. */
const gatewayClass = (controllerName: string): GatewayClass => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'GatewayClass',
  metadata: { name: 'eg' },
  spec: { controllerName },
})

/** The classes of the controllers that a new cluster has. */
export const CONTROLLER_CLASSES: readonly KubernetesObject[] = [
  INGRESS_CLASS,
  ...DEFAULT_GATEWAY_CONTROLLERS.map(({ controller }) => gatewayClass(controller)),
]
