import { Problem } from '../../terminal/problem.ts'
import { messageOf, type LiveClient, type LiveReply } from './client.ts'

/** The API server does not know the user any more, does not let the user, or gives something that was not asked for. */
export function refusal({ config, typed }: LiveClient, path: string, reply: LiveReply): Problem {
  const [context, reason] = [config.getCurrentContext(), messageOf(reply)]
  return reply.status === 401
    ? new Problem('credentials-refused', { context, reason })
    : new Problem('cluster-refused', { kubectl: typed.kubectl, path, status: String(reply.status), reason })
}
