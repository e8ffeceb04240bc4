/** Connections that clients in shells hold, as both sides' tools list them. */
import type { ConnectOutcome, NamespacedName } from '../../../network/model.ts'
import type { Session, ShellWorld } from './session.ts'

export interface End {
  readonly ip: string
  readonly port: number
}

export interface OpenSocket {
  readonly own: End
  readonly peer: End
  readonly program: string
}

interface Held {
  readonly client: NamespacedName
  readonly server: NamespacedName | undefined
  /** As the client's side has it, and as the server's has. */
  readonly sides: { readonly client: OpenSocket; readonly server: OpenSocket }
}

const held = new WeakMap<ShellWorld, Set<Held>>()

/** The first port that a client is given; each further one has the next. */
const FIRST_PORT = 40_000

const freePort = (sockets: ReadonlySet<Held>): number => {
  const taken = new Set([...sockets].map(({ sides }) => sides.client.own.port))
  let port = FIRST_PORT
  while (taken.has(port)) port++
  return port
}

const placeOf = ({ instance: { setup } }: Session): NamespacedName => ({ namespace: setup.namespace, name: setup.pod })

/** Listed until the function is called that comes back. */
export function holdSocket(session: Session, { walk }: Pick<ConnectOutcome, 'walk'>, program: string): () => void {
  const sent = walk.hops.find((hop) => hop.kind !== 'resolve' && hop.before !== undefined)?.before
  const end = walk.hops.findLast((hop) => hop.kind === 'listener')
  const arrived = end?.before
  if (sent === undefined || arrived === undefined || sent.protocol !== 'TCP') return () => undefined
  const sockets = held.get(session.world) ?? new Set()
  held.set(session.world, sockets)
  const port = freePort(sockets)
  const own = { ip: sent.sourceIp, port }
  const one: Held = {
    client: placeOf(session),
    server: end?.pod,
    sides: {
      client: { own, peer: { ip: sent.destinationIp, port: sent.destinationPort }, program },
      server: {
        own: { ip: arrived.destinationIp, port: arrived.destinationPort },
        peer: { ip: arrived.sourceIp, port },
        program: end?.program ?? '',
      },
    },
  }
  sockets.add(one)
  return () => void sockets.delete(one)
}

/** Those of the Pod that the session is in. */
export function openSockets(session: Session): readonly OpenSocket[] {
  const { namespace, name } = placeOf(session)
  const isHere = (place: NamespacedName | undefined): boolean => place?.namespace === namespace && place.name === name
  return [...(held.get(session.world) ?? [])].flatMap(({ client, server, sides }) => [
    ...(isHere(server) ? [sides.server] : []),
    ...(isHere(client) ? [sides.client] : []),
  ])
}
