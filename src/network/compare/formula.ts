/** What a set of policies allows in one situation, as a decision diagram over the situation's variables. */
import type { EqualPriority } from '../choices.ts'
import type { CompiledPeer, CompiledPolicy, CompiledPort, CompiledRule, Direction } from '../policy/compile.ts'
import { selectorMatches, type CompiledSelector } from '../policy/selector.ts'
import { containsAtom, isSingleAddress, rangesOfRule } from './atoms.ts'
import { allowedByTiers, type TierFormulas } from './cluster-policies.ts'
import { ALWAYS, Diagrams, NEVER, type Diagram, type DiagramLimits } from './diagram.ts'
import { hasPod, type End, type Relevant, type Situation, type SituationOptions } from './situation.ts'
import { sizeOf, variablesOf, type Variable } from './variables.ts'

/** Stands for the namespace of a rule that belongs to none. */
const CLUSTER_WIDE = ''

export interface FormulaOptions extends SituationOptions {
  /** Which of several ClusterNetworkPolicies of one priority decides (N34); by name where absent. */
  readonly equalPriority?: EqualPriority
}

export class Formulas {
  readonly situation: Situation
  readonly variables: readonly Variable[]
  readonly diagrams: Diagrams
  private readonly indices: ReadonlyMap<string, number>
  private readonly options: FormulaOptions

  constructor(situation: Situation, options: FormulaOptions, limits: DiagramLimits) {
    this.options = options
    this.situation = situation
    this.variables = variablesOf(situation, options)
    this.diagrams = new Diagrams(this.variables.map(sizeOf), limits)
    this.indices = new Map(this.variables.flatMap((variable, index) => keysOf(variable).map((key) => [key, index] as const)))
  }

  /** The connections that one side's policies allow (N1, N3, N33) at each end. */
  allowed(side: Relevant, order: EqualPriority = this.order): Diagram {
    return this.diagrams.and(this.passes(side, 'egress', order), this.passes(side, 'ingress', order))
  }

  /** What one side's ClusterNetworkPolicies are made of. */
  tiers(direction: Direction, order: EqualPriority): TierFormulas {
    const { diagrams } = this
    const end: End = direction === 'egress' ? 'source' : 'destination'
    return {
      diagrams,
      direction,
      order,
      subject: ({ subject }) =>
        diagrams.and(this.labels(subject.namespaces, `namespace ${end}`), this.podLabels(subject.pods, end)),
      rule: (rule) => this.rule(rule, CLUSTER_WIDE, direction),
    }
  }

  private get order(): EqualPriority {
    return this.options.equalPriority ?? 'first-name'
  }

  /** The possible connections that one side alone allows. */
  differences(): { readonly onlyA: Diagram; readonly onlyB: Diagram } {
    const { diagrams, situation } = this
    const [allowedA, allowedB] = [this.allowed(situation.a), this.allowed(situation.b)]
    if (allowedA === allowedB) return { onlyA: NEVER, onlyB: NEVER }
    const possible = this.possible()
    return {
      onlyA: diagrams.and(allowedA, diagrams.not(allowedB), possible),
      onlyB: diagrams.and(allowedB, diagrams.not(allowedA), possible),
    }
  }

  /** The connections that some rule of each direction is about, whatever its policy selects. */
  matched({ egress, ingress }: Relevant): Diagram {
    const rules = (policies: readonly CompiledPolicy[], direction: Direction): readonly Diagram[] =>
      policies.flatMap((policy) => policy.rules[direction].map((rule) => this.rule(rule, policy.namespace, direction)))
    const { diagrams } = this
    return diagrams.and(diagrams.or(...rules(egress, 'egress')), diagrams.or(...rules(ingress, 'ingress')))
  }

  /** Two Pods never have one address. */
  possible(): Diagram {
    const { diagrams } = this
    const source = this.indices.get('address source')
    const destination = this.indices.get('address destination')
    const variable = source === undefined ? undefined : this.variables[source]
    if (source === undefined || destination === undefined || variable?.kind !== 'address') return ALWAYS
    const clashes = variable.atoms.flatMap((atom, index) =>
      isSingleAddress(atom)
        ? [
            diagrams.and(
              diagrams.literal(source, (value) => value === index),
              diagrams.literal(destination, (value) => value === index),
            ),
          ]
        : [],
    )
    return diagrams.not(diagrams.or(...clashes))
  }

  /** What one end alone lets pass: nothing selects it, or a rule allows the connection; cluster policies before and after. */
  passes(side: Relevant, direction: Direction, order: EqualPriority = this.order): Diagram {
    const { diagrams } = this
    const policies = side[direction]
    const tiers = side.tiers?.[direction]
    const end: End = direction === 'egress' ? 'source' : 'destination'
    const selected = policies.map(({ selector }) => this.podLabels(selector, end))
    const allowing = policies.map((policy, index) =>
      diagrams.and(
        selected[index] ?? NEVER,
        diagrams.or(...policy.rules[direction].map((rule) => this.rule(rule, policy.namespace, direction))),
      ),
    )
    if (tiers === undefined) return diagrams.or(diagrams.not(diagrams.or(...selected)), ...allowing)
    const own = { selected: diagrams.or(...selected), allowed: diagrams.or(...allowing) }
    return allowedByTiers(tiers, this.tiers(direction, order), own)
  }

