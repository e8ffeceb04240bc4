import { namespaceOf } from '../state.ts'
import type { NetworkState } from '../state.ts'

/** The kind of objects that refer, and their namespace. */
export interface Referrer {
  readonly group: string
  readonly kind: string
  readonly namespace: string
}

/** The object that is referred to. */
export interface Referent extends Referrer {
  readonly name: string
}

/** Within a namespace always; into another one where a ReferenceGrant there says so (I22). */
export const isReferencePermitted = (state: NetworkState, from: Referrer, to: Referent): boolean =>
  from.namespace === to.namespace ||
  state.referenceGrants.some(
    (grant) =>
      namespaceOf(grant) === to.namespace &&
      (grant.spec?.from ?? []).some(
        ({ group, kind, namespace }) => group === from.group && kind === from.kind && namespace === from.namespace,
      ) &&
      (grant.spec?.to ?? []).some(
        ({ group, kind, name }) => group === to.group && kind === to.kind && (name === undefined || name === to.name),
      ),
  )
