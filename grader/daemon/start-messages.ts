/** What a daemon's process and the command that started it tell each other, once each. */
import type { ClusterRanges } from '../../src/cluster/ranges.ts'
import { Problem } from '../terminal/problem.ts'
import type { DaemonRecord } from './record.ts'

/** What to serve. */
export interface ServeOrder {
  /** The port that was asked for; without it the last one, or any that is free. */
  readonly port?: number
  /** Whether Services of type LoadBalancer get addresses, on loopback. */
  readonly loadBalancer: boolean
  /** The ranges that were asked for, for a cluster that is new. */
  readonly ranges?: ClusterRanges
}

/** How it went. */
export type StartMessage =
  | { readonly ready: DaemonRecord }
  | { readonly problem: { readonly code: string; readonly detail: Readonly<Record<string, string>> } }

export const toStartMessage = (error: unknown): StartMessage =>
  error instanceof Problem
    ? { problem: { code: error.code, detail: error.detail } }
    : { problem: { code: 'daemon-died', detail: { reason: error instanceof Error ? error.message : String(error) } } }
