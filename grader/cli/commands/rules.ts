import type { Service } from '../../../src/kubernetes/generated/types.ts'
import { familyOf, type AddressFamily } from '../../../src/network/address.ts'
import type { Snapshot } from '../../../src/network/model.ts'
import { iptablesRules, renderIptables } from '../../../src/network/service/rules/iptables.ts'
import { ipvsRules, renderIpvs } from '../../../src/network/service/rules/ipvs/tables.ts'
import { nftablesRules, renderNftables } from '../../../src/network/service/rules/nftables.ts'
import type { RulesNode } from '../../../src/network/service/rules/proxied-ports.ts'
import { traverseService, type ProxyMode } from '../../../src/network/service/rules/traversal.ts'
import { addressesOfNode, clusterIpsOf, indexSnapshot, type NetworkState } from '../../../src/network/state.ts'
import { withSystemObjects } from '../../../src/network/system-objects.ts'
import { analyse } from '../../environments/analysed.ts'
import { renderServiceRules, type ServiceRules } from '../../reports/rules.ts'
import { toJson, type InputWarning } from '../../reports/warnings.ts'
import { rangesOf, type RangeOptions } from '../program/add-ranges.ts'
import type { Cli } from '../../terminal/cli.ts'
import { chooseFormat, styleOf } from '../formats.ts'
import { nearest } from '../../../src/kubernetes/nearest.ts'
import { Problem } from '../../terminal/problem.ts'

export interface RulesOptions extends RangeOptions {
  readonly file?: readonly string[]
  readonly format: string
  readonly node?: string
  readonly mode?: ProxyMode
}

/** The rules themselves, or the answer as data. */
const FORMATS: Readonly<Record<string, (answer: object, warnings: readonly InputWarning[], text: () => string) => string>> = {
  text: (_answer, _warnings, text) => text(),
  json: toJson,
}

/** `grade rules [service/NAMESPACE/NAME]`: what kube-proxy writes on a node, for one Service with remarks, or all of it. */
export async function rules(cli: Cli, service: string | undefined, options: RulesOptions): Promise<number> {
  const print = chooseFormat(options.format, FORMATS)
  const name = service === undefined ? undefined : parseService(service)
  const { snapshot, warnings } = await analyse(cli, options.file ?? [], { ranges: rangesOf(options) })
  const state = stateIn(snapshot, options.mode)
  const node = chooseNode(state, options.node)
  const mode = state.facts.proxyMode
  if (name === undefined) {
    const families = familiesOfNode(state, node)
    const texts = families.map((family) => ({ family, text: renderNode(state, { name: node, family }, mode) }))
    cli.out(print({ node, mode, families: texts }, warnings, () => texts.map(({ text }) => text).join('\n')))
    return 0
  }
  const answer = rulesOf(state, { found: findService(state, name), name, node, mode })
  cli.out(print(answer, warnings, () => renderServiceRules(answer, { style: styleOf(cli), language: cli.language })))
  return 0
}

const stateIn = (snapshot: Snapshot, mode: ProxyMode | undefined): NetworkState => {
  const { objects, facts } = withSystemObjects(snapshot)
  const cluster = mode === undefined ? facts.cluster : { ...facts.cluster, proxyMode: mode }
  return indexSnapshot({ objects, facts: { ...facts, cluster } })
}

/** `service/NAMESPACE/NAME`, or without the namespace, or without `service/` where there is one. */
const parseService = (text: string): string => {
  const [, name = text] = /^(?:services?|svc)\/(.+)$/u.exec(text) ?? []
  const parts = name.split('/')
  if (parts.length > 2 || parts.includes('')) throw new Problem('service-unreadable', { given: text })
  return parts.length === 1 ? `default/${name}` : name
}

const findService = ({ services }: NetworkState, name: string): Service => {
  const service = services.get(name)
  const names = [...services.keys()]
  if (service === undefined)
    throw new Problem('unknown-service', { given: name, nearest: nearest(name, names)[0] ?? '', services: names.join(', ') })
  return service
}

const chooseNode = ({ nodes }: NetworkState, given: string | undefined): string => {
  const names = [...nodes.keys()]
  const node = given ?? names[0]
  if (node === undefined || !nodes.has(node)) throw new Problem('unknown-node', { given: node ?? '', nodes: names.join(', ') })
  return node
}

const familiesOfNode = ({ nodes }: NetworkState, name: string): readonly AddressFamily[] => {
  const node = nodes.get(name)
  const families = node === undefined ? [] : addressesOfNode(node).map(familyOf)
  return families.length === 0 ? ['IPv4'] : [...new Set(families)]
}

const renderNode = (state: NetworkState, place: RulesNode, mode: ProxyMode): string => {
  switch (mode) {
    case 'iptables':
      return renderIptables(iptablesRules(state, place, { form: 'save' }))
    case 'nftables':
      return renderNftables(nftablesRules(state, place))
    case 'ipvs':
      return renderIpvs(ipvsRules(state, place))
  }
}

interface Asked {
  readonly found: Service
  readonly name: string
  readonly node: string
  readonly mode: ProxyMode
}

const rulesOf = (state: NetworkState, { found, name, node, mode }: Asked): ServiceRules => ({
  service: `service/${name}`,
  node,
  mode,
  families: [...new Set(clusterIpsOf(found).map(familyOf))]
    .map((family) => ({ family, steps: traverseService(state, found, { place: { name: node, family }, mode }) }))
    .filter(({ steps }) => steps.length > 0),
})
