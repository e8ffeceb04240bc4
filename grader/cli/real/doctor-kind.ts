import { clustersIfAny, inspectMachine } from '../../environments/kind/inspect-machine.ts'
import { strangersAmong } from '../../environments/kind/plan.ts'
import { readClusterRecord } from '../../environments/kind/record.ts'
import { judgeMachine, type Machine, type Requirement } from '../../environments/kind/requirements.ts'
import { settle } from '../../environments/kind/settings.ts'
import type { Cli } from '../../terminal/cli.ts'
import type { Finding } from '../finding.ts'
import { kindMessages } from '../../terminal/messages/kind.ts'
import { Problem } from '../../terminal/problem.ts'
import { readAsked } from './asked-settings.ts'
import { machineTools } from './machine.ts'

/** The same words as where a command meets it. */
const todoOf = (cli: Cli, requirement: Requirement, { runtime, freePorts }: Machine): string => {
  const { problems } = cli.messages
  const { todo } = kindMessages(cli.language).doctor
  switch (requirement) {
    case 'kind':
      return problems['kind-missing']({}).todo
    case 'runtime':
      return problems['problem' in runtime && runtime.problem === 'stopped' ? 'runtime-stopped' : 'runtime-missing']({}).todo
    case 'ports':
      return todo.ports(freePorts)
    case 'disk':
    case 'memory':
    case 'inotify':
      return todo[requirement]
  }
}

/** Variables that cannot be read are told of where a cluster is made. */
const askedByEnvironment = (cli: Cli): ReturnType<typeof readAsked>['settings'] => {
  try {
    return readAsked({}, cli).settings
  } catch (error) {
    if (error instanceof Problem) return {}
    throw error
  }
}

/** Each requirement with what was found, and what mends it. */
export const findingsOf = (cli: Cli, machine: Machine): readonly Finding[] =>
  judgeMachine(machine).map(({ requirement, good, found }) => ({
    what: kindMessages(cli.language).doctor.rows[requirement],
    found: found === '' && !good ? cli.messages.doctor.missing : found,
    good,
    todo: todoOf(cli, requirement, machine),
  }))

/** What `grade up --on kind` needs, and clusters that look like ours and are somebody else's. */
export async function inspectKind(cli: Cli): Promise<readonly Finding[]> {
  const words = kindMessages(cli.language).doctor
  const tools = machineTools(cli)
  const [record, clusters] = await Promise.all([readClusterRecord(cli.paths), clustersIfAny(tools)])
  const isThere = record !== undefined && clusters.includes(record.name)
  const machine = await inspectMachine(tools, {
    environment: cli.environment,
    settings: isThere ? undefined : settle(askedByEnvironment(cli)),
  })
  const findings = findingsOf(cli, machine)
  const strangers = strangersAmong(clusters, record)
  if (strangers.length === 0) return findings
  return [...findings, { what: words.strangers, found: strangers.join(', '), good: true }]
}
