/** What is nobody's mistake, and would be scored as one: nodes that do not answer, namespaces that are on their way out. */
import { isNamespace, isNode, isPod } from '../../../src/kubernetes/guards.ts'
import type { Node } from '../../../src/kubernetes/generated/types.ts'
import type { Snapshot } from '../../../src/network/model.ts'
import { Problem } from '../../terminal/problem.ts'

const readiness = ({ status }: Node): { readonly status: string; readonly message?: string } | undefined =>
  status?.conditions?.find(({ type }) => type === 'Ready')

/** `kubectl` is how it is called for this cluster. Fails with `node-not-ready` where Pods of these namespaces run on such a node, and with `namespace-going`. */
export function requireSettled({ objects }: Snapshot, namespaces: readonly string[], kubectl: string): void {
  const going = objects
    .filter(isNamespace)
    .find(({ metadata: { name = '', deletionTimestamp } }) => namespaces.includes(name) && deletionTimestamp !== undefined)
  if (going !== undefined) {
    const holders = (going.status?.conditions ?? []).flatMap(({ status, message }) =>
      status === 'True' ? (message ?? []) : [],
    )
    throw new Problem('namespace-going', { kubectl, name: going.metadata.name ?? '', reason: holders.join(' ') })
  }
  const used = new Set(
    objects
      .filter(isPod)
      .flatMap(({ metadata, spec }) => (namespaces.includes(metadata.namespace ?? '') ? (spec?.nodeName ?? []) : [])),
  )
  const silent = objects.filter(isNode).filter((node) => {
    const ready = readiness(node)
    return used.has(node.metadata.name ?? '') && ready !== undefined && ready.status !== 'True'
  })
  if (silent.length === 0) return
  const reasons = silent.flatMap((node) => readiness(node)?.message ?? [])
  throw new Problem('node-not-ready', {
    kubectl,
    nodes: silent.map(({ metadata }) => metadata.name ?? '').join(', '),
    reason: [...new Set(reasons)].join(' '),
  })
}
