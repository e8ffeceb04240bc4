/** What the user may do in the cluster, asked before anything is done. */
import { isJsonObject } from '../../../src/kubernetes/json.ts'
import { Problem, type ProblemCode } from '../../terminal/problem.ts'
import { messageOf, type LiveClient } from './client.ts'

export interface Need {
  readonly verb: 'list' | 'create' | 'get' | 'update' | 'patch' | 'delete' | 'deletecollection'
  /** `pods`, `networkpolicies.networking.k8s.io`; with a subresource `pods/exec`. */
  readonly resource: string
  /** Everywhere where absent. */
  readonly namespace?: string
}

export const describeNeed = ({ verb, resource, namespace }: Need): string =>
  `${verb} ${resource}${namespace === undefined ? '' : ` in ${namespace}`}`

const reviewOf = ({ verb, resource, namespace }: Need): unknown => {
  const [path = '', subresource] = resource.split('/')
  const [name = '', ...group] = path.split('.')
  const attributes = { verb, resource: name, group: group.join('.'), ...(subresource === undefined ? {} : { subresource }) }
  return {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { ...attributes, ...(namespace === undefined ? {} : { namespace }) } },
  }
}

/** Whether it is allowed. Fails with `credentials-refused` where the API server does not know the user. */
export async function isAllowed(client: LiveClient, need: Need): Promise<boolean> {
  const reply = await client.ask('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', reviewOf(need))
  if (reply.status === 401 || reply.status === 403)
    throw new Problem('credentials-refused', { context: client.config.getCurrentContext(), reason: messageOf(reply) })
  const status = isJsonObject(reply.body) ? reply.body['status'] : undefined
  return isJsonObject(status) && status['allowed'] === true
}

/** Each once. */
export const distinctNeeds = (needs: readonly Need[]): readonly Need[] => [
  ...new Map(needs.map((need) => [describeNeed(need), need])).values(),
]

type Lacking = Extract<
  ProblemCode,
  'permissions-missing' | 'observe-not-permitted' | 'trial-not-permitted' | 'apply-not-permitted'
>

/** All that is lacking is told at once, as the problem of what it is needed for. */
export async function requirePermissions(
  client: LiveClient,
  needs: readonly Need[],
  problem: Lacking = 'permissions-missing',
): Promise<void> {
  const answers = await Promise.all(needs.map((need) => isAllowed(client, need)))
  const lacking = needs.filter((_, index) => answers[index] !== true).map(describeNeed)
  if (lacking.length > 0)
    throw new Problem(problem, { context: client.config.getCurrentContext(), lacking: lacking.join(', ') })
}