  private rule(rule: CompiledRule, namespace: string, direction: Direction): Diagram {
    const { diagrams } = this
    const { peers, ports } = rule
    const end: End = direction === 'egress' ? 'destination' : 'source'
    return diagrams.and(
      peers === undefined
        ? ALWAYS
        : diagrams.or(this.blocks(rule, namespace, end), ...peers.map((peer) => this.peer(peer, namespace, end))),
      ports === undefined ? ALWAYS : diagrams.or(...ports.map((port) => this.port(port))),
    )
  }

  private peer(peer: CompiledPeer, namespace: string, end: End): Diagram {
    if (peer.kind === 'block') return NEVER
    if (peer.kind === 'nodes') return this.situation[end].kind === 'node' ? this.labels(peer.selector, 'node') : NEVER
    const { podSelector, namespaceSelector } = peer
    const place = this.situation[end]
    if (!hasPod(place) || (podSelector === undefined && namespaceSelector === undefined)) return NEVER
    const isOwn = place.kind === 'namespace' && place.name === namespace
    return this.diagrams.and(
      namespaceSelector === undefined ? (isOwn ? ALWAYS : NEVER) : this.labels(namespaceSelector, `namespace ${end}`),
      podSelector === undefined ? ALWAYS : this.podLabels(podSelector, end),
    )
  }

  /** All of a rule's blocks at once. Without a variable the end is a Pod whose address no block is asked about (N19). */
  private blocks(rule: CompiledRule, namespace: string, end: End): Diagram {
    if (namespace !== CLUSTER_WIDE && !this.options.ipBlocksMatchPods && hasPod(this.situation[end])) return NEVER
    const index = this.indices.get(`address ${end}`)
    const variable = index === undefined ? undefined : this.variables[index]
    if (index === undefined || variable?.kind !== 'address') return NEVER
    const ranges = rangesOfRule(rule, this.situation.family)
    if (ranges.length === 0) return NEVER
    return this.diagrams.literal(index, (value) => {
      const atom = variable.atoms[value]
      return atom !== undefined && containsAtom(ranges, atom)
    })
  }

  private podLabels(selector: CompiledSelector, end: End): Diagram {
    return this.labels(selector, `pod ${end}`)
  }

  private labels(selector: CompiledSelector, of: string): Diagram {
    return this.diagrams.and(
      ...selector.map((requirement) => {
        const { key } = requirement
        const index = this.indices.get(`${of} ${key}`)
        const variable = index === undefined ? undefined : this.variables[index]
        if (index === undefined || variable === undefined || !('values' in variable)) return NEVER
        return this.diagrams.literal(index, (at) => {
          const value = variable.values[at]
          return selectorMatches([requirement], value === undefined ? {} : { [key]: value })
        })
      }),
    )
  }

  private port(candidate: CompiledPort): Diagram {
    const { protocol, port } = candidate
    const index = this.indices.get('port') ?? 0
    const variable = this.variables[index]
    const atoms = variable?.kind === 'port' ? variable.atoms : []
    if (typeof port === 'string') return this.namedPort(candidate, port)
    const { endPort = port } = candidate
    return this.diagrams.literal(index, (value) => {
      const atom = atoms[value]
      if (atom?.protocol !== protocol) return false
      return port === undefined || endPort === undefined || (port <= atom.first && atom.last <= endPort)
    })
  }

  /** The destination's own name for the port (N23); a given Pod's names are known, an address has none. */
  private namedPort({ protocol }: CompiledPort, name: string): Diagram {
    const { diagrams, situation } = this
    const index = this.indices.get('port') ?? 0
    const variable = this.variables[index]
    const atoms = variable?.kind === 'port' ? variable.atoms : []
    const bit = this.indices.get(`named ${protocol} ${name}`)
    if (bit !== undefined)
      return diagrams.and(
        diagrams.literal(index, (value) => atoms[value]?.protocol === protocol),
        diagrams.literal(bit, (value) => value === 1),
      )
    if (situation.subject?.end !== 'destination') return NEVER
    const numbers = situation.subject.pod.ports
      .filter((port) => port.name === name && (port.protocol ?? 'TCP') === protocol)
      .map(({ containerPort }) => containerPort)
    return diagrams.literal(index, (value) => {
      const atom = atoms[value]
      return atom?.protocol === protocol && numbers.includes(atom.first)
    })
  }
}

const keysOf = (variable: Variable): readonly string[] => {
  switch (variable.kind) {
    case 'pod-label':
      return [`pod ${variable.end} ${variable.key}`]
    case 'namespace-label':
      return variable.ends.map((end) => `namespace ${end} ${variable.key}`)
    case 'node-label':
      return [`node ${variable.key}`]
    case 'address':
      return [`address ${variable.end}`]
    case 'port':
      return ['port']
    case 'named-port':
      return [`named ${variable.protocol} ${variable.name}`]
  }
}
