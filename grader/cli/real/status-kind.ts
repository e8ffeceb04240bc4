import { listClusters } from '../../environments/kind/ask-kind.ts'
import { kindPaths, readClusterRecord } from '../../environments/kind/record.ts'
import { spellPortRange } from '../../environments/kind/settings.ts'
import { renderPairs, type Cli } from '../../terminal/cli.ts'
import { kindMessages } from '../../terminal/messages/kind.ts'
import { machineTools } from './machine.ts'

/** `grade status --on kind`: which cluster was made here, and with what. Exit code 3 where there is none, or it is not finished. */
export async function statusKind(cli: Cli, { json = false }: { readonly json?: boolean }): Promise<number> {
  const words = kindMessages(cli.language)
  const record = await readClusterRecord(cli.paths)
  const isThere = record !== undefined && (await listClusters(machineTools(cli))).includes(record.name)
  if (json) cli.out(JSON.stringify({ running: isThere, ...record }, undefined, 2))
  if (record === undefined || !isThere) {
    const hasStood = record !== undefined && record.phase !== 'creating'
    if (!json) cli.out(hasStood ? words.statusLost(record.name) : words.statusNone)
    return 3
  }
  const { name, phase, settings } = record
  const rows = [
    [cli.messages.status.ingress, `${settings.ingress}, 127.0.0.1:${settings.httpPort}, 127.0.0.1:${settings.httpsPort}`],
    [cli.messages.status.nodePorts, spellPortRange(settings.nodePorts)],
    [words.context, `kind-${name}`],
    [cli.messages.status.kubeconfig, kindPaths(cli.paths).kubeconfig],
  ] as const
  if (!json) cli.out([words.statusRunning(name, words.phases[phase]), renderPairs(rows)].join('\n'))
  return phase === 'ready' ? 0 : 3
}
