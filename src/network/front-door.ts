/** Whether anybody takes what comes to the cluster's web ports from outside. */
import { servedGateways } from './gateway/classes.ts'
import { proxiesOf } from './gateway/proxies.ts'
import { runningControllers } from './ingress/controllers.ts'
import type { Snapshot } from './model.ts'
import { indexSnapshot } from './state.ts'
import { withSystemObjects } from './system-objects.ts'

/** True while an Ingress controller runs, or the proxy of a Gateway. */
export const hasFrontDoor = (snapshot: Snapshot): boolean => {
  const state = indexSnapshot(withSystemObjects(snapshot))
  return (
    state.facts.ingressControllers.some((facts) => runningControllers(state, facts).length > 0) ||
    servedGateways(state).some((gateway) => proxiesOf(state, gateway).length > 0)
  )
}
