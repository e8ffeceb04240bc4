import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { findDaemon, type RunningDaemon } from '../../daemon/client.ts'
import { ensurePrivateDirectory } from '../../daemon/private-files.ts'
import { renderPairs, type Cli } from '../../terminal/cli.ts'
import type { Finding } from '../finding.ts'
import { kindMessages } from '../../terminal/messages/kind.ts'
import { loadBalancerMessages } from '../../terminal/messages/load-balancer.ts'
import { requirePlace, type PlaceOptions } from '../../environments/place.ts'

function run(file: string, args: readonly string[], environment: Cli['environment']): Promise<string | undefined> {
  return new Promise((done) => {
    execFile(file, [...args], { env: { ...environment }, timeout: 5000 }, (error, stdout) =>
      done(error === null ? stdout : undefined),
    )
  })
}

/** True where `version` (such as `v1.32.4` or `20.19.0`) is not below major.minor. */
export function isAtLeast(version: string, major: number, minor: number): boolean {
  const [, foundMajor = '0', foundMinor = '0'] = /(\d+)\.(\d+)/.exec(version) ?? []
  return Number(foundMajor) > major || (Number(foundMajor) === major && Number(foundMinor) >= minor)
}

async function inspectKubectl(cli: Cli): Promise<Finding> {
  const words = cli.messages.doctor
  const text = await run('kubectl', ['version', '--client', '--output=json'], cli.environment)
  const version = /"gitVersion":\s*"([^"]+)"/.exec(text ?? '')?.[1]
  const good = version !== undefined && isAtLeast(version, 1, 27)
  return { what: words.kubectl, found: version ?? words.missing, good, todo: words.kubectlTodo }
}

async function inspectState(cli: Cli): Promise<Finding> {
  const good = await ensurePrivateDirectory(cli.paths.home).then(
    () => true,
    () => false,
  )
  return {
    what: cli.messages.doctor.state,
    found: cli.paths.home,
    good,
    todo: cli.messages.problems['state-directory-unwritable']({}).todo,
  }
}

/** Nothing is missing where it is off: it is told, because Services wait for it in silence. */
function inspectLoadBalancer(cli: Cli, { record }: RunningDaemon): Finding {
  const words = loadBalancerMessages(cli.language)
  return { what: words.row, found: record.loadBalancer === true ? words.on : words.off, good: true }
}

const inspectNode = (cli: Cli): Finding => ({
  what: cli.messages.doctor.node,
  found: process.version,
  good: isAtLeast(process.version, 20, 19),
})

/** What every cluster needs. */
const inspectPrograms = async (cli: Cli): Promise<readonly Finding[]> => [
  inspectNode(cli),
  ...(await Promise.all([inspectKubectl(cli), inspectState(cli)])),
]

async function inspect(cli: Cli): Promise<readonly Finding[]> {
  const words = cli.messages.doctor
  const [kubectl, state, daemon] = await Promise.all([
    inspectKubectl(cli),
    inspectState(cli),
    findDaemon(cli.paths).catch(() => undefined),
  ])
  const kubeconfig = cli.environment['KUBECONFIG'] ?? ''
  const address = daemon === undefined ? words.missing : `https://127.0.0.1:${daemon.record.port}`
  return [
    inspectNode(cli),
    kubectl,
    { what: words.build, found: '', good: existsSync(new URL('dist/daemon.cjs', cli.root)), todo: words.buildTodo },
    state,
    { what: words.daemon, found: address, good: daemon !== undefined, todo: words.daemonTodo },
    ...(daemon === undefined ? [] : [inspectLoadBalancer(cli, daemon)]),
    {
      what: words.kubeconfig,
      found: kubeconfig,
      good: kubeconfig !== '' && resolve(kubeconfig) === cli.paths.kubeconfig,
      todo: words.kubeconfigTodo,
    },
  ]
}

const tell = (cli: Cli, findings: readonly Finding[]): void => {
  cli.out(renderPairs(findings.map(({ what, found, good }) => [`${good ? '✔' : '✘'} ${what}`, found])))
  for (const { what, good, todo } of findings) if (!good && todo !== undefined) cli.out(`\n${what}\n  ${todo}`)
}

/**
 * `grade doctor`: what is there and what is missing, with how to get it. Exit code 3 where something is missing that the cluster
 * of `--on` needs, the embedded one where it is left out; real clusters are told of all the same.
 */
export async function doctor(cli: Cli, { on }: PlaceOptions = {}): Promise<number> {
  const place = requirePlace(on, ['embedded', 'kind']) ?? 'embedded'
  const [findings, ofKind] = await Promise.all([
    place === 'kind' ? inspectPrograms(cli) : inspect(cli),
    (await import('../real/doctor-kind.ts')).inspectKind(cli),
  ])
  tell(cli, findings)
  cli.out(`\n${kindMessages(cli.language).doctor.title}`)
  tell(cli, ofKind)
  const needed = place === 'kind' ? [...findings, ...ofKind] : findings
  return needed.every(({ good }) => good) ? 0 : 3
}
