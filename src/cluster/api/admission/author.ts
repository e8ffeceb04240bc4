/** Whether somebody may write what they write: the cluster itself, which has no author, always may. */
import type { Status } from '../../../kubernetes/status.ts'
import type { UserInfo } from '../authentication/user.ts'
import { refuseEscalation } from './escalation.ts'

type Change = Parameters<typeof refuseEscalation>[2]

export const refuseAuthor = (
  policies: Parameters<typeof refuseEscalation>[0],
  author: UserInfo | undefined,
  change: Change,
): Status | undefined => (author === undefined ? undefined : refuseEscalation(policies, author, change))
