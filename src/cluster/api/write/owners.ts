/** Owners that stand twice. @see k8s.io/apiserver pkg/endpoints/handlers/rest.go, dedupOwnerReferencesAndAddWarning, v1.34 */
import type { KubernetesObject } from '../../../kubernetes/object.ts'

const FIELD = '.metadata.ownerReferences'

export interface Deduplicated {
  readonly object: KubernetesObject
  readonly warnings: readonly string[]
}

/** Each owner once: the first of those with one uid. */
export const withEachOwnerOnce = (object: KubernetesObject): Deduplicated => {
  const owners = object.metadata.ownerReferences ?? []
  const once = owners.filter(({ uid }, index) => owners.findIndex((owner) => owner.uid === uid) === index)
  if (once.length === owners.length) return { object, warnings: [] }
  const twice = [...new Set(owners.filter((owner) => !once.includes(owner)).map(({ uid }) => uid))]
  const what = `duplicate UID(s) observed: ${twice.join(', ')}`
  const since = 'API server dedups owner references in 1.20+, and may reject such requests as early as 1.24'
  return {
    object: { ...object, metadata: { ...object.metadata, ownerReferences: once } },
    warnings: [`${FIELD} contains duplicate entries; ${since}; please fix your requests; ${what}`],
  }
}
