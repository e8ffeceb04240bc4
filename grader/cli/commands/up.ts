import { ensureDaemon } from '../../daemon/launch.ts'
import { mergeKubeconfig, userKubeconfig } from '../../daemon/kubeconfig.ts'
import { renderPairs, type Cli } from '../cli.ts'
import { loadBalancerMessages } from '../messages/load-balancer.ts'

export interface UpOptions {
  readonly port?: number
  readonly mergeKubeconfig?: boolean
  readonly loadBalancer?: boolean
  /** Leave the next steps out. */
  readonly brief?: boolean
}

/** `grade up`: starts the embedded cluster, or finds it running. */
export async function up(cli: Cli, options: UpOptions): Promise<number> {
  const words = cli.messages.up
  const startedMs = performance.now()
  const { daemon, how } = await ensureDaemon(cli.paths, {
    bundles: new URL('dist/', cli.root),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.loadBalancer === undefined ? {} : { loadBalancer: options.loadBalancer }),
  })
  if (how === 'renewed') cli.out(words.renewed)
  else cli.out(how === 'already-running' ? words.running : words.started(Math.round(performance.now() - startedMs)))
  const { http } = daemon.record.ingress
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
