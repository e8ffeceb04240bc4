import { describe, expect, test } from 'vitest'
import { nftablesRules } from '../../../../../src/network/service/rules/nftables.ts'
import { readCases, stateOfCase } from './cases.ts'

const cases = readCases().filter(({ nftables }) => nftables !== undefined)

type Listed = Readonly<Record<string, readonly unknown[]>>

const sorted = (entries: readonly (readonly [string, readonly unknown[]])[]): Listed =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)))

describe(`K-nft: rules as a real kube-proxy writes them (${cases.length} sets here)`, () => {
  test.skipIf(cases.length === 0).each(cases.map((one) => [one.id, one] as const))('%s', (_, one) => {
    const state = stateOfCase(one)
    // These were written with --nodeport-addresses 0.0.0.0/0.
    const facts = { ...state.facts, nodePortAddresses: 'all' as const }
    const { table, chains, sets } = nftablesRules({ ...state, facts }, { name: one.config.node, family: 'IPv4' })
    const rendered = sorted([
      ...[...chains].map(([name, rules]) => [`chain ${name}`, rules] as const),
      ...[...sets].map(([name, { kind, declaration, elements }]) => {
        const list = elements.length === 0 ? [] : [{ elements: [...elements].sort() }]
        return [`${kind} ${name}`, [...declaration, ...list]] as const
      }),
    ])
    expect(rendered).toEqual(sorted(Object.entries(one.nftables?.[table] ?? {})))
  })
})
