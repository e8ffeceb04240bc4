/** What an expression of the Common Expression Language (CEL) is made of. @see cel-spec, "Language definition" */
import type { Value } from './values.ts'

/** Offset in the text, in characters, of what an error about the part points to. */
interface Placed {
  readonly at: number
}

interface Literal extends Placed {
  readonly kind: 'literal'
  readonly value: Value
}

interface Name extends Placed {
  readonly kind: 'name'
  readonly name: string
}

export interface Select extends Placed {
  readonly kind: 'select'
  readonly operand: Expression
  readonly field: string
  /** `has(a.b)` asks whether it is there, `a.?b` takes it if it is. */
  readonly mode: 'value' | 'presence' | 'optional'
}

export interface Call extends Placed {
  readonly kind: 'call'
  readonly name: string
  readonly target?: Expression
  readonly arguments: readonly Expression[]
}

export interface ListItem {
  readonly value: Expression
  readonly isOptional: boolean
}

export interface ListOf extends Placed {
  readonly kind: 'list'
  readonly items: readonly ListItem[]
}

export interface MapEntry extends ListItem {
  readonly key: Expression
}

export interface MapOf extends Placed {
  readonly kind: 'map'
  readonly entries: readonly MapEntry[]
}

/** `range.all(x, …)` and the like. */
export interface Comprehension extends Placed {
  readonly kind: 'comprehension'
  readonly macro: string
  readonly range: Expression
  /** One: an item of a list, or a key. Two: the index and the item, or the key and the value. */
  readonly variables: readonly string[]
  readonly steps: readonly Expression[]
}

export type Expression = Literal | Name | Select | Call | ListOf | MapOf | Comprehension

/** What is wrong with an expression, and where. */
export interface Problem extends Placed {
  readonly message: string
}
