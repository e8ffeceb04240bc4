import type { ResourceInfo } from '../../kubernetes/resources.ts'
import type { Cluster, ContainerRuntime } from '../contract.ts'
import type { Clock, Random } from '../environment.ts'
import type { Store } from '../store/store.ts'
import type { ApiWriter } from './create-writer.ts'
import type { TokenSigner } from './authentication/service-account-token.ts'
import type { UserInfo } from './authentication/user.ts'
import type { Accepted } from './http/accept.ts'
import type { Gauge } from './limits.ts'
import type { EventLines } from './rest/event-lines.ts'

export interface ApiContext {
  /** Watches that are open. */
  readonly watches?: Gauge
  readonly eventLines?: EventLines
  readonly store: Store
  readonly writer: ApiWriter
  readonly clock: Clock
  readonly random: Random
  /** Makes and checks tokens of service accounts; without it there are none. */
  readonly signer?: TokenSigner
  /** Answers GET …/pods/<name>/log; without it logs are refused. */
  readonly runtime?: Pick<ContainerRuntime, 'logs'>
  /** Answers …/proxy/; without it proxies are refused. `apiServerNode`: where the API server runs. */
  readonly network?: Pick<Cluster, 'send' | 'snapshot'> & { readonly apiServerNode: string }
}

/** A request for a resource, taken apart. */
export interface ResourceCall {
  readonly context: ApiContext
  readonly request: Request
  /** In whose name it is, and who may: that was seen to. */
  readonly user: UserInfo
  readonly query: URLSearchParams
  readonly info: ResourceInfo
  readonly namespace?: string
  readonly name?: string
  readonly subresource?: string
  /** What follows a subresource's name, as with `proxy`: decoded, with a slash in front; empty where nothing does. */
  readonly rest: string
  readonly accepted: Accepted
}

/** A call that names one object. */
export type ObjectCall = ResourceCall & { readonly name: string }
