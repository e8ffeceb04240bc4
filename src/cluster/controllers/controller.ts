import type { Pod } from '../../kubernetes/generated/types.ts'
import type { ObjectReference } from '../../kubernetes/object.ts'
import type { Writer } from '../api/writer.ts'
import type { Clock, Random } from '../environment.ts'
import type { ResourceName, Store, StoreEvent } from '../store/store.ts'

/** A token for a Pod's service account, as the API server issues it to the kubelet; undefined where that account is not there. */
export type MakeToken = (
  pod: Pod,
  wanted: { readonly audience?: string; readonly expirationSeconds?: number },
) => string | undefined

/** What a controller may use. All of it is synchronous: a reconcile is one step that sees one state. */
export interface ControllerContext {
  /** The same in the name of another component: who writes what is told in managedFields. Absent where nobody asks for it. */
  readonly actAs?: (manager: string) => ControllerContext
  readonly store: Store
  readonly writer: Writer
  readonly clock: Clock
  readonly random: Random
  /** PEM; absent where no API server listens. */
  readonly certificateAuthority?: string
  /** Pods wait for their claims. Absent where objects that somebody gave are all that is known of a cluster. */
  readonly bindsVolumes?: boolean
  /** Absent where the cluster has no key for tokens. */
  readonly makeToken?: MakeToken
  /** Records an Event about an object, as `kubectl describe` shows it; equal ones are counted. */
  recordEvent(event: {
    readonly about: ObjectReference & { readonly uid?: string; readonly fieldPath?: string }
    readonly type: 'Normal' | 'Warning'
    readonly reason: string
    readonly message: string
    readonly component: string
    readonly host?: string
  }): void
}

/** The thing to look at again; a controller reads its present state from the store. */
export interface ReconcileKey {
  readonly namespace?: string
  readonly name: string
}

/** A level-triggered control loop. */
export interface Controller {
  readonly name: string
  /** The component that it is a part of; kube-controller-manager where absent. */
  readonly manager?: string
  /** `all`: every resource there is and will be, but for events. */
  readonly watches: readonly ResourceName[] | 'all'
  /** Which keys an event makes the controller look at again. */
  keysFor(event: StoreEvent, context: ControllerContext): readonly ReconcileKey[]
  /** Brings the world nearer to what the object asks for. Returns the delay in milliseconds after which to look again, if any. */
  reconcile(key: ReconcileKey, context: ControllerContext): number | undefined
}
