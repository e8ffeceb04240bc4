import { isClusterNetworkPolicy } from '../../../kubernetes/guards.ts'
import { ageOf } from './age.ts'
import { NAME, nameOf, printer, text } from './printer.ts'

const COLUMNS = [NAME, text('Tier'), text('Priority'), text('Age')]

/** The columns that its CustomResourceDefinition states. @see kubernetes-sigs/network-policy-api config/crd, v0.2.0 */
export const clusterNetworkPolicyPrinter = printer(isClusterNetworkPolicy, COLUMNS, (policy, nowMs) => [
  nameOf(policy),
  policy.spec.tier,
  String(policy.spec.priority),
  ageOf(policy, nowMs),
])
