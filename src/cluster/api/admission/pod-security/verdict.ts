/** What Pod Security is asked, and answers. */
import type { KubernetesObject } from '../../../../kubernetes/object.ts'
import type { ResourceInfo } from '../../../../kubernetes/resources.ts'
import type { Status } from '../../../../kubernetes/status.ts'

/** An object that is written; `stored` is what it takes the place of. */
export interface SecurityChange {
  readonly info: ResourceInfo
  readonly object: KubernetesObject
  readonly stored?: KubernetesObject
  readonly subresource?: string | undefined
}

export interface SecurityVerdict {
  readonly refusal?: Status
  readonly warnings: readonly string[]
}

export const ADMITTED: SecurityVerdict = { warnings: [] }
