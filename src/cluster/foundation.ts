/** What every cluster stands on: the store with what a new cluster has in it, the one write path, and what controllers are given. */
import { recordAllAddresses } from './api/allocate/ip-addresses.ts'
import { podTokens } from './api/authentication/service-account-token.ts'
import { createWriter, writeAs, type ApiWriter } from './api/create-writer.ts'
import { bootstrap, type NewClusterDetails } from './bootstrap.ts'
import type { ClusterOptions } from './contract.ts'
import type { ControllerContext } from './controllers/controller.ts'
import { createEventRecorder, type EventRecorder } from './controllers/events.ts'
import { DEFAULT_RANGES, type ClusterRanges } from './ranges.ts'
import type { Store } from './store/store.ts'
import { createStore } from './store/memory-store.ts'

export interface Foundation {
  readonly store: Store
  readonly writer: ApiWriter
  readonly ranges: ClusterRanges
  readonly context: ControllerContext
}

interface FoundationDetails {
  /** As an API server refuses Pods that name an account which is not there. */
  readonly checksReferences?: boolean
  readonly details?: NewClusterDetails
}

/** Each component writes in its own name. */
const withManagers = (plain: ControllerContext, recordEvent: EventRecorder): ControllerContext => {
  const known = new Map<string, ControllerContext>()
  const actAs = (manager: string): ControllerContext => {
    const there = known.get(manager)
    if (there !== undefined) return there
    const writer = writeAs(plain.writer, manager)
    const context: ControllerContext = { ...plain, actAs, writer, recordEvent: (event) => recordEvent(event, writer) }
    known.set(manager, context)
    return context
  }
  return actAs('kube-controller-manager')
}

export const layFoundation = (
  options: ClusterOptions,
  { checksReferences = false, details }: FoundationDetails = {},
): Foundation => {
  const { clock, random, journal, objects, revision, certificateAuthority, tokenSigner: signer } = options
  const ranges = options.ranges ?? DEFAULT_RANGES
  const store = createStore({
    ...(journal === undefined ? {} : { journal }),
    ...(objects === undefined ? {} : { objects }),
    ...(revision === undefined ? {} : { revision }),
  })
  const writer = createWriter({ store, clock, random, serviceCidrs: ranges.serviceCidrs, checksReferences })
  const uuid = (): string => random.uuid()
  if (objects === undefined) bootstrap({ store, writer, clock, uuid, ranges, ...(details === undefined ? {} : { details }) })
  recordAllAddresses({ store, clock, random })
  const recordEvent = createEventRecorder({ store, clock })
  const plain: ControllerContext = {
    store,
    writer,
    clock,
    random,
    ...(checksReferences ? { bindsVolumes: true } : {}),
    recordEvent: (event) => recordEvent(event, writer),
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    ...(signer === undefined ? {} : { makeToken: podTokens({ store, clock, random, signer }) }),
  }
  return { store, writer, ranges, context: checksReferences ? withManagers(plain, recordEvent) : plain }
}
