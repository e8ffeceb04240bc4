/** All kinds of checks, and how one is run. */
import type { CheckOutcome } from '../failure.ts'
import { blocked } from './blocked.ts'
import type { Check, CheckContext } from './check.ts'
import { connects } from './connects.ts'
import { exists } from './exists.ts'
import { fields } from './fields.ts'
import { http } from './http.ts'
import { policyEquals } from './policy-equals.ts'
import { recorded } from './recorded.ts'
import { resolves } from './resolves.ts'
import type { AnyCheckSpec } from './specs.ts'

const CHECKS = [exists, fields, connects, blocked, resolves, http, policyEquals, recorded] as const

export const CHECK_KINDS: readonly string[] = CHECKS.map(({ kind }) => kind)

export const findCheck = (kind: string): Pick<Check, 'kind' | 'read'> | undefined => CHECKS.find((check) => check.kind === kind)

export const runCheck = (spec: AnyCheckSpec, context: CheckContext): CheckOutcome => {
  switch (spec.kind) {
    case 'exists':
      return exists.run(spec, context)
    case 'fields':
      return fields.run(spec, context)
    case 'connects':
      return connects.run(spec, context)
    case 'blocked':
      return blocked.run(spec, context)
    case 'resolves':
      return resolves.run(spec, context)
    case 'http':
      return http.run(spec, context)
    case 'policy-equals':
      return policyEquals.run(spec, context)
    case 'recorded':
      return recorded.run(spec, context)
  }
}
