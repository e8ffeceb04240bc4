/** Three ways to one answer, of which none knows the others: the evaluator, the symbolic engine held to one cluster, and `naive.ts`. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAddress } from '../../../../../src/network/address.ts'
import { ALWAYS, NEVER, type Diagram } from '../../../../../src/network/compare/diagram.ts'
import { Formulas } from '../../../../../src/network/compare/formula.ts'
import { relevant, type Place, type Situation } from '../../../../../src/network/compare/situation.ts'
import { type Variable } from '../../../../../src/network/compare/variables.ts'
import { compilePolicies, type CompiledPolicies } from '../../../../../src/network/policy/compile.ts'
import { policiesAllow } from '../../../../../src/network/policy/evaluate.ts'
import type { PolicyPeer } from '../../../../../src/network/policy/match.ts'
import { createReach } from '../../../../../src/network/policy/reach.ts'
import { anyCluster, flowsOf } from './clusters.ts'
import { naivelyAllows, type NaiveCluster, type NaiveEnd, type NaiveFlow, type NaivePod } from './naive.ts'

/** How many clusters; NETGRADE_RUNS asks for more, NETGRADE_SEED for others. */
const RUNS = Number(process.env['NETGRADE_RUNS'] ?? 2000)
const SEED = Number(process.env['NETGRADE_SEED'] ?? 4)

const options = { ipBlocksMatchPods: true }
const isPod = (end: NaiveEnd): end is NaivePod => 'name' in end

const toPeer = ({ namespaces }: NaiveCluster, end: NaiveEnd): PolicyPeer => ({
  ip: end.ip,
  bytes: parseAddress(end.ip)!,
  ...(isPod(end) ? { pod: { ...end, namespaceLabels: namespaces[end.namespace]!, ports: [...end.ports] } } : {}),
})

type Route = (flow: NaiveFlow) => boolean

const evaluated = (cluster: NaiveCluster, policies: CompiledPolicies): Route => {
  const peers = new Map<NaiveEnd, PolicyPeer>()
  const peerOf = (end: NaiveEnd): PolicyPeer => {
    const known = peers.get(end) ?? toPeer(cluster, end)
    peers.set(end, known)
    return known
  }
  return ({ from, to, port, protocol }) => {
    const [source, destination] = [peerOf(from), peerOf(to)]
    const leaves =
      source.pod === undefined ||
      policiesAllow(policies, { direction: 'egress', pod: source.pod, peer: destination, port, protocol }, options)
    const enters =
      destination.pod === undefined ||
      policiesAllow(policies, { direction: 'ingress', pod: destination.pod, peer: source, port, protocol }, options)
    return leaves && enters
  }
}

/** Which of a variable's values a flow has. */
const valueOf = (variable: Variable, { namespaces }: NaiveCluster, flow: NaiveFlow): number => {
  const end = (which: 'source' | 'destination'): NaiveEnd => (which === 'source' ? flow.from : flow.to)
  const among = (values: readonly (string | undefined)[], value: string | undefined): number => {
    const index = values.indexOf(value)
    return index === -1 ? values.length - 1 : index
  }
  switch (variable.kind) {
    case 'pod-label':
      return among(variable.values, (end(variable.end) as NaivePod).labels[variable.key])
    case 'namespace-label': {
      const [which = 'source'] = variable.ends
      return among(variable.values, namespaces[(end(which) as NaivePod).namespace]?.[variable.key])
    }
    case 'node-label':
      throw new Error('NetworkPolicies do not ask for nodes')
    case 'address': {
      const address = parseAddress(end(variable.end).ip)!.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
      return variable.atoms.findIndex(({ ranges }) => ranges.some(([first, last]) => first <= address && address <= last))
    }
    case 'port':
      return variable.atoms.findIndex(
        ({ protocol, first, last }) => protocol === flow.protocol && first <= flow.port && flow.port <= last,
      )
    case 'named-port':
      return isPod(flow.to) &&
        flow.to.ports.some(
          ({ name, containerPort, protocol }) =>
            name === variable.name &&
            protocol === variable.protocol &&
            protocol === flow.protocol &&
            containerPort === flow.port,
        )
        ? 1
        : 0
  }
}

