/**
 * The rules that the model writes, loaded into the kernel of this machine: in network namespaces of the test's own, which hold a
 * cluster of two nodes. Skipped, and counted, without root, namespaces, iptables or nftables.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AddressFamily } from '../../src/network/address.ts'
import { connect } from '../../src/network/connect.ts'
import type { ConnectOutcome, Source } from '../../src/network/model.ts'
import { iptablesRules, renderIptables } from '../../src/network/service/rules/iptables.ts'
import { nftablesRules, renderNftables } from '../../src/network/service/rules/nftables.ts'
import { indexSnapshot } from '../../src/network/state.ts'
import { buildNamespaces, planOf, podIp, serviceIp, snapshotOf, type Plan, type PodName } from './support/kernel/cluster.ts'
import { run, whyNoNamespaces, type Namespaces, type Probed } from './support/kernel/namespaces.ts'

type Tool = 'iptables-nft' | 'iptables-legacy' | 'nft'

const programOf = (tool: Tool, family: AddressFamily): string =>
  tool === 'nft' ? 'nft' : family === 'IPv4' ? tool : tool.replace('iptables', 'ip6tables')

/** Why the tool cannot be tried here, or undefined. */
const whyNot = (tool: Tool, family: AddressFamily): string | undefined => {
  const program = programOf(tool, family)
  const missing = run('sh', ['-c', `command -v ip ${program}${tool === 'nft' ? '' : `-restore`}`]).status !== 0
  return missing ? `needs ${program}` : whyNoNamespaces()
}

const combinations = (['IPv4', 'IPv6'] as const).flatMap((family) =>
  (['iptables-nft', 'iptables-legacy', 'nft'] as const).map((tool) => ({ family, tool, reason: whyNot(tool, family) })),
)

const places: Readonly<
  Record<string, { readonly space: string; readonly source: (plan: Plan) => Source; readonly local?: (plan: Plan) => string }>
> = {
  a: { space: 'a', source: () => ({ pod: { namespace: 'default', name: 'a' } }) },
  b: { space: 'b', source: () => ({ pod: { namespace: 'default', name: 'b' } }) },
  far: { space: 'far', source: () => ({ pod: { namespace: 'default', name: 'far' } }) },
  'node-1': { space: 'node-1', source: () => ({ node: 'node-1' }) },
  'node-2': { space: 'node-2', source: () => ({ node: 'node-2' }) },
  client: { space: 'outside', source: ({ client }) => ({ outside: client }), local: ({ client }) => client },
  stranger: { space: 'outside', source: ({ stranger }) => ({ outside: stranger }), local: ({ stranger }) => stranger },
}

/** From whom to what. */
type Attempt = readonly [from: string, to: (plan: Plan) => string, port: number, what: string, protocol?: 'TCP' | 'UDP']

const service = (name: string, ...sources: readonly string[]): readonly Attempt[] =>
  sources.map((from) => [from, (plan) => serviceIp(plan, name), 80, `service ${name}`])

const nodePort = (node: number, port: number, ...sources: readonly string[]): readonly Attempt[] =>
  sources.map((from) => [from, (plan) => plan.node(node), port, `node address ${String(node)}`])

const balancer = (index: number, ...sources: readonly string[]): readonly Attempt[] =>
  sources.map((from) => [from, (plan) => plan.balancer(index), 80, `outer address ${String(index)}`])

const attempts: readonly Attempt[] = [
  ...service('web', 'a', 'b', 'far', 'node-1', 'node-2'),
  // Its own Service: only itself behind it.
  ...service('own', 'a', 'b', 'far', 'node-1'),
  ...service('empty', 'a', 'far', 'node-1'),
  ...service('away', 'a', 'far', 'node-1', 'node-2'),
  ...service('here', 'a', 'far'),
  ...service('guarded', 'a', 'node-1'),
  ...service('host', 'a', 'far', 'node-1', 'node-2'),
  ['a', (plan) => serviceIp(plan, 'datagrams'), 80, 'service datagrams', 'UDP'],
  ['node-1', (plan) => serviceIp(plan, 'datagrams'), 80, 'service datagrams', 'UDP'],
  ['a', (plan) => serviceIp(plan, 'datagrams'), 80, 'service datagrams, but by TCP'],
  // Undefined ports, and an address that no Service has.
  ['a', (plan) => serviceIp(plan, 'web'), 81, 'undefined port'],
  ['a', (plan) => serviceIp(plan, 'web'), 8080, 'undefined port'],
  ['node-1', (plan) => serviceIp(plan, 'web'), 81, 'undefined port'],
  ['a', ({ service: ip }) => ip(77), 80, 'unused cluster address'],
  ...nodePort(1, 30_001, 'client', 'a', 'far', 'node-1', 'node-2'),
  ...nodePort(2, 30_001, 'client', 'a'),
  ...nodePort(11, 30_001, 'client', 'a', 'node-1'),
  ...nodePort(1, 30_003, 'client', 'node-1', 'a'),
  ...nodePort(1, 30_004, 'client', 'a', 'node-1', 'far'),
  ...nodePort(2, 30_004, 'client', 'a', 'node-2'),
  ...nodePort(11, 30_004, 'client'),
  ...nodePort(1, 30_005, 'client', 'far'),
  ...nodePort(1, 30_006, 'stranger'),
  ...nodePort(1, 30_010, 'client', 'a', 'node-1'),
  ...nodePort(1, 30_099, 'client'),
  ...balancer(6, 'client', 'stranger', 'a', 'node-1'),
  ...balancer(7, 'client', 'stranger'),
  ['a', ({ outer }) => outer, 80, 'claimed address outside'],
  ['node-1', ({ outer }) => outer, 80, 'claimed address outside'],
  ['node-1', ({ family }) => (family === 'IPv4' ? '127.0.0.1' : '::1'), 30_001, 'its own loopback'],
  ['node-1', ({ family }) => (family === 'IPv4' ? '127.0.0.1' : '::1'), 30_003, 'its own loopback'],
]

