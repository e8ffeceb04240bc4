/** The Ingress controller of a cluster: what is applied, and what has to be ready then. */
import { isJsonObject, isList } from '../../../src/kubernetes/json.ts'
import type { KindSettings } from './settings.ts'
import { traefikManifest } from './traefik.ts'

/** The last release of ingress-nginx, whose maintenance ended in March 2026. */
const INGRESS_NGINX =
  'https://raw.githubusercontent.com/kubernetes/ingress-nginx/controller-v1.15.1/deploy/static/provider/kind/deploy.yaml'

/** What `kubectl apply -f` is given; undefined where no controller is wanted. */
export type IngressManifest = { readonly text: string } | { readonly path: string }

export function ingressManifest({ ingress, ingressImage }: KindSettings): IngressManifest | undefined {
  switch (ingress) {
    case 'none':
      return undefined
    case 'traefik':
      return { text: traefikManifest(ingressImage) }
    case 'ingress-nginx':
      return { path: INGRESS_NGINX }
    default:
      return { path: ingress }
  }
}

export interface Workload {
  readonly namespace: string
  /** As kubectl takes it: `deployment/traefik`. */
  readonly name: string
}

const ROLLED_OUT = new Set(['Deployment', 'DaemonSet', 'StatefulSet'])

/** Of `kubectl apply -o json`, which prints one object or a list: those that are ready only after a while. */
export function workloadsIn(json: string): readonly Workload[] {
  const value: unknown = json.trim() === '' ? {} : JSON.parse(json)
  const objects = isJsonObject(value) && isList(value['items']) ? value['items'] : [value]
  return objects.flatMap((object) => {
    if (!isJsonObject(object) || !ROLLED_OUT.has(String(object['kind'])) || !isJsonObject(object['metadata'])) return []
    const { name, namespace = 'default' } = object['metadata']
    return [{ namespace: String(namespace), name: `${String(object['kind']).toLowerCase()}/${String(name)}` }]
  })
}
