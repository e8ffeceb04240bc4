/** Which endpoint a connection gets: a client of a Service with session affinity keeps the one that it had (S28). @see iptables-extensions(8), recent */
import { isService } from '../kubernetes/guards.ts'
import { drawOutcome } from '../network/draw-outcome.ts'
import type { Walk } from '../network/model.ts'
import type { Clock } from './environment.ts'
import type { Store } from './store/store.ts'

interface Possible {
  readonly probability: number
  readonly walk: Walk
}

/** What kube-proxy's node remembers of one client and one port of a Service. */
interface Last {
  readonly endpoint: string
  readonly atMs: number
}

interface Affine {
  readonly client: string
  readonly endpoint: string
  readonly keptMs: number
}

export interface EndpointChooser {
  /** One of several possible outcomes: the client's own endpoint where it has one, else as `drawOutcome` does. */
  choose<T extends Possible>(outcomes: readonly T[], chance: number): T | undefined
}

const MAX_CLIENTS = 10_000
const DEFAULT_SECONDS = 10_800

const secondsOf = (store: Store, namespace: string | undefined, name: string): number => {
  const service = store.get('services', namespace, name)
  const config = service !== undefined && isService(service) ? service.spec?.sessionAffinityConfig : undefined
  return config?.clientIP?.timeoutSeconds ?? DEFAULT_SECONDS
}

interface Memory {
  readonly store: Store
  readonly clock: Clock
  readonly lasts: Map<string, Last>
}

const affineOf = ({ walk }: Possible, { store }: Memory): Affine | undefined => {
  const hop = walk.hops.find((one) => one.kind === 'service')
  if (hop?.affinity === undefined || hop.endpoint === undefined || hop.before === undefined) return undefined
  const { namespace, name } = hop.service
  return {
    client: JSON.stringify([namespace, name, hop.port?.path, hop.before.sourceIp]),
    endpoint: `${hop.endpoint.ip} ${hop.endpoint.port}`,
    keptMs: secondsOf(store, namespace, name) * 1000,
  }
}

const isKept = (outcome: Possible, memory: Memory): boolean => {
  const affine = affineOf(outcome, memory)
  const last = affine === undefined ? undefined : memory.lasts.get(affine.client)
  return last !== undefined && last.endpoint === affine?.endpoint && memory.clock.now() - last.atMs < affine.keptMs
}

/** Each connection begins the time anew. */
const remember = (outcome: Possible, memory: Memory): void => {
  const affine = affineOf(outcome, memory)
  if (affine === undefined) return
  const { lasts, clock } = memory
  lasts.delete(affine.client)
  lasts.set(affine.client, { endpoint: affine.endpoint, atMs: clock.now() })
  const [oldest] = lasts.keys()
  if (lasts.size > MAX_CLIENTS && oldest !== undefined) lasts.delete(oldest)
}

const choose = <T extends Possible>(outcomes: readonly T[], chance: number, memory: Memory): T | undefined => {
  const kept = outcomes.filter((outcome) => isKept(outcome, memory))
  const share = kept.reduce((sum, { probability }) => sum + probability, 0)
  const outcome = kept.length === 0 ? drawOutcome(outcomes, chance) : drawOutcome(kept, chance * share)
  if (outcome !== undefined) remember(outcome, memory)
  return outcome
}

export const createEndpointChooser = ({ store, clock }: Pick<Memory, 'store' | 'clock'>): EndpointChooser => {
  const memory: Memory = { store, clock, lasts: new Map() }
  return { choose: (outcomes, chance) => choose(outcomes, chance, memory) }
}
