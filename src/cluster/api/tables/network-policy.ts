import { isNetworkPolicy } from '../../../kubernetes/guards.ts'
import { ageOf } from './age.ts'
import { selectorText } from './containers.ts'
import { NAME, nameOf, printer, text } from './printer.ts'

export const networkPolicyPrinter = printer(isNetworkPolicy, [NAME, text('Pod-Selector'), text('Age')], (policy, nowMs) => [
  nameOf(policy),
  selectorText(policy.spec?.podSelector),
  ageOf(policy, nowMs),
])
