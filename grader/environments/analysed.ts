/** What the commands that ask rather than grade look at: files, or the embedded cluster where none are named. */
import { readCluster, type ReadClusterOptions } from '../../src/grading/manifests/read-cluster.ts'
import { yamlMessage } from '../../src/grading/manifests/yaml-words.ts'
import type { ObjectReference } from '../../src/kubernetes/object.ts'
import type { Snapshot } from '../../src/network/model.ts'
import { prepareRequests } from '../../src/network/prepare.ts'
import type { Cli } from '../terminal/cli.ts'
import { rangeMessages } from '../terminal/messages/ranges.ts'
import { requireOnePlace, type PlaceOptions } from './place.ts'
import { Problem } from '../terminal/problem.ts'
import { warnOf } from '../terminal/warnings.ts'
import { unknownPolicies } from '../../src/grading/compare/judge.ts'
import type { FindPlace } from '../../src/grading/explain/places.ts'
import type { InputWarning } from '../reports/warnings.ts'
import { createEmbeddedEnvironment } from './embedded.ts'
import { contextOf } from './kind/context.ts'
import { readAll } from './manifests.ts'

export interface Analysed {
  readonly snapshot: Snapshot
  /** Those that the files name; all of a cluster's. */
  readonly namespaces: readonly string[]
  readonly findPlace: FindPlace
  /** What is odd about the files; told on standard error already. */
  readonly warnings: readonly InputWarning[]
  /** False for what every cluster has of its own, such as its control plane. */
  readonly isGiven: (object: ObjectReference) => boolean
}

/** Namespaces of Kubernetes itself. */
export const OWN_NAMESPACES: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease'])

interface AskedPods {
  /** Pods of these namespaces are asked what they listen on; of all where absent. */
  readonly asked?: readonly string[]
}

type AnalyseOptions = ReadClusterOptions & PlaceOptions & AskedPods

const readState = async (cli: Cli, { on, context, asked }: PlaceOptions & AskedPods): Promise<Snapshot> =>
  on === 'kubeconfig' || on === 'kind'
    ? (await import('./live/read-told.ts')).readTold(cli, await contextOf(cli.paths, on, context), asked)
    : createEmbeddedEnvironment(cli.paths).snapshot()

/** Fails with `manifests-refused` where the API server would not take one of the objects, and with `policies-unknown` where policies alone are asked about and some are of a kind that is not known. */
export async function analyse(cli: Cli, paths: readonly string[], options: AnalyseOptions = {}): Promise<Analysed> {
  requireOnePlace(options, paths)
  if (paths.length === 0) {
    if (Object.keys(options.ranges ?? {}).length > 0)
      throw new Problem('option-argument', { reason: rangeMessages(cli.language).needsFile })
    const snapshot = await readState(cli, options)
    await prepareRequests(snapshot)
    const namespaces = snapshot.objects.flatMap(({ kind, metadata }) => (kind === 'Namespace' ? [metadata.name ?? ''] : []))
    const isGiven = ({ namespace = '' }: ObjectReference): boolean => !OWN_NAMESPACES.has(namespace)
    return { snapshot, namespaces, findPlace: () => undefined, isGiven, warnings: [] }
  }
  const applied = await readCluster(await readAll(paths), options)
  const { snapshot, problems } = applied
  if (snapshot === undefined) {
    const lines = problems.map(
      ({ position: { file, line, column }, message }) => `${file}:${line}:${column} ${yamlMessage(message, cli.language)}`,
    )
    throw new Problem('manifests-refused', { problems: lines.join('\n'), count: String(lines.length) })
  }
  const policies = unknownPolicies(applied.skipped)
  if (options.withoutPods === true && policies.length > 0) throw new Problem('policies-unknown', { kinds: policies.join(', ') })
  if (applied.skipped.length > 0) cli.err(cli.messages.input.skipped([...new Set(applied.skipped)].join(', ')))
  const warnings = warnOf(cli, applied.duplicates)
  await prepareRequests(snapshot)
  return {
    snapshot,
    warnings,
    namespaces: applied.namespaces,
    isGiven: (object) => applied.findPosition(object, '') !== undefined,
    findPlace: ({ object, path }) => {
      const position = applied.findPosition(object, path)
      return position === undefined ? undefined : `${position.file}:${position.line}:${position.column}`
    },
  }
}
