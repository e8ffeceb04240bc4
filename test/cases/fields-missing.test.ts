/** Every case with fields left out, one kind's field at a time: still an answer for every question, never an exception. */
import { describe, expect, test } from 'vitest'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { ROOT_STRUCTURES, fieldsOf } from '../../src/kubernetes/structure.ts'
import { connect } from '../../src/network/connect.ts'
import { connectAll } from '../../src/network/matrix.ts'
import type { Snapshot } from '../../src/network/model.ts'
import { expandWalk } from '../../src/network/path/expand-walk.ts'
import { prepareRequests } from '../../src/network/prepare.ts'
import { request } from '../../src/network/request.ts'
import { resolve } from '../../src/network/resolve.ts'
import { caseFolders, readCase, type Expectation } from './read-case.ts'

/** A field by its names, items of lists having their list's; what a decoder leaves in its place. */
interface Omission {
  readonly kind: string
  readonly path: readonly string[]
  readonly zero: unknown
}

/** As Go's: a structure holds the zeros of what it requires. */
const zeroOf = (notation: string): unknown => {
  if (!notation.startsWith('!')) return undefined
  if (notation.startsWith('![]')) return []
  const zeros: Readonly<Record<string, unknown>> = { '!string': '', '!integer': 0, '!boolean': false }
  if (notation in zeros) return zeros[notation]
  const fields = Object.entries(fieldsOf(notation.slice(1)) ?? {}).filter(([, inner]) => inner.startsWith('!'))
  return Object.fromEntries(fields.map(([name, inner]) => [name, zeroOf(inner)]))
}

/** By the structures of the API, because what is required and absent is read as zero, the rest as nothing. */
const omissionsIn = (kind: string, value: unknown, notation: string): readonly Omission[] => {
  if (Array.isArray(value)) return value.flatMap((item) => omissionsIn(kind, item, notation))
  const fields = fieldsOf(notation.replace(/^!?(\[\]|\{\})*/, ''))
  if (fields === undefined || typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [
    { kind, path: [name], zero: zeroOf(fields[name] ?? '') },
    ...omissionsIn(kind, inner, fields[name] ?? '').map((one) => ({ ...one, path: [name, ...one.path] })),
  ])
}

/** An object without these is none. */
const KEPT = new Set(['apiVersion', 'kind', 'metadata'])

const omissions = (objects: readonly KubernetesObject[]): readonly Omission[] => {
  const found = objects.flatMap((object) =>
    omissionsIn(object.kind, object, ROOT_STRUCTURES[`${object.apiVersion}/${object.kind}`] ?? ''),
  )
  const fit = found.filter(({ path }) => !KEPT.has(path.join('.')))
  return [...new Map(fit.map((one) => [`${one.kind} ${one.path.join('.')}`, one])).values()]
}

const without = (value: unknown, path: readonly string[], zero: unknown): unknown => {
  if (Array.isArray(value)) return value.map((item) => without(item, path, zero))
  if (typeof value !== 'object' || value === null) return value
  const [name = '', ...rest] = path
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (key !== name) return [[key, inner]]
      if (rest.length > 0) return [[key, without(inner, rest, zero)]]
      return zero === undefined ? [] : [[key, zero]]
    }),
  )
}

const omit = (snapshot: Snapshot, { kind, path, zero }: Omission): Snapshot => ({
  ...snapshot,
  objects: snapshot.objects.map((object) =>
    object.kind === kind ? (without(object, path, zero) as KubernetesObject) : object,
  ),
})

const sumOf = (outcomes: readonly { readonly probability: number }[]): number =>
  outcomes.reduce((sum, { probability }) => sum + probability, 0)

const ask = (snapshot: Snapshot, expectation: Expectation): void => {
  switch (expectation.kind) {
    case 'lookup':
      expect(resolve(snapshot, expectation.question).outcome).toMatch(/^[A-Za-z-]+$/)
      break
    case 'request':
      expect(sumOf(request(snapshot, expectation.question).outcomes)).toBeCloseTo(1)
      break
    case 'connect': {
      const { outcomes } = connect(snapshot, expectation.question)
      expect(sumOf(outcomes)).toBeCloseTo(1)
      const { from } = expectation.question
      for (const { walk, verdict } of outcomes)
        expect(expandWalk(snapshot, { from, walk, verdict }).steps.length).toBeGreaterThan(0)
    }
  }
}

describe.each(caseFolders())('$name', ({ folder }) => {
  test('every question has an answer, whichever field is left out', async () => {
    const { snapshot, expectations } = readCase(folder)
    for (const omission of omissions(snapshot.objects)) {
      const left = omit(snapshot, omission)
      await prepareRequests(left)
      try {
        for (const expectation of expectations) ask(left, expectation)
        connectAll(left, { port: 80 })
      } catch (error) {
        throw new Error(`without ${omission.kind} ${omission.path.join('.')}`, { cause: error })
      }
    }
  })
})