/** The formula of the flow's situation, met with everything that is so in this one cluster. */
const symbolic = (cluster: NaiveCluster, policies: CompiledPolicies): Route => {
  const known = new Map<string, { readonly formulas: Formulas; readonly allowed: Diagram }>()
  const named = [...policies.byNamespace.keys()]
  const placeOf = (end: NaiveEnd): Place =>
    !isPod(end)
      ? { kind: 'address' }
      : named.includes(end.namespace)
        ? { kind: 'namespace', name: end.namespace }
        : { kind: 'elsewhere' }
  return (flow) => {
    const [source, destination] = [placeOf(flow.from), placeOf(flow.to)]
    const family = flow.from.ip.includes(':') ? 'IPv6' : 'IPv4'
    const key = JSON.stringify([source, destination, family])
    let made = known.get(key)
    if (made === undefined) {
      const side = relevant(policies, source, destination)
      const situation: Situation = { source, destination, family, named, a: side, b: side }
      const formulas = new Formulas(situation, options, { maxNodes: 1_000_000 })
      made = { formulas, allowed: formulas.allowed(side) }
      known.set(key, made)
    }
    const { formulas, allowed } = made
    const { diagrams, variables } = formulas
    let left = allowed
    for (const [index, variable] of variables.entries()) {
      if (left <= ALWAYS) return left === ALWAYS
      const wanted = valueOf(variable, cluster, flow)
      if (wanted === -1) throw new Error(`no value of ${variable.kind} fits ${JSON.stringify(flow)}`)
      left = diagrams.and(
        left,
        diagrams.literal(index, (value) => value === wanted),
      )
    }
    return left !== NEVER
  }
}

/** As `grade matrix` works it out: all Pods at once, one port at a time. */
const reached = (cluster: NaiveCluster, policies: CompiledPolicies): Route => {
  const members = cluster.pods.map((pod) => toPeer(cluster, pod) as PolicyPeer & { pod: NonNullable<PolicyPeer['pod']> })
  const known = new Map<string, ReturnType<typeof createReach>>()
  return ({ from, to, port, protocol }) => {
    const key = `${protocol} ${port}`
    const reach = known.get(key) ?? createReach(policies, members, { ...options, port, protocol })
    known.set(key, reach)
    return reach(cluster.pods.indexOf(from as NaivePod), cluster.pods.indexOf(to as NaivePod))
  }
}

test(`evaluator, symbolic engine, matrix and naive reading agree on ${RUNS} random clusters`, { timeout: 600_000 }, () => {
  let asked = 0
  let denied = 0
  fc.assert(
    fc.property(anyCluster, (cluster) => {
      const policies = compilePolicies(cluster.policies)
      const routes = { evaluated: evaluated(cluster, policies), symbolic: symbolic(cluster, policies) }
      const matrix = reached(cluster, policies)
      for (const flow of flowsOf(cluster)) {
        const naive = naivelyAllows(cluster, flow)
        asked++
        if (!naive) denied++
        for (const [name, route] of Object.entries(routes))
          if (route(flow) !== naive) throw new Error(`${name} says ${!naive}: ${JSON.stringify(flow)}`)
        if (isPod(flow.from) && isPod(flow.to) && matrix(flow) !== naive)
          throw new Error(`matrix says ${!naive}: ${JSON.stringify(flow)}`)
      }
    }),
    { numRuns: RUNS, seed: SEED },
  )
  // Neither everything nor nothing passes, or the agreement would say little.
  expect(denied / asked).toBeGreaterThan(0.2)
  expect(denied / asked).toBeLessThan(0.8)
})