const describeOutcome = ({ verdict, sourceIpSeen, endpoint }: ConnectOutcome): string =>
  verdict === 'connected' ? `connected to ${endpoint?.ip ?? ''} as ${sourceIpSeen ?? ''}` : verdict

const describeProbed = (plan: Plan, { verdict, server = '', seen = '' }: Probed): string => {
  if (verdict !== 'connected') return verdict
  const ip = server === 'outside' ? plan.outer : podIp(plan, server === 'node-1' ? 'host' : (server as PodName))
  return `connected to ${ip} as ${seen}`
}

describe.each(combinations)('$tool, $family', ({ tool, family, reason }) => {
  const plan = planOf(family)
  const facts = { proxyMode: tool === 'nft' ? ('nftables' as const) : ('iptables' as const) }
  const snapshot = snapshotOf(plan, facts)
  const textFor = (node: string, form: 'save' | 'restore'): string => {
    const state = indexSnapshot(snapshot)
    return tool === 'nft'
      ? renderNftables(nftablesRules(state, { name: node, family }))
      : renderIptables(iptablesRules(state, { name: node, family }, { form }))
  }
  let spaces: Namespaces | undefined
  const lab = (): Namespaces => {
    if (spaces === undefined) throw new Error('no namespaces')
    return spaces
  }

  describe.skipIf(reason !== undefined)(`in the kernel${reason === undefined ? '' : ` (${reason})`}`, () => {
    const program = programOf(tool, family)
    beforeAll(async () => {
      spaces = await buildNamespaces(plan)
      for (const node of ['node-1', 'node-2'])
        lab().exec(node, tool === 'nft' ? ['nft', '-f', '-'] : [`${program}-restore`], textFor(node, 'restore'))
    })
    afterAll(() => spaces?.close())

    it('prints the loaded rules as the model does', () => {
      const printed = lab().exec(
        'node-1',
        tool === 'nft' ? ['nft', 'list', 'table', family === 'IPv4' ? 'ip' : 'ip6', 'kube-proxy'] : [`${program}-save`],
      )
      const lines = (text: string): readonly string[] =>
        tool === 'nft'
          ? text
              .split(/[\n,]/u)
              .flatMap((line) => line.replace('elements = {', '').replace(/ \}$/u, '').trim() || [])
              .toSorted()
          : text
              .split('\n')
              .filter((line) => line.startsWith('-A '))
              .toSorted()
      expect(lines(textFor('node-1', 'save')).length).toBeGreaterThan(80)
      expect(lines(printed)).toEqual(lines(textFor('node-1', 'save')))
    })

    it(`does with ${String(attempts.length)} connections what connect() says`, async () => {
      const differences: string[] = []
      const verdicts = new Map<string, number>()
      const check = async ([from, to, port, what, protocol = 'TCP']: Attempt): Promise<void> => {
        const place = places[from]
        if (place === undefined) throw new Error(`no place ${from}`)
        const host = to(plan)
        const localAddress = place.local?.(plan)
        const probed = await lab().probe(place.space, {
          host,
          port,
          protocol,
          ...(localAddress === undefined ? {} : { localAddress }),
        })
        const { outcomes } = connect(snapshot, { from: place.source(plan), to: { host }, port, protocol })
        const expected = new Set(outcomes.map(describeOutcome))
        const actual = describeProbed(plan, probed)
        verdicts.set(probed.verdict, (verdicts.get(probed.verdict) ?? 0) + 1)
        if (!expected.has(actual))
          differences.push(
            `${from} -> ${what} ${host}:${String(port)}: the kernel ${actual}, the model ${[...expected].join(' or ')}`,
          )
      }
      await Promise.all(attempts.map(check))
      expect(differences).toEqual([])
      for (const verdict of ['connected', 'refused', 'timed-out']) expect(verdicts.get(verdict) ?? 0).toBeGreaterThan(3)
    })

    it('keeps a client with its endpoint where affinity is asked for, and spreads it where not (S28, S30)', async () => {
      const serversOf = async (name: string): Promise<ReadonlySet<string | undefined>> => {
        const seen = new Set<string | undefined>()
        for (let time = 0; time < 20; time++)
          seen.add((await lab().probe('b', { host: serviceIp(plan, name), port: 80, protocol: 'TCP' })).server)
        return seen
      }
      expect((await serversOf('sticky')).size).toBe(1)
      expect([...(await serversOf('web'))].toSorted()).toEqual(['a', 'b', 'far'])
    })
  })
})
