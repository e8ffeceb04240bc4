/** What the commands that ask rather than grade look at: files, or the embedded cluster where none are named. */
import { readCluster, type ReadClusterOptions } from '../../src/grading/manifests/read-cluster.ts'
import { yamlMessage } from '../../src/grading/manifests/yaml-words.ts'
import type { Snapshot } from '../../src/network/model.ts'
import { prepareRequests } from '../../src/network/prepare.ts'
import type { Cli } from '../cli/cli.ts'
import { Problem } from '../cli/problem.ts'
import type { FindPlace } from '../reports/places.ts'
import { createEmbeddedEnvironment } from './embedded.ts'
import { readAll } from './manifests.ts'

export interface Analysed {
  readonly snapshot: Snapshot
  /** Those that the files name; all of a cluster's. */
  readonly namespaces: readonly string[]
  readonly findPlace: FindPlace
}

/** Fails with `manifests-refused` where the API server would not take one of the objects, and with `policies-unknown` where policies alone are asked about and some are of a kind that is not known. */
export async function analyse(cli: Cli, paths: readonly string[], options: ReadClusterOptions = {}): Promise<Analysed> {
  if (paths.length === 0) {
    const snapshot = await createEmbeddedEnvironment(cli.paths).snapshot()
    await prepareRequests(snapshot)
    const namespaces = snapshot.objects.flatMap(({ kind, metadata }) => (kind === 'Namespace' ? [metadata.name ?? ''] : []))
    return { snapshot, namespaces, findPlace: () => undefined }
  }
  const applied = await readCluster(await readAll(paths), options)
  const { snapshot, problems } = applied
  if (snapshot === undefined) {
    const lines = problems.map(
      ({ position: { file, line, column }, message }) => `${file}:${line}:${column} ${yamlMessage(message, cli.language)}`,
    )
    throw new Problem('manifests-refused', { problems: lines.join('\n'), count: String(lines.length) })
  }
  const policies = applied.skipped.filter((kind) => /NetworkPolicy\b/u.test(kind))
  // What is said of all policies must not leave some of them out.
  if (options.withoutPods === true && policies.length > 0)
    throw new Problem('policies-unknown', { kinds: [...new Set(policies)].join(', ') })
  if (applied.skipped.length > 0) cli.err(cli.messages.skipped([...new Set(applied.skipped)].join(', ')))
  await prepareRequests(snapshot)
  return {
    snapshot,
    namespaces: applied.namespaces,
    findPlace: ({ object, path }) => {
      const position = applied.findPosition(object, path)
      return position === undefined ? undefined : `${position.file}:${position.line}:${position.column}`
    },
  }
}
