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

/** What a comparison may use up before it gives up undecided. */
export interface DiagramLimits {
  /** Nodes that may be made before `Undecided` is thrown. */
  readonly maxNodes: number
  /** Asked now and then; true throws `Undecided`. */
  readonly shouldStop?: () => boolean
}

/** The reason of an `Undecided` whose time is up. */
export const OUT_OF_TIME = 'out of time'

/** To be asked between pieces of work that no diagram counts. */
export const stopInTime = ({ shouldStop }: Pick<DiagramLimits, 'shouldStop'>): void => {
  if (shouldStop?.() === true) throw new Undecided(OUT_OF_TIME)
}

type Operation = 'and' | 'or' | 'xor'

/** What an operation gives where one side, or both being the same, settles it. */
const SETTLED: Readonly<Record<Operation, (a: Diagram, b: Diagram) => Diagram | undefined>> = {
  and: (a, b) => (a === NEVER || b === NEVER ? NEVER : a === ALWAYS ? b : b === ALWAYS || a === b ? a : undefined),
  or: (a, b) => (a === ALWAYS || b === ALWAYS ? ALWAYS : a === NEVER ? b : b === NEVER || a === b ? a : undefined),
  xor: (a, b) => (a === b ? NEVER : a === NEVER ? b : b === NEVER ? a : undefined),
}

/** Steps between two looks at the clock: a few milliseconds. */
const STOP_EVERY = 8192
/** Pairs of nodes as one safe integer. */
const PAIR = 2 ** 26
/** Children of all nodes together, each of which takes memory. */
const MAX_CHILDREN = 12_000_000
/** Results that are kept to save time; more are forgotten and worked out again. */
const MAX_KEPT = 4_000_000

/** What is there by construction. */
const at = <Item>(items: readonly Item[], index: number): Item => {
  const item = items[index]
  if (item === undefined) throw new RangeError(`${index} of ${items.length}`)
  return item
}

const keyOfPair = (a: Diagram, b: Diagram): number => (a < b ? a * PAIR + b : b * PAIR + a)

/** An operation on two nodes of which some children are done. */
interface Frame {
  readonly a: Diagram
  readonly b: Diagram
  readonly variable: number
  readonly below: Diagram[]
}

/** One value for each variable, and what they cost together. */
export interface Choice {
  readonly cost: number
  readonly values: readonly number[]
}

interface Best {
  readonly cost: number
  readonly value: number
}

interface Costs {
  readonly cost: (variable: number, value: number) => number
  /** Of the variables from one up to another, which nothing is asked of. */
  readonly between: (from: number, to: number) => number
}

export class Diagrams {
  private readonly sizes: readonly number[]
  private readonly limits: DiagramLimits
  /** Variable of each node; the two constants stand below all variables. */
  private readonly variables: number[]
  private readonly children: (readonly Diagram[])[] = [[], []]
  private readonly known = new Map<string, Diagram>()
  private readonly done: Readonly<Record<Operation, Map<number, Diagram>>> = { and: new Map(), or: new Map(), xor: new Map() }
  private childrenMade = 0
  private untilStop = STOP_EVERY

  /** @param sizes how many values each variable has, in the order in which they are asked */
  constructor(sizes: readonly number[], limits: DiagramLimits) {
    this.sizes = sizes
    this.limits = limits
    this.variables = [sizes.length, sizes.length]
  }

  /** The variable has one of the values for which `holds` is true. */
  literal(variable: number, holds: (value: number) => boolean): Diagram {
    const size = at(this.sizes, variable)
    this.step(size)
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
    if (root === NEVER) return undefined
    const values = this.sizes.map((size, variable) => cheapestValue(size, (value) => cost(variable, value)))
    /** What all variables before this one cost where nothing is asked of them. */
    const free = [0]
    for (const [variable, value] of values.entries()) free.push(at(free, variable) + cost(variable, value))
    const between = (from: number, to: number): number => at(free, to) - at(free, from)
    const best = new Map<Diagram, Best>([[ALWAYS, { cost: 0, value: 0 }]])
    // Children are older than their parents, so that each is known by the time it is asked for.
    for (const node of this.below(root)) best.set(node, this.bestBranch(node, best, { cost, between }))
    for (let node = root; node !== ALWAYS;) {
      const { value } = best.get(node) ?? { value: 0 }
      values[at(this.variables, node)] = value
      node = this.child(node, value)
    }
    return { cost: between(0, at(this.variables, root)) + (best.get(root)?.cost ?? 0), values }
  }

  private bestBranch(node: Diagram, best: ReadonlyMap<Diagram, Best>, { cost, between }: Costs): Best {
    const variable = at(this.variables, node)
    let found = { cost: Number.POSITIVE_INFINITY, value: 0 }
    for (const [value, child] of at(this.children, node).entries()) {
      const rest = best.get(child)
      if (rest === undefined) continue
      const total = cost(variable, value) + between(variable + 1, at(this.variables, child)) + rest.cost
      if (total < found.cost) found = { cost: total, value }
    }
    return found
  }

  /** All nodes of a formula but the constants, oldest first. */
  private below(root: Diagram): readonly Diagram[] {
    const found = new Set<Diagram>()
    const open = [root]
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node <= ALWAYS || found.has(node)) continue
      found.add(node)
      open.push(...new Set(at(this.children, node)))
    }
    return [...found].sort((a, b) => a - b)
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

  /** With a stack of its own: formulas may have more variables than calls can be nested. */
  private apply(operation: Operation, left: Diagram, right: Diagram): Diagram {
    const known = this.knownResult(operation, left, right)
    if (known !== undefined) return known
    const done = this.done[operation]
    if (done.size > MAX_KEPT) done.clear()
    const frames: Frame[] = [this.frame(left, right)]
    for (;;) {
      const frame = frames.at(-1)
      if (frame === undefined) throw new Error('the last frame returns')
      const { a, b, variable, below } = frame
      if (below.length === at(this.sizes, variable)) {
        const result = this.node(variable, below)
        done.set(keyOfPair(a, b), result)
        frames.pop()
        const parent = frames.at(-1)
        if (parent === undefined) return result
        parent.below.push(result)
        continue
      }
      this.step(1)
      const one = this.variables[a] === variable ? this.child(a, below.length) : a
      const other = this.variables[b] === variable ? this.child(b, below.length) : b
      const result = this.knownResult(operation, one, other)
      if (result === undefined) frames.push(this.frame(one, other))
      else below.push(result)
    }
  }

  private child(node: Diagram, value: number): Diagram {
    return at(at(this.children, node), value)
  }

  private frame(a: Diagram, b: Diagram): Frame {
    return { a, b, variable: Math.min(at(this.variables, a), at(this.variables, b)), below: [] }
  }

  private knownResult(operation: Operation, a: Diagram, b: Diagram): Diagram | undefined {
    return SETTLED[operation](a, b) ?? this.done[operation].get(keyOfPair(a, b))
  }

  private step(count: number): void {
    this.untilStop -= count
    if (this.untilStop > 0) return
    this.untilStop = STOP_EVERY
    stopInTime(this.limits)
  }

  private node(variable: number, children: readonly Diagram[]): Diagram {
    const [first = NEVER] = children
    if (children.every((child) => child === first)) return first
    const key = `${variable}:${children.join()}`
    const known = this.known.get(key)
    if (known !== undefined) return known
    const made = this.children.length
    this.childrenMade += children.length
    if (made >= this.limits.maxNodes) throw new Undecided(`more than ${this.limits.maxNodes} nodes`)
    if (this.childrenMade > MAX_CHILDREN) throw new Undecided(`more than ${MAX_CHILDREN} branches`)
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
