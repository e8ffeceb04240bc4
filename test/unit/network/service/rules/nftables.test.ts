import { describe, expect, test } from 'vitest'
import { nftablesRules, renderNftables } from '../../../../../src/network/service/rules/nftables.ts'
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

test('as text: one block a chain, set and map, each with its lines', () => {
  const [first] = readCases()
  if (first === undefined) return
  const rules = nftablesRules(stateOfCase(first), { name: first.config.node, family: 'IPv4' })
  const text = renderNftables(rules)
  expect(text.startsWith('table ip kube-proxy {\n')).toBe(true)
  const blocks = [...text.matchAll(/^\t(?<kind>chain|set|map) (?<name>\S+) \{\n(?<body>(?:\t\t.*\n)*)\t\}$/gmu)].map(
    ({ groups }) => groups,
  )
  expect(blocks.map((block) => block?.['name'])).toEqual([...rules.sets.keys(), ...rules.chains.keys()])
  for (const block of blocks.filter((one) => one?.['kind'] === 'chain'))
    expect(
      block?.['body']
        ?.trimEnd()
        .split('\n')
        .map((line) => line.trim()),
    ).toEqual(rules.chains.get(block?.['name'] ?? ''))
})
