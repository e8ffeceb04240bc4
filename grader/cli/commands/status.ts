import { callDaemon, findDaemon } from '../../daemon/client.ts'
import type { DaemonStatus } from '../../daemon/private-api.ts'
import { renderPairs, type Cli } from '../../terminal/cli.ts'
import { loadBalancerMessages } from '../../terminal/messages/load-balancer.ts'
import { requirePlace, type PlaceOptions } from '../../environments/place.ts'

const SHOWN = [
  'pods',
  'services',
  'deployments.apps',
  'networkpolicies.networking.k8s.io',
  'ingresses.networking.k8s.io',
  'namespaces',
]

export interface StatusOptions extends PlaceOptions {
  readonly json?: boolean
}

/** `grade status`: where the embedded cluster answers. Exit code 3 where it does not run. */
export async function status(cli: Cli, options: StatusOptions): Promise<number> {
  if (requirePlace(options.on, ['embedded', 'kind']) === 'kind')
    return (await import('../real/status-kind.ts')).statusKind(cli, options)
  const running = await findDaemon(cli.paths)
  if (running === undefined) {
    cli.out(options.json === true ? JSON.stringify({ running: false }) : cli.messages.status.notRunning)
    return 3
  }
  const found = (await callDaemon(running.address, 'GET', '/netgrade/status')) as DaemonStatus
  cli.out(options.json === true ? JSON.stringify({ running: true, ...found }, undefined, 2) : renderStatus(cli, found))
  return 0
}

function renderBalanced(cli: Cli, balanced: DaemonStatus['loadBalancers']): string {
  if (balanced === undefined) return loadBalancerMessages(cli.language).off
  const open = balanced.filter((door) => door.open !== undefined)
  if (open.length === 0) return cli.messages.status.none
  return open.map(({ address, open: port, service, protocol }) => `${doorAt(address, port, protocol)} (${service})`).join(', ')
}

const doorAt = (address: string, port: number | undefined, protocol: 'UDP' | undefined): string =>
  protocol === 'UDP' ? `udp://${address}:${port ?? ''}` : `http://${address}:${port ?? ''}`

function warnOfDoors(cli: Cli, balanced: DaemonStatus['loadBalancers'] = []): readonly string[] {
  const words = loadBalancerMessages(cli.language)
  return balanced.flatMap(({ address, wanted, open, problem }) => {
    if (problem === undefined) return []
    return [open === undefined ? words.shut(address, wanted, problem) : words.moved(address, wanted, open, problem)]
  })
}

function renderStatus(cli: Cli, found: DaemonStatus): string {
  const words = cli.messages.status
  const { http, https } = found.ingress
  const ingress = [
    http === null ? [] : [`http://127.0.0.1:${http}`],
    https === null ? [] : [`https://127.0.0.1:${https}`],
  ].flat()
  const open = found.nodePorts.filter(({ problem }) => problem === undefined)
  const rows = [
    [words.since, found.startedAt],
    [
      words.objects,
      SHOWN.flatMap((name) =>
        found.counts[name] === undefined ? [] : [`${found.counts[name]} ${name.split('.')[0] ?? ''}`],
      ).join(', '),
    ],
    [words.ingress, ingress.length === 0 ? words.noIngress : ingress.join(', ')],
    [
      words.nodePorts,
      open.length === 0
        ? words.none
        : open
            .map(({ port, service, protocol, isHealthCheck }) => {
              const field = isHealthCheck === true ? ', healthCheckNodePort' : ''
              return `${doorAt('127.0.0.1', port, protocol)} (${service}${field})`
            })
            .join(', '),
    ],
    [loadBalancerMessages(cli.language).row, renderBalanced(cli, found.loadBalancers)],
    [words.kubeconfig, cli.paths.kubeconfig],
    [words.state, cli.paths.home],
  ] as const
  const nodePortWarnings = found.nodePorts.flatMap(({ port, problem }) =>
    problem === undefined ? [] : [words.portBusy(port, problem)],
  )
  const warnings = [...nodePortWarnings, ...warnOfDoors(cli, found.loadBalancers)]
  return [
    words.running(`https://127.0.0.1:${found.port}`, found.pid),
    renderPairs(rows),
    ...warnings.map((text) => `! ${text}`),
  ].join('\n')
}
