/** Before anything is answered: who asks, in whose name, and may they? */
import { unauthorized } from '../../kubernetes/errors.ts'
import type { ApiContext } from './api-context.ts'
import { impersonate, type Impersonated } from './authentication/impersonate.ts'
import { checkToken } from './authentication/service-account-token.ts'
import { ANONYMOUS, type UserInfo } from './authentication/user.ts'
import { attributesOf } from './authorization/attributes.ts'
import { authorize } from './authorization/authorizer.ts'
import { forbid } from './authorization/forbid.ts'

/** Who sends a request, as far as the connection shows it. `from-request`: whom its Authorization header shows, else nobody known. */
export type Caller = UserInfo | 'from-request'

type GateContext = Pick<ApiContext, 'store' | 'clock' | 'random' | 'signer'>

/** A token that is no good is worse than none. */
const authenticate = (context: GateContext, headers: Headers): UserInfo | undefined => {
  const { token } = /^bearer +(?<token>\S*)\s*$/iu.exec(headers.get('authorization') ?? '')?.groups ?? {}
  if (token === undefined) return ANONYMOUS
  const { signer } = context
  return signer === undefined ? undefined : checkToken({ ...context, signer }, token)?.user
}

export const passGate = (context: GateContext, request: Request, caller: Caller): Impersonated => {
  const sender = caller === 'from-request' ? authenticate(context, request.headers) : caller
  if (sender === undefined) return { ok: false, status: unauthorized() }
  const acting = impersonate(context.store, sender, request.headers)
  if (!acting.ok) return acting
  const asked = attributesOf(request.method, new URL(request.url))
  const decision = authorize(context.store, acting.user, asked)
  return decision.allowed ? acting : { ok: false, status: forbid(acting.user, asked, decision) }
}
