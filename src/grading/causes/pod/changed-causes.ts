/** Pods that run what was asked for before. In the order in which they are tried. */
import type { Cause } from '../cause.ts'
import { podRunsOldSpec } from './pod-runs-old-spec.ts'

export const CHANGED_CAUSES: readonly Cause[] = [podRunsOldSpec]
