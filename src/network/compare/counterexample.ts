/** A connection that two sets of policies decide differently, with the cluster in which it can be tried. */
import type { NetworkPolicy } from '../../kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { connect } from '../connect.ts'
import type { Connection, ConnectQuestion, Protocol } from '../model.ts'
import { examplePort } from './atoms.ts'
import { addressesOf, askingOf, entryTo, makePod, nodesOf, type Chosen, type ExampleEnd, type Flow } from './example-cluster.ts'

export interface Counterexample {
  /** The side whose policies allow the connection; the other denies it. */
  readonly allowedBy: 'a' | 'b'
  readonly source: ExampleEnd
  readonly destination: ExampleEnd
  readonly port: number
  readonly protocol: Protocol
  /** Namespaces, Pods and what else the probe needs: without any policy. */
  readonly objects: readonly KubernetesObject[]
  readonly question: ConnectQuestion
  /** What the model answers with the policies of each side. */
  readonly a: Connection
  readonly b: Connection
}

/** Builds the cluster of a choice and asks the model with the policies of each side. */
export const toCounterexample = (
  chosen: Chosen,
  allowedBy: 'a' | 'b',
  policies: { readonly a: readonly NetworkPolicy[]; readonly b: readonly NetworkPolicy[]; readonly ipBlocksMatchPods: boolean },
): Counterexample => {
  const { situation, variables, values } = chosen
  const index = variables.findIndex(({ kind }) => kind === 'port')
  const variable = variables[index]
  const atom = variable?.kind === 'port' ? variable.atoms[values[index] ?? 0] : undefined
  if (atom === undefined) throw new Error('a situation has a port')
  const flow: Flow = { port: examplePort(atom), protocol: atom.protocol, addresses: addressesOf(chosen) }
  const source = situation.source.kind === 'address' ? undefined : makePod(chosen, 'source', flow)
  const destination = situation.destination.kind === 'address' ? undefined : makePod(chosen, 'destination', flow)
  const entry = source === undefined && destination !== undefined ? entryTo(destination, flow, situation.family) : []
  const made = [source, destination].flatMap((each) => (each === undefined ? [] : [each]))
  const namespaces = new Map(made.map(({ namespace }) => [namespace.metadata.name, namespace]))
  const objects = [...namespaces.values(), ...made.map(({ pod }) => pod), ...entry]
  const { question, facts } = askingOf({ situation, flow, source, destination, ipBlocksMatchPods: policies.ipBlocksMatchPods })
  const ask = (side: readonly NetworkPolicy[]): Connection =>
    connect({ objects: [...nodesOf(situation.family), ...objects, ...side], facts }, question)
  return {
    allowedBy,
    source: source?.end ?? { address: flow.addresses.source },
    destination: destination?.end ?? { address: flow.addresses.destination },
    port: flow.port,
    protocol: flow.protocol,
    objects,
    question,
    a: ask(policies.a),
    b: ask(policies.b),
  }
}
