// CEL against the tests of its specification: those of github.com/google/cel-spec v0.24.0 (Apache License 2.0), tests/simple, that need no
// messages of protobuf and no variables.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compile, run, type Outcome } from '../../../../src/kubernetes/cel/compile.ts'
import { equals, typeNameOf, uint, type Key, type Value, keyOf } from '../../../../src/kubernetes/cel/values.ts'

interface Expected {
  readonly int?: string
  readonly uint?: string
  readonly double?: string
  readonly bool?: boolean
  readonly string?: string
  readonly bytes?: readonly number[]
  readonly type?: string
  readonly null?: true
  readonly list?: readonly Expected[]
  readonly map?: readonly (readonly [Expected, Expected])[]
}

interface Case {
  readonly section: string
  readonly name: string
  readonly expression: string
  readonly value?: Expected
  readonly fails?: true
}

const FOLDER = join(import.meta.dirname, '../../../cases/cel')

const DOUBLES: Readonly<Record<string, number>> = {
  inf: Infinity,
  '-inf': -Infinity,
  Infinity,
  '-Infinity': -Infinity,
  nan: NaN,
}

const scalarOf = (expected: Expected): Value => {
  if (expected.int !== undefined) return BigInt(expected.int)
  if (expected.uint !== undefined) return uint(BigInt(expected.uint))
  if (expected.double !== undefined) return DOUBLES[expected.double] ?? Number(expected.double)
  if (expected.type !== undefined) return { kind: 'type', name: expected.type }
  return expected.bool ?? expected.string ?? null
}

const valueOf = (expected: Expected): Value => {
  if (expected.bytes !== undefined) return Uint8Array.from(expected.bytes)
  if (expected.list !== undefined) return expected.list.map(valueOf)
  if (expected.map === undefined) return scalarOf(expected)
  const entries = expected.map.map(([key, value]): readonly [Key, Value] => [keyOf(valueOf(key)) ?? '', valueOf(value)])
  return new Map(entries)
}

const answer = (expression: string): Outcome => {
  const compiled = compile(expression, new Map())
  if ('problems' in compiled) return { problem: compiled.problems, isSpent: false }
  return run(compiled.program, new Map(), { left: 1_000_000 })
}

/** An API server takes no literals of mixed types, which the specification leaves open. */
const MIXED = /^ERROR: <input>:\d+:\d+: expected type '[^']+' but found '[^']+'/u

const isAsExpected = ({ value }: Case, outcome: Outcome): boolean => {
  if (value === undefined) return 'problem' in outcome
  if ('problem' in outcome) return MIXED.test(outcome.problem)
  const wanted = valueOf(value)
  const isNan = typeof wanted === 'number' && Number.isNaN(wanted)
  return (
    typeNameOf(wanted) === typeNameOf(outcome.value) && (isNan ? Number.isNaN(outcome.value) : equals(wanted, outcome.value))
  )
}

const show = (outcome: Outcome): string =>
  JSON.stringify('problem' in outcome ? outcome.problem : outcome.value, (_key, item: unknown) =>
    typeof item === 'bigint' ? `${item}` : item,
  )

describe('CEL as its specification tests it', () => {
  test.each(readdirSync(FOLDER))('%s', (file) => {
    const cases = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as readonly Case[]
    expect(cases.length).toBeGreaterThan(5)
    const wrong = cases.filter((one) => !isAsExpected(one, answer(one.expression)))
    expect(
      wrong.map(
        (one) =>
          `${one.section}/${one.name}: ${one.expression} = ${JSON.stringify(one.value)}, not ${show(answer(one.expression))}`,
      ),
    ).toEqual([])
  })
})
