/** Options that make a cluster fit beside what has its ports. */
import { hostPorts, spellPortRange, type KindSettings, type PortRange } from './settings.ts'

const TRIES = 20
const STEP = 1000

const near = (first: number): readonly number[] => Array.from({ length: TRIES }, (_, index) => first + index)

const rangesNear = ({ host, node, count }: PortRange): readonly PortRange[] =>
  Array.from({ length: 5 }, (_, index) => ({ host: host + (index + 1) * STEP, node, count })).filter(
    (range) => range.host + count <= 65_536,
  )

const portsOf = ({ host, count }: PortRange): readonly number[] => Array.from({ length: count }, (_, index) => host + index)

/** Every port that may be suggested, for somebody to see which of them are taken. */
export const candidates = (settings: KindSettings): readonly number[] => [
  ...new Set([...hostPorts(settings), ...near(8080), ...near(8443), ...rangesNear(settings.nodePorts).flatMap(portsOf)]),
]

/** Options for those ports only that cannot be had; empty where nothing near is free. */
export function suggestOptions(settings: KindSettings, taken: ReadonlySet<number>): readonly string[] {
  const isFree = (port: number): boolean => !taken.has(port)
  const { httpPort, httpsPort, nodePorts } = settings
  const http = isFree(httpPort) ? undefined : near(8080).find(isFree)
  const https = isFree(httpsPort) ? undefined : near(8443).find(isFree)
  const range = portsOf(nodePorts).every(isFree) ? undefined : rangesNear(nodePorts).find((one) => portsOf(one).every(isFree))
  return [
    ...(http === undefined ? [] : [`--http-port ${http}`]),
    ...(https === undefined ? [] : [`--https-port ${https}`]),
    ...(range === undefined ? [] : [`--node-ports ${spellPortRange(range)}`]),
  ]
}
