/**
 * Decision diagrams over variables with few values each: formulas in a canonical form, where equal means the same number.
 * @see A. Srinivasan et al., Algorithms for Discrete Function Manipulation, 1990
 */

/** A formula: the number of its root in the diagrams that made it. 0 never holds, 1 always does. */
export type Diagram = number

export const NEVER: Diagram = 0
export const ALWAYS: Diagram = 1

/** A formula grew beyond what was allowed, or the time is up. */
export class Undecided extends Error {
  override readonly name = 'Undecided'
}

export interface DiagramLimits {
  /** Nodes that may be made before `Undecided` is thrown. */
  readonly maxNodes: number
  /** Asked now and then; true throws `Undecided`. */
  readonly shouldStop?: () => boolean
}

type Operation = 'and' | 'or' | 'xor'

/** What an operation gives where one side, or both being the same, settles it. */
const SETTLED: Readonly<Record<Operation, (a: Diagram, b: Diagram) => Diagram | undefined>> = {
  and: (a, b) => (a === NEVER || b === NEVER ? NEVER : a === ALWAYS ? b : b === ALWAYS || a === b ? a : undefined),
  or: (a, b) => (a === ALWAYS || b === ALWAYS ? ALWAYS : a === NEVER ? b : b === NEVER || a === b ? a : undefined),
  xor: (a, b) => (a === b ? NEVER : a === NEVER ? b : b === NEVER ? a : undefined),
}

const STOP_EVERY = 1024
/** Pairs of nodes as one safe integer. */
const PAIR = 2 ** 26

/** One value for each variable, and what they cost together. */
export interface Choice {
  readonly cost: number
  readonly values: readonly number[]
}

export class Diagrams {
  private readonly sizes: readonly number[]
  private readonly limits: DiagramLimits
  /** Variable of each node; the two constants stand below all variables. */
  private readonly variables: number[]
  private readonly children: (readonly Diagram[])[] = [[], []]
  private readonly known = new Map<string, Diagram>()
  private readonly done: Readonly<Record<Operation, Map<number, Diagram>>> = { and: new Map(), or: new Map(), xor: new Map() }

  /** @param sizes how many values each variable has, in the order in which they are asked */
  constructor(sizes: readonly number[], limits: DiagramLimits) {
    this.sizes = sizes
    this.limits = limits
    this.variables = [sizes.length, sizes.length]
  }

  /** The variable has one of the values for which `holds` is true. */
  literal(variable: number, holds: (value: number) => boolean): Diagram {
    const size = this.sizes[variable] ?? 0
    return this.node(
      variable,
      Array.from({ length: size }, (_, value) => (holds(value) ? ALWAYS : NEVER)),
    )
  }

  and(...formulas: readonly Diagram[]): Diagram {
    return this.fold('and', ALWAYS, formulas)
  }

  or(...formulas: readonly Diagram[]): Diagram {
    return this.fold('or', NEVER, formulas)
  }

  xor(a: Diagram, b: Diagram): Diagram {
    return this.apply('xor', a, b)
  }

  not(a: Diagram): Diagram {
    return this.apply('xor', a, ALWAYS)
  }

  /** The cheapest values under which the formula holds; undefined where it never does. */
  cheapest(root: Diagram, cost: (variable: number, value: number) => number): Choice | undefined {
    const free = this.sizes.map((size, variable) =>
      Math.min(...Array.from({ length: size }, (_, value) => cost(variable, value))),
    )
    const best = new Map<Diagram, { readonly cost: number; readonly value: number } | undefined>()
    const between = (from: number, to: number): number => free.slice(from, to).reduce((sum, each) => sum + each, 0)
    const costOf = (node: Diagram): number => {
      if (node === NEVER) return Number.POSITIVE_INFINITY
      if (node === ALWAYS) return 0
      const seen = best.get(node)
      if (seen !== undefined) return seen.cost
      const variable = this.variables[node] ?? 0
      let found = { cost: Number.POSITIVE_INFINITY, value: 0 }
      for (const [value, child] of (this.children[node] ?? []).entries()) {
        const total = cost(variable, value) + between(variable + 1, this.variables[child] ?? 0) + costOf(child)
        if (total < found.cost) found = { cost: total, value }
      }
      best.set(node, found)
      return found.cost
    }
    const total = between(0, this.variables[root] ?? 0) + costOf(root)
    if (!Number.isFinite(total)) return undefined
    const values = this.sizes.map((size, variable) => cheapestValue(size, (value) => cost(variable, value)))
    for (let node = root; node !== ALWAYS;) {
      const { value } = best.get(node) ?? { value: 0 }
      values[this.variables[node] ?? 0] = value
      node = this.children[node]?.[value] ?? ALWAYS
    }
    return { cost: total, values }
  }

  /** How many nodes there are, the two constants among them. */
  get size(): number {
    return this.children.length
  }

  /** Halves, so that no operand grows long before it must. */
  private fold(operation: Operation, neutral: Diagram, formulas: readonly Diagram[]): Diagram {
    if (formulas.length <= 2) return this.apply(operation, formulas[0] ?? neutral, formulas[1] ?? neutral)
    const middle = formulas.length >> 1
    return this.apply(
      operation,
      this.fold(operation, neutral, formulas.slice(0, middle)),
      this.fold(operation, neutral, formulas.slice(middle)),
    )
  }

  private apply(operation: Operation, a: Diagram, b: Diagram): Diagram {
    const settled = SETTLED[operation](a, b)
    if (settled !== undefined) return settled
    const key = a < b ? a * PAIR + b : b * PAIR + a
    const done = this.done[operation].get(key)
    if (done !== undefined) return done
    const ofA = this.variables[a] ?? 0
    const ofB = this.variables[b] ?? 0
    const variable = Math.min(ofA, ofB)
    const below: Diagram[] = []
    for (let value = 0; value < (this.sizes[variable] ?? 0); value++) {
      const left = ofA === variable ? (this.children[a]?.[value] ?? NEVER) : a
      const right = ofB === variable ? (this.children[b]?.[value] ?? NEVER) : b
      below.push(this.apply(operation, left, right))
    }
    const result = this.node(variable, below)
    this.done[operation].set(key, result)
    return result
  }

  private node(variable: number, children: readonly Diagram[]): Diagram {
    const [first = NEVER] = children
    if (children.every((child) => child === first)) return first
    const key = `${variable}:${children.join()}`
    const known = this.known.get(key)
    if (known !== undefined) return known
    const made = this.children.length
    if (made >= this.limits.maxNodes) throw new Undecided(`more than ${this.limits.maxNodes} nodes`)
    if (made % STOP_EVERY === 0 && this.limits.shouldStop?.() === true) throw new Undecided('out of time')
    this.variables.push(variable)
    this.children.push(children)
    this.known.set(key, made)
    return made
  }
}

const cheapestValue = (size: number, cost: (value: number) => number): number => {
  let best = 0
  for (let value = 1; value < size; value++) if (cost(value) < cost(best)) best = value
  return best
}
