// The embedded cluster's API against a real one: objects whose fields have, one at a time, values at the edge of what is taken, posted as dry
// runs to both, whole answers compared (code, causes, message, warnings, object). NETGRADE_REAL_KUBECONFIG names the real cluster;
// NETGRADE_FUZZ_SEED draws others of the some 70,000 requests, NETGRADE_FUZZ_REQUESTS says how many of each kind (0: all). Answers that are
// known to differ are in api-fuzz/known-differences.yaml.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { createSeededRandom } from '../../src/cluster/virtual.ts'
import { comparable } from './api-fuzz/answers.ts'
import { edgeCasesOf, type Definitions, type EdgeCase } from './api-fuzz/edges.ts'
import { openEmbeddedServer, type EmbeddedServer } from './api-fuzz/embedded-server.ts'
import { openRealServer, type RealServer } from './api-fuzz/real-server.ts'
import { pathOf, SUBJECTS, type Subject } from './api-fuzz/subjects.ts'

const KUBECONFIG = process.env['NETGRADE_REAL_KUBECONFIG'] ?? ''
const SEED = Number(process.env['NETGRADE_FUZZ_SEED'] ?? 1)
/** So many that all kinds together take about two minutes. */
const OF_EACH_KIND = Number(process.env['NETGRADE_FUZZ_REQUESTS'] ?? 250)
/** A file for every difference, also the known ones; for who mends them. */
const REPORT = process.env['NETGRADE_FUZZ_REPORT']
const NAMESPACE = 'netgrade-fuzz-api'
const AT_ONCE = 4

interface KnownDifference {
  /** `Kind of apiVersion`. None: all. */
  readonly subjects?: readonly string[]
  readonly place: string
  /** A regular expression of the value, as JSON. None: any. */
  readonly value?: string
  readonly reason: string
}

const KNOWN = (
  parse(readFileSync(join(import.meta.dirname, 'api-fuzz/known-differences.yaml'), 'utf8')) as {
    readonly differences: readonly KnownDifference[]
  }
).differences

/** Kinds of one name are of several groups. */
const titleOf = ({ apiVersion, kind }: Subject): string => `${kind} of ${apiVersion}`

const isKnown = (subject: Subject, { place, value }: EdgeCase): boolean =>
  KNOWN.some(
    (known) =>
      (known.subjects?.includes(titleOf(subject)) ?? true) &&
      new RegExp(`^(?:${known.place})$`, 'u').test(place) &&
      new RegExp(`^(?:${known.value ?? '.*'})$`, 'su').test(JSON.stringify(value)),
  )

/** The plain object, and as many others as are wanted, each with the same chance. */
const draw = (cases: readonly EdgeCase[]): readonly EdgeCase[] => {
  if (OF_EACH_KIND === 0 || cases.length <= OF_EACH_KIND) return cases
  const random = createSeededRandom(SEED)
  const left = cases.slice(1)
  const drawn = cases.slice(0, 1)
  while (drawn.length < OF_EACH_KIND) drawn.push(...left.splice(random.below(left.length), 1))
  return drawn
}

interface Difference {
  readonly title: string
  readonly edge: EdgeCase
  readonly real: string
  readonly ours: string
  readonly known: boolean
}

let real: RealServer
let embedded: EmbeddedServer
let definitions: Definitions
const found: Difference[] = []
let asked = 0

const compareOne = async (subject: Subject, edge: EdgeCase): Promise<void> => {
  const path = pathOf(subject, NAMESPACE)
  const [theirs, own] = await Promise.all([real.ask('POST', path, edge.body), embedded.ask('POST', path, edge.body)])
  asked += 1
  const [wanted, given] = [comparable(theirs), comparable(own)]
  if (wanted !== given) found.push({ title: titleOf(subject), edge, real: wanted, ours: given, known: isKnown(subject, edge) })
}

const compareAll = async (subject: Subject): Promise<void> => {
  const waiting = [...draw(edgeCasesOf(definitions, subject))]
  const work = async (): Promise<void> => {
    for (let edge = waiting.shift(); edge !== undefined; edge = waiting.shift()) await compareOne(subject, edge)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
}

const MAX_TOLD = 5
const tell = ({ edge, real: wanted, ours }: Difference): string =>
  `${edge.place} = ${JSON.stringify(edge.value)}\n    real ${wanted.slice(0, 600)}\n    ours ${ours.slice(0, 600)}`

test('kinds are compared once each', () => {
  expect(new Set(SUBJECTS.map(titleOf)).size).toBe(SUBJECTS.length)
})

describe.skipIf(KUBECONFIG === '')('every field at its edges, as a real API server answers', () => {
  beforeAll(async () => {
    real = openRealServer(KUBECONFIG)
    embedded = openEmbeddedServer()
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } }
    for (const server of [real, embedded]) {
      const { code } = await server.ask('POST', '/api/v1/namespaces', namespace)
      expect([201, 409]).toContain(code)
    }
    const document = JSON.parse((await real.ask('GET', '/openapi/v2')).text) as { readonly definitions: Definitions }
    definitions = document.definitions
  })

  afterAll(async () => {
    await real.ask('DELETE', `/api/v1/namespaces/${NAMESPACE}`)
    real.close()
    if (REPORT !== undefined) writeFileSync(REPORT, `${JSON.stringify(found, null, 1)}\n`)
    const known = found.filter((one) => one.known).length
    process.stdout.write(`${asked} requests: ${asked - found.length} answered alike, ${known} known to differ\n`)
  })

  // What an update is told about the version that it was made from, before its fields are looked at.
  test.each([
    ['stale', '1'],
    ['malformed', 'abc'],
    ['negative', '-1'],
    ['beyond', '99999999999999999999'],
    ['with a blank', ' 1'],
  ])('an update with a resourceVersion that is %s', async (_, resourceVersion) => {
    const path = `/api/v1/namespaces/${NAMESPACE}/configmaps`
    const made = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'versioned' } }
    const changed = { ...made, metadata: { ...made.metadata, resourceVersion }, data: { a: 'b' } }
    const [wanted, given] = await Promise.all(
      [real, embedded].map(async (server) => {
        await server.ask('POST', path, made)
        return comparable(await server.ask('PUT', `${path}/versioned`, changed))
      }),
    )
    expect(given).toBe(wanted)
  })

  test.each(SUBJECTS.map((subject) => [titleOf(subject), subject] as const))('%s', async (title, subject) => {
    await compareAll(subject)
    const unknown = found.filter((one) => one.title === title && !one.known)
    expect(unknown.slice(0, MAX_TOLD).map(tell)).toEqual([])
  })
})
