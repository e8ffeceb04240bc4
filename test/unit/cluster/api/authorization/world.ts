import { createTokenSigner, makeTokenKey } from '../../../../../grader/daemon/token-signer.ts'
import { createCluster } from '../../../../../src/cluster/cluster.ts'
import type { Caller } from '../../../../../src/cluster/api/gate.ts'
import { createSeededRandom, createVirtualClock } from '../../../../../src/cluster/virtual.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'

const signer = createTokenSigner(makeTokenKey())

export const START = Date.UTC(2026, 10, 24)

export interface Reply {
  readonly code: number
  readonly body: any // eslint-disable-line @typescript-eslint/no-explicit-any -- tests look into answers of all kinds
}

/** A whole cluster, and requests to it in somebody's name. */
export const createWorld = () => {
  const clock = createVirtualClock(START)
  const cluster = createCluster({ clock, random: createSeededRandom(1), tokenSigner: signer })
  const ask = async (
    caller: Caller | undefined,
    method: string,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Reply> => {
    const request = new Request(`https://127.0.0.1${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const response = await cluster.handle(request, caller)
    const text = await response.text()
    return { code: response.status, body: text.startsWith('{') ? JSON.parse(text) : text }
  }
  const apply = (...objects: readonly object[]): void => {
    for (const object of objects) {
      const result = cluster.apply(object as KubernetesObject)
      if (result.kind === 'Status') throw new Error((result as { message?: string }).message)
    }
  }
  return { cluster, clock, ask, apply, signer }
}

export const RBAC = 'rbac.authorization.k8s.io/v1'

export const user = (username: string, ...groups: readonly string[]) => ({
  username,
  groups: [...groups, 'system:authenticated'],
})

export const role = (name: string, rules: readonly object[], namespace?: string) => ({
  apiVersion: RBAC,
  kind: namespace === undefined ? 'ClusterRole' : 'Role',
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  rules,
})

export const binding = (
  name: string,
  roleRef: { readonly kind: string; readonly name: string },
  subject: { readonly kind: string; readonly name: string; readonly namespace?: string },
  namespace?: string,
) => ({
  apiVersion: RBAC,
  kind: namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding',
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', ...roleRef },
  subjects: [{ ...(subject.kind === 'ServiceAccount' ? {} : { apiGroup: 'rbac.authorization.k8s.io' }), ...subject }],
})
