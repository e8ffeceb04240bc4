/** A connection that two sets of policies decide differently, with the cluster in which it can be tried. */
import type { AnyNetworkPolicy } from '../../../kubernetes/extensions/cluster-network-policy/types.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { AddressFamily } from '../../address.ts'
import type { EqualPriority } from '../../choices.ts'
import { connect } from '../../connect.ts'
import type { Connection, ConnectQuestion, Protocol } from '../../model.ts'
import { examplePort } from '../atoms.ts'
import { askingOf, entryTo, nodesOf } from './example-cluster.ts'
import {
  addressesOf,
  type Chosen,
  type ExampleEnd,
  type Flow,
  type MadeNode,
  type MadePod,
  makeNode,
  makePod,
} from './example-ends.ts'
import { hasPod } from '../situation.ts'

/** A connection that two sets of policies decide differently, with a cluster in which it can be tried. */
export interface Counterexample {
  /** The side whose policies allow the connection; the other denies it. */
  readonly allowedBy: 'a' | 'b'
  /** The client. */
  readonly source: ExampleEnd
  /** The end that is asked. */
  readonly destination: ExampleEnd
  /** The server's port. */
  readonly port: number
  /** The transport protocol. */
  readonly protocol: Protocol
  /** Namespaces, Pods and what else the probe needs: without any policy. */
  readonly objects: readonly KubernetesObject[]
  /** What was asked. */
  readonly question: ConnectQuestion
  /** What the model answers with the policies of each side. */
  readonly a: Connection
  /** What the model answers with the second set of policies. */
  readonly b: Connection
}

interface PolicySides {
  readonly a: readonly AnyNetworkPolicy[]
  readonly b: readonly AnyNetworkPolicy[]
  readonly ipBlocksMatchPods: boolean
  readonly equalPriority: EqualPriority
}

/** Builds the cluster of a choice and asks the model with the policies of each side. */
export const toCounterexample = (chosen: Chosen, allowedBy: 'a' | 'b', policies: PolicySides): Counterexample => {
  const { situation, variables, values } = chosen
  const index = variables.findIndex(({ kind }) => kind === 'port')
  const variable = variables[index]
  const atom = variable?.kind === 'port' ? variable.atoms[values[index] ?? 0] : undefined
  if (atom === undefined) throw new Error('a situation has a port')
  const flow: Flow = { port: examplePort(atom), protocol: atom.protocol, addresses: addressesOf(chosen) }
  const ends = makeEnds(chosen, flow)
  const { source, destination, target } = ends
  const objects = objectsOf(ends, flow, situation.family)
  const { question, facts } = askingOf({
    situation,
    flow,
    source,
    destination,
    server: target?.pod,
    ipBlocksMatchPods: policies.ipBlocksMatchPods,
    equalPriority: policies.equalPriority,
  })
  const ask = (side: readonly AnyNetworkPolicy[]): Connection =>
    connect({ objects: [...nodesOf(situation.family), ...objects, ...side], facts }, question)
  return {
    allowedBy,
    source: source?.end ?? { address: flow.addresses.source },
    destination: destination?.end ?? target?.end ?? { address: flow.addresses.destination },
    port: flow.port,
    protocol: flow.protocol,
    objects,
    question,
    a: ask(policies.a),
    b: ask(policies.b),
  }
}

/** What stands at either end: a Pod, or a node; undefined for an address outside. */
interface Ends {
  readonly source: MadePod | undefined
  readonly destination: MadePod | undefined
  readonly target: MadeNode | undefined
}

const makeEnds = (chosen: Chosen, flow: Flow): Ends => {
  const { source, destination } = chosen.situation
  return {
    source: hasPod(source) ? makePod(chosen, 'source', flow) : undefined,
    destination: hasPod(destination) ? makePod(chosen, 'destination', flow) : undefined,
    target: destination.kind === 'node' ? makeNode(chosen, flow) : undefined,
  }
}

const objectsOf = ({ source, destination, target }: Ends, flow: Flow, family: AddressFamily): readonly KubernetesObject[] => {
  const made = [source, destination, target].flatMap((each) => (each === undefined ? [] : [each]))
  const namespaces = new Map(made.map(({ namespace }) => [namespace.metadata.name, namespace]))
  return [
    ...namespaces.values(),
    ...(target === undefined ? [] : [target.node]),
    ...made.map(({ pod }) => pod),
    ...(source === undefined && destination !== undefined ? entryTo(destination, flow, family) : []),
  ]
}
