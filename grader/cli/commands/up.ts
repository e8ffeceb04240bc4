import { ensureDaemon } from '../../daemon/launch.ts'
import { mergeKubeconfig, userKubeconfig } from '../../daemon/kubeconfig.ts'
import { rangesOfFamilies, type ClusterRanges } from '../../../src/cluster/ranges.ts'
import { familyOf } from '../../../src/network/address.ts'
import { rangesOf, type RangeOptions } from '../program/add-ranges.ts'
import { renderPairs, type Cli } from '../../terminal/cli.ts'
import { KIND_OPTIONS, type KindOptions } from '../real/asked-settings.ts'
import { loadBalancerMessages } from '../../terminal/messages/load-balancer.ts'
import { rangeMessages } from '../../terminal/messages/ranges.ts'
import { requirePlace, type PlaceOptions } from '../../environments/place.ts'
import { Problem } from '../../terminal/problem.ts'

const FAMILIES = { ipv4: ['IPv4'], ipv6: ['IPv6'], dual: ['IPv4', 'IPv6'] } as const

export interface UpOptions extends RangeOptions, KindOptions, PlaceOptions {
  readonly ipFamily?: keyof typeof FAMILIES
  readonly port?: number
  readonly mergeKubeconfig?: boolean
  readonly loadBalancer?: boolean
  /** Leave the next steps out. */
  readonly brief?: boolean
}

/** What is only one cluster's to decide. */
const EMBEDDED_OPTIONS = {
  port: '--port',
  mergeKubeconfig: '--merge-kubeconfig',
  loadBalancer: '--load-balancer',
  ipFamily: '--ip-family',
  podCidr: '--pod-cidr',
  serviceCidr: '--service-cidr',
} as const

/** An option that does nothing must not seem to. */
function requireOptionsOf(on: 'embedded' | 'kind', options: UpOptions): void {
  const foreign =
    on === 'embedded'
      ? Object.entries(KIND_OPTIONS).map(([key, [option]]) => [key, option] as const)
      : Object.entries(EMBEDDED_OPTIONS)
  const given: Readonly<Record<string, unknown>> = { ...options }
  const found = foreign.find(([key]) => given[key] !== undefined)
  if (found !== undefined)
    throw new Problem('option-needs-place', { option: found[1], on: on === 'embedded' ? 'kind' : 'embedded' })
}

/** `grade up`: starts the embedded cluster or makes one of kind's, or finds it running. */
export async function up(cli: Cli, options: UpOptions): Promise<number> {
  const on = requirePlace(options.on, ['embedded', 'kind']) ?? 'embedded'
  requireOptionsOf(on, options)
  if (on === 'kind') return (await import('../real/up-kind.ts')).upKind(cli, options)
  const words = cli.messages.up
  const ranges = chooseRanges(cli, options)
  const { daemon, how } = await ensureDaemon(cli.paths, {
    root: cli.root,
    standby: cli.standby,
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.loadBalancer === undefined ? {} : { loadBalancer: options.loadBalancer }),
    ...(ranges === undefined ? {} : { ranges }),
  })
  if (how === 'renewed') cli.out(words.renewed)
  else cli.out(how === 'already-running' ? words.running : words.started(Math.round(performance.now())))
  const { tornBytes = 0, ingress } = daemon.record
  if (tornBytes > 0 && how !== 'already-running') cli.err(words.torn(tornBytes))
  const { http } = ingress
  if (http !== null) cli.out(words.ingress(`http://127.0.0.1:${http}`))
  if (daemon.record.loadBalancer === true) cli.out(loadBalancerMessages(cli.language).on)
  if (options.mergeKubeconfig === true) {
    const file = userKubeconfig(cli.environment, cli.paths.kubeconfig)
    await mergeKubeconfig(file, daemon.address.credentials, daemon.address.port)
    cli.out(words.merged(file))
  }
  if (options.brief === true) return 0
  const pairs = [
    ['eval "$(npx grade env)"', words.useKubectl],
    ['kubectl get nodes', words.lookAround],
    ['npx grade start 3-3', words.beginTask],
  ] as const
  cli.out(`\n${words.next}\n${renderPairs(pairs)}`)
  return 0
}

/** The ranges that were asked for, each half from the other's families where it is left out; undefined where nothing was. */
const chooseRanges = (cli: Cli, options: UpOptions): ClusterRanges | undefined => {
  const given = rangesOf(options)
  const families = options.ipFamily === undefined ? undefined : FAMILIES[options.ipFamily]
  const stated = given.podCidrs ?? given.serviceCidrs
  if (stated === undefined) return families === undefined ? undefined : rangesOfFamilies(families)
  const ranges = { ...rangesOfFamilies(stated.map(familyOf)), ...given }
  const sorted = (texts: readonly string[]): string => texts.toSorted().join()
  const wanted = sorted(families ?? stated.map(familyOf))
  if ([ranges.podCidrs, ranges.serviceCidrs].some((cidrs) => sorted(cidrs.map(familyOf)) !== wanted))
    throw new Problem('option-argument', { reason: rangeMessages(cli.language).families })
  return ranges
}
