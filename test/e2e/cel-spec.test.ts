// CEL against the tests of its specification, where Go can fetch them: those of tests/simple that need no messages of protobuf and no
// variables. https://github.com/google/cel-spec
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compile, run, type Outcome } from '../../src/kubernetes/cel/compile.ts'
import { equals, keyOf, typeNameOf, uint, type Key, type Value } from '../../src/kubernetes/cel/values.ts'
import { run as runProgram } from './support/session.ts'
import { readTextproto, type Message } from './support/textproto.ts'

const MODULE = 'cel.dev/expr@v0.24.0'

const FILES = [
  'basic',
  'comparisons',
  'conversions',
  'fp_math',
  'integer_math',
  'lists',
  'logic',
  'macros',
  'macros2',
  'optionals',
  'parse',
  'string',
  'string_ext',
  'timestamps',
] as const

/** What a test has that is not asked here: variables, messages, answers that are not known. */
const BEYOND = [
  'container',
  'type_env',
  'bindings',
  'disable_check',
  'disable_macros',
  'unknown',
  'any_eval_errors',
  'typed_result',
]
const OF_PROTOBUF = /google\.|cel\.expr|TestAll/u

interface Case {
  readonly section: string
  readonly name: string
  readonly expression: string
  /** Absent where the expression has to fail. */
  readonly value?: Value
}

const DOUBLES: Readonly<Record<string, number>> = { inf: Infinity, '-inf': -Infinity, nan: NaN }

const isMessage = (value: Message[number][1] | undefined): value is Message => Array.isArray(value)

const textOf = (message: Message, name: string): string => {
  const value = message.find(([field]) => field === name)?.[1]
  return value instanceof Uint8Array ? new TextDecoder('utf-8', { fatal: true }).decode(value) : String(value ?? '')
}

const messagesOf = (message: Message, name: string): readonly Message[] =>
  message.flatMap(([field, value]) => (field === name && isMessage(value) ? [value] : []))

const SCALARS: Readonly<Record<string, (value: string) => Value>> = {
  int64_value: (value) => BigInt(value),
  uint64_value: (value) => uint(BigInt(value)),
  double_value: (value) => DOUBLES[value.toLowerCase()] ?? Number(value),
  bool_value: (value) => value === 'true',
  null_value: () => null,
}

/** undefined for values that only messages of protobuf have. */
function valueOf(message: Message): Value | undefined {
  const [field] = message
  if (message.length !== 1 || field === undefined) return undefined
  const [kind, value] = field
  if (typeof value === 'string') return SCALARS[kind]?.(value)
  if (value instanceof Uint8Array) {
    if (kind === 'bytes_value') return value
    const text = textOf(message, kind)
    return kind === 'type_value' ? { kind: 'type', name: text } : text
  }
  if (kind === 'list_value') {
    const items = messagesOf(value, 'values').map(valueOf)
    return items.every((item) => item !== undefined) ? items : undefined
  }
  return kind === 'map_value' ? mapOf(messagesOf(value, 'entries')) : undefined
}

function mapOf(entries: readonly Message[]): Value | undefined {
  const pairs: (readonly [Key, Value])[] = []
  for (const entry of entries) {
    const [key, value] = ['key', 'value'].map((name) => valueOf(messagesOf(entry, name)[0] ?? []))
    const known = key === undefined ? undefined : keyOf(key)
    if (known === undefined || value === undefined) return undefined
    pairs.push([known, value])
  }
  return new Map(pairs)
}

/** None where it is about more than the language. */
function caseOf(section: string, given: Message): readonly Case[] {
  const has = (name: string): boolean => given.some(([field]) => field === name)
  if (BEYOND.some(has)) return []
  const expression = textOf(given, 'expr')
  if (OF_PROTOBUF.test(expression)) return []
  const one = { section, name: textOf(given, 'name'), expression }
  if (has('eval_error') && !has('value')) return [one]
  const value = has('value') ? valueOf(messagesOf(given, 'value')[0] ?? []) : true
  return value === undefined ? [] : [{ ...one, value }]
}

const casesOf = (source: string): readonly Case[] =>
  messagesOf(readTextproto(source), 'section').flatMap((section) =>
    messagesOf(section, 'test').flatMap((given) => caseOf(textOf(section, 'name'), given)),
  )

const answer = (expression: string): Outcome => {
  const compiled = compile(expression, new Map())
  if ('problems' in compiled) return { problem: compiled.problems, isSpent: false }
  return run(compiled.program, new Map(), { left: 1_000_000 })
}

/** An API server takes no literals of mixed types, which the specification leaves open. */
const MIXED = /^ERROR: <input>:\d+:\d+: expected type '[^']+' but found '[^']+'/u

const isAsExpected = ({ value: wanted }: Case, outcome: Outcome): boolean => {
  if (wanted === undefined) return 'problem' in outcome
  if ('problem' in outcome) return MIXED.test(outcome.problem)
  const isNan = typeof wanted === 'number' && Number.isNaN(wanted)
  return (
    typeNameOf(wanted) === typeNameOf(outcome.value) && (isNan ? Number.isNaN(outcome.value) : equals(wanted, outcome.value))
  )
}

const show = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? `${item}` : item))

/** Go of the machine, never one that it would fetch. */
const downloaded = await runProgram('go', ['-C', tmpdir(), 'mod', 'download', '-json', MODULE], {
  environment: { ...(process.env as Record<string, string>), GOTOOLCHAIN: 'local', GOFLAGS: '' },
  timeoutMs: 120_000,
})
const folder = downloaded.code === 0 ? join((JSON.parse(downloaded.out) as { Dir: string }).Dir, 'tests/simple/testdata') : ''

describe.skipIf(folder === '')('CEL as its specification tests it', () => {
  test.each(FILES)('%s', (file) => {
    const cases = casesOf(readFileSync(join(folder, `${file}.textproto`), 'utf8'))
    expect(cases.length).toBeGreaterThan(5)
    const wrong = cases.flatMap((one) => {
      const outcome = answer(one.expression)
      return isAsExpected(one, outcome)
        ? []
        : [`${one.section}/${one.name}: ${one.expression} = ${show(one.value)}, not ${show(outcome)}`]
    })
    expect(wrong).toEqual([])
  })

  test('as many as its files have', () => {
    const all = FILES.flatMap((file) => casesOf(readFileSync(join(folder, `${file}.textproto`), 'utf8')))
    expect(all.length).toBeGreaterThan(900)
  })
})
