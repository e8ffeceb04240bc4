/** Questions and commands to the kind program, with its failures as problems. */
import { Problem, type ProblemDetail } from '../../terminal/problem.ts'
import type { KindPaths } from './record.ts'
import { imageIn, portsIn, readClusters, reasonIn, sentenceIn } from './read-kind.ts'
import type { Ran } from './runner.ts'
import type { KindTools } from './tools.ts'

const LIST_MS = 30_000
const DELETE_MS = 120_000

const detailOf = (err: string): ProblemDetail => ({
  reason: sentenceIn(err),
  image: imageIn(err) ?? '',
  ports: portsIn(err).join(', '),
})

/** The problem behind a run that did not succeed; `runtime` is the program that its advice is for. */
export const problemOf = ({ err, missing }: Ran, runtime?: string): Problem =>
  missing
    ? new Problem('kind-missing')
    : new Problem(reasonIn(err), { ...detailOf(err), ...(runtime === undefined ? {} : { runtime }) })

/** Names of all clusters of kind's. Fails where kind or the container runtime is not there. */
export async function listClusters({ run }: Pick<KindTools, 'run'>): Promise<readonly string[]> {
  // Not --quiet: it keeps back why it fails, too.
  const ran = await run({ file: 'kind', args: ['get', 'clusters'], timeoutMs: LIST_MS })
  if (ran.code !== 0) throw problemOf(ran)
  return readClusters(ran.out)
}

/** Removes a cluster's containers; content where there are none. */
export async function deleteCluster({ run }: Pick<KindTools, 'run'>, name: string, paths: KindPaths): Promise<void> {
  const ran = await run({
    file: 'kind',
    args: ['delete', 'cluster', '--name', name, '--kubeconfig', paths.kubeconfig],
    timeoutMs: DELETE_MS,
  })
  if (ran.code !== 0) throw problemOf(ran)
}
