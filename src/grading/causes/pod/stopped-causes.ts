/** Pods that do not run what was asked for. In the order in which they are tried. */
import type { Cause } from '../cause.ts'
import { containerPortConflict } from './container-port-conflict.ts'
import { podCommandEnds } from './pod-command-ends.ts'
import { podConfigMapMissing } from './pod-config-map-missing.ts'
import { podNotRunning } from './pod-not-running.ts'
import { podRunsOldSpec } from './pod-runs-old-spec.ts'
import { serviceAddressDoesNotPing } from '../service/service-address-does-not-ping.ts'

export const STOPPED_CAUSES: readonly Cause[] = [
  serviceAddressDoesNotPing,
  containerPortConflict,
  podConfigMapMissing,
  podCommandEnds,
  podNotRunning,
  podRunsOldSpec,
]
