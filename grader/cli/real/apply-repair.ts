/** `--apply`: writes a proven repair to the learner's own objects, and says what takes it back. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { GradedCheck } from '../../../src/grading/grade.ts'
import { findObject as findIn, nameReference } from '../../../src/grading/checks/find-object.ts'
import type { Patch } from '../../../src/grading/repair/patch.ts'
import { inverseOf, writesOf, type Write } from '../../../src/grading/repair/writes.ts'
import { isEqual } from '../../../src/kubernetes/json.ts'
import { referenceTo, type KubernetesObject } from '../../../src/kubernetes/object.ts'
import { renderYaml } from '../../../src/kubernetes/yaml/render-yaml.ts'
import type { Snapshot } from '../../../src/network/model.ts'
import type { LiveClient } from '../../environments/live/client.ts'
import { quote } from '../../environments/live/typed.ts'
import { distinctNeeds, requirePermissions, type Need } from '../../environments/live/permissions.ts'
import { waitForPods } from '../../environments/live/trial/wait-for-pods.ts'
import { bare, carryOut } from '../../environments/live/trial/write.ts'
import { findObject } from '../../environments/started/ask.ts'
import { namespaceOf, resourceOf, tellObject } from '../../environments/started/resources.ts'
import { ensurePrivateDirectory } from '../../daemon/private-files.ts'
import type { Cli } from '../../terminal/cli.ts'
import { repairMessages } from '../../terminal/messages/repairs.ts'
import { Problem } from '../../terminal/problem.ts'
import { toProblem } from '../render-problem.ts'
import { requireYes } from './confirm.ts'
import { openReal, PATIENCE, type RealOptions } from './open-real.ts'
import { VERBS } from './try-repairs.ts'

interface Applying {
  readonly task: { readonly id: string }
  readonly snapshot: Snapshot
  readonly checks: readonly GradedCheck[]
}

/** The first one that is shown, unless it was tried and does not help. */
const patchOf = (checks: readonly GradedCheck[]): Patch | undefined =>
  checks
    .flatMap(({ diagnoses }) => diagnoses)
    .find(({ repair }) => repair !== undefined && repair.trial?.outcome !== 'does-not-mend')?.repair?.patch

/** False where there is no repair. Nothing is written before somebody has said yes. */
export async function applyRepair(cli: Cli, { task, snapshot, checks }: Applying, options: RealOptions): Promise<boolean> {
  const words = repairMessages(cli.language)
  const patch = patchOf(checks)
  const writes = patch === undefined ? undefined : writesOf(patch, (reference) => findIn(snapshot, reference))
  if (writes === undefined || writes.length === 0) {
    cli.err(words.nothingToApply)
    return false
  }
  const { client, name } = await openReal(cli, options)
  await requirePermissions(client, needsOf(writes), 'apply-not-permitted')
  const lines = writes.map((write) => tellWrite(cli, write))
  if (options.yes !== true) {
    cli.err(`${words.wouldApply(name)}\n${lines.join('\n')}`)
    await requireYes(cli, words.apply(lines.length))
  }
  await requireUnchanged(client, writes)
  const undo = async (done: readonly Write[]): Promise<string> =>
    (await undoCommands(cli, client, { task, writes: done })).join('\n')
  const { done, reason, failure } = await writeUntilRefused(client, writes)
  if (reason !== undefined) throw new Problem('apply-refused', { reason, undo: await undo(done) })
  if (failure !== undefined) {
    if (done.length > 0) cli.err(words.undo(await undo(done)))
    throw failure
  }
  cli.err(`${words.applied(lines.join('\n'))}\n${words.undo(await undo(writes))}`)
  const namespaces = [...new Set(writes.flatMap((write) => namespacesOf(write)))]
  await waitForPods(client, { namespaces, atLeast: 0, patience: PATIENCE, signal: new AbortController().signal })
  return true
}

const objectOf = (write: Write): KubernetesObject => ('object' in write ? write.object : write.before)

const namespacesOf = (write: Write): readonly string[] => {
  const object = objectOf(write)
  const { name = '', namespace } = object.metadata
  if (namespace !== undefined) return [namespace]
  return object.kind === 'Namespace' ? [name] : []
}

