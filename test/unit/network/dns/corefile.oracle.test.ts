// What CoreDNS itself answers with Corefiles of many kinds, and what it prints where it does not start (test/cases/corefile).
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { configuredFacts } from '../../../../src/cluster/live/cluster-facts.ts'
import { readCorefile } from '../../../../src/network/dns/corefile/read-corefile.ts'
import { respond } from '../../../../src/network/dns/respond.ts'
import type { DnsAnswer, DnsRecord, DnsType } from '../../../../src/network/model.ts'
import { snapshotOf } from '../ingress/snapshots.ts'

interface Query extends Pick<DnsAnswer, 'rcode' | 'authoritative' | 'answer' | 'authority'> {
  readonly name: string
  readonly type: DnsType
}

interface Recorded {
  readonly outsideNames: Readonly<Record<string, readonly string[]>>
  readonly objects: readonly KubernetesObject[]
  readonly answers: readonly { readonly name: string; readonly corefile: string; readonly queries: readonly Query[] }[]
  readonly refused: readonly {
    readonly name: string
    readonly corefile: string
    readonly code: number | null
    readonly output: string
  }[]
}

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../cases/corefile/recorded.json'), 'utf8'),
) as Recorded

const configMap = (corefile: string): KubernetesObject =>
  ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace: 'kube-system', name: 'coredns' },
    data: { Corefile: corefile },
  }) as KubernetesObject

/** Names outside last as long as their resolver says, and whether that one is an authority is its own affair. */
const OUTSIDE = new Set(Object.values(recorded.outsideNames).flat())

const shown = ({ name, ttlSeconds, type, data }: DnsRecord): string =>
  `${name} ${OUTSIDE.has(data) ? 'outside' : ttlSeconds} ${type} ${data}`

const shownOf = ({ rcode, answer, authority }: Pick<DnsAnswer, 'rcode' | 'answer' | 'authority'>): object => ({
  rcode,
  answer: answer.map(shown),
  authority: authority.map(({ name, type }) => `${name} ${type}`),
})

describe.each(recorded.answers)('a Corefile: $name', ({ corefile, queries }) => {
  const cluster = { ...configuredFacts([configMap(corefile)]), outsideNames: recorded.outsideNames }
  const snapshot = snapshotOf({ objects: recorded.objects, cluster })

  test.each(queries)('$name $type', ({ name, type, ...expected }) => {
    const answer = respond(snapshot, name, type)
    expect(shownOf(answer)).toEqual(shownOf(expected))
    const isOwn = expected.answer.length > 0 && !expected.answer.some(({ data }) => OUTSIDE.has(data))
    if (isOwn) expect(answer.authoritative).toBe(expected.authoritative)
  })
})

test.each(recorded.refused)('a Corefile that CoreDNS is asked to start with: $name', ({ corefile, code, output }) => {
  const read = readCorefile(corefile)
  expect(read.ok ? null : `${read.message}\n`).toEqual(code === null ? null : output)
})

test('an expression that would take for ever takes no time', () => {
  const corefile =
    '.:53 {\n    rewrite name regex (a+)+b {1}.example\n    hosts {\n       192.0.2.1 x.example\n       fallthrough\n    }\n}\n'
  const snapshot = snapshotOf({ objects: [], cluster: configuredFacts([configMap(corefile)]) })
  const name = `${Array.from({ length: 4 }, () => 'a'.repeat(60)).join('')}.example.`
  expect(respond(snapshot, name, 'A').rcode).toBe('SERVFAIL')
})

test('parts that import others many times over are not read', () => {
  const part = (name: string, row: string): string => `(${name}) {\n${`  ${row}\n`.repeat(10)}}\n`
  const parts = Array.from({ length: 9 }, (_, index) => part(`p${index}`, index === 0 ? 'errors' : `import p${index - 1}`))
  const read = readCorefile(`${parts.join('')}.:53 {\n  import p8\n}\n`)
  expect(read).toEqual({
    ok: false,
    message: '/etc/coredns/Corefile:46 - Error during parsing: More than 10000 directives are imported',
  })
})
