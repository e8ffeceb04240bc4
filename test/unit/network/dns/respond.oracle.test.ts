/** Every query of the DNS oracle (see its README), against CoreDNS's own answers. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { respond } from '../../../../src/network/dns/respond.ts'
import { DEFAULT_CLUSTER_FACTS } from '../../../../src/network/facts.ts'
import type { DnsAnswer, DnsRecord, DnsType, Snapshot } from '../../../../src/network/model.ts'

interface OracleQuery {
  readonly name: string
  readonly type: DnsType
  readonly rcode: string
  readonly authoritative: boolean
  readonly answer: readonly string[]
  readonly authority: readonly string[]
  readonly additional: readonly string[]
}

interface OracleCase {
  readonly id: string
  readonly config: { readonly zone: string; readonly pods: 'disabled' | 'insecure' | 'verified'; readonly ttl: number }
  readonly objects: readonly KubernetesObject[]
  readonly queries: readonly OracleQuery[]
}

const file = path.resolve(import.meta.dirname, '../../../../../shared/oracles/dns/cases.jsonl')
const cases: readonly OracleCase[] = existsSync(file)
  ? readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as OracleCase)
  : []

const snapshotOf = ({ objects, config }: OracleCase): Snapshot => ({
  objects,
  facts: {
    cluster: { ...DEFAULT_CLUSTER_FACTS, clusterDomain: config.zone, podRecords: config.pods, dnsTtlSeconds: config.ttl },
    pods: {},
  },
})

const render = ({ name, ttlSeconds, type, data }: DnsRecord): string =>
  `${name} ${ttlSeconds} IN ${type} ${data}`.replace(/( IN SOA \S+ \S+) 1 /, '$1 <serial> ')

const comparable = ({ rcode, authoritative, answer, authority, additional }: DnsAnswer) => ({
  rcode,
  authoritative,
  answer: answer.map(render).sort(),
  authority: authority.map(render).sort(),
  additional: additional.map(render).sort(),
})

describe.skipIf(cases.length === 0)(
  `CoreDNS oracle: ${cases.length === 0 ? 'absent, 819 queries skipped' : '819 queries'}`,
  () => {
    test.each(cases.map((oracle) => [oracle.id, oracle] as const))('%s', (_id, oracle) => {
      const snapshot = snapshotOf(oracle)
      for (const { name, type, ...expected } of oracle.queries) {
        const actual = comparable(respond(snapshot, name, type, { upstream: 'none' }))
        expect({ name, type, ...actual }).toEqual({ name, type, ...expected })
      }
    })

    test('all of them were read', () => {
      expect(cases.flatMap(({ queries }) => queries)).toHaveLength(819)
    })
  },
)