const tellWrite = ({ language }: Cli, write: Write): string =>
  `  ${tellObject('before' in write ? write.before : write.object)}   ${repairMessages(language).verbs[write.kind]}`

const needsOf = (writes: readonly Write[]): readonly Need[] =>
  distinctNeeds(
    writes.flatMap((write) => {
      const info = resourceOf(objectOf(write))
      const namespace = namespaceOf(info, objectOf(write))
      return VERBS[write.kind].map((verb) => ({
        verb,
        resource: info.name,
        ...(namespace === undefined ? {} : { namespace }),
      }))
    }),
  )

/** What decides: the rest changes by itself. */
const written = (object: KubernetesObject): unknown => {
  const { metadata, status: _status, ...rest } = object as KubernetesObject & { readonly status?: unknown }
  return { ...rest, labels: metadata.labels ?? {}, uid: metadata.uid }
}

/** Repairs name fields by their place in lists: they fit no other object than the one that was graded. */
async function requireUnchanged(client: LiveClient, writes: readonly Write[]): Promise<void> {
  for (const write of writes) {
    if (!('before' in write)) continue
    const { before } = write
    const live = await findObject(client, before)
    const named = live === undefined ? undefined : { ...live, apiVersion: before.apiVersion, kind: before.kind }
    if (named === undefined || !isEqual(written(named), written(before)))
      throw new Problem('apply-changed', { object: nameReference(referenceTo(before)) })
  }
}

interface Progress {
  readonly done: readonly Write[]
  /** What the API server said against the next one. */
  readonly reason?: string
  /** What kept the next one from being asked for. */
  readonly failure?: Error
}

/** Two orders, so that it can be told where the second one fails: the object is gone then. */
const ordersOf = (write: Write): readonly Write[] =>
  write.kind === 'renew'
    ? [
        { kind: 'delete', before: write.before },
        { kind: 'create', object: write.object },
      ]
    : [write]

async function writeUntilRefused(client: LiveClient, writes: readonly Write[]): Promise<Progress> {
  const done: Write[] = []
  for (const order of writes.flatMap(ordersOf)) {
    try {
      const reason = await carryOut(client, [order], PATIENCE)
      if (reason !== undefined) return { done, reason }
    } catch (failure) {
      return { done, failure: toProblem(failure) }
    }
    done.push(order)
  }
  return { done }
}

interface Undoing {
  readonly task: { readonly id: string }
  readonly writes: readonly Write[]
}

/** What was there is kept in files of the state directory, for kubectl to bring it back. */
async function undoCommands(cli: Cli, client: LiveClient, { task, writes }: Undoing): Promise<readonly string[]> {
  const folder = join(cli.paths.home, 'undo')
  const stamp = new Date().toISOString().replaceAll(/[-:]|\..*/gu, '')
  const commands: string[] = []
  for (const [index, write] of inverseOf(writes).entries()) {
    const path = join(folder, `${task.id}-${stamp}-${index + 1}.yaml`)
    if ('object' in write) {
      await ensurePrivateDirectory(folder)
      await writeFile(path, renderYaml(bare(write.object)), { mode: 0o600 })
    }
    commands.push(...commandsFor(write, quote(path)).map((command) => `  ${client.typed.kubectl} ${command}`))
  }
  return commands
}

const deletion = (object: KubernetesObject): string => {
  const { namespace } = object.metadata
  const where = namespace === undefined ? '' : ` -n ${namespace}`
  return `delete ${object.kind.toLowerCase()} ${object.metadata.name ?? ''}${where}`
}

const isMoved = (before: KubernetesObject, after: KubernetesObject): boolean =>
  before.metadata.name !== after.metadata.name || before.metadata.namespace !== after.metadata.namespace

const commandsFor = (write: Write, path: string): readonly string[] => {
  switch (write.kind) {
    case 'delete':
      return [deletion(write.before)]
    case 'create':
      return [`create -f ${path}`]
    case 'update':
      return [`replace -f ${path}`]
    case 'renew':
      return isMoved(write.before, write.object)
        ? [deletion(write.before), `create -f ${path}`]
        : [`replace --force -f ${path}`]
  }
}
