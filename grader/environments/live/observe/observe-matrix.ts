/** Who really reaches whom: every pair of a matrix, asked in the cluster. */
import { tellObservation, type ToldObservation } from '../../../../src/grading/observation/tell.ts'
import type { Matrix } from '../../../../src/network/matrix.ts'
import type { Snapshot } from '../../../../src/network/model.ts'
import type { Asked } from '../../../../src/network/switches.ts'
import type { Cli } from '../../../terminal/cli.ts'
import { observeTold, type ObserveTold } from './observe-told.ts'

/** Silence proves nothing of datagrams, and nothing asks SCTP: connections of TCP alone. */
const pairsOf = (snapshot: Snapshot, { question, pods }: Matrix): readonly Asked[] =>
  (question.protocol ?? 'TCP') !== 'TCP'
    ? []
    : pods.flatMap((from) =>
        pods
          .filter((to) => to !== from)
          .map((to) => ({
            snapshot,
            asked: { kind: 'connection', question: { from: { pod: from }, to: { pod: to }, port: question.port } } as const,
          })),
      )

export async function observeMatrix(
  cli: Cli,
  { snapshot, matrices }: { readonly snapshot: Snapshot; readonly matrices: readonly Matrix[] },
  options: Omit<ObserveTold, 'namespace'>,
): Promise<readonly ToldObservation[]> {
  const questions = matrices.flatMap((matrix) => pairsOf(snapshot, matrix))
  const { comparisons, surroundings } = await observeTold(cli, questions, { ...options, namespace: 'default' })
  return comparisons.map((comparison) => tellObservation({ snapshot, surroundings }, comparison, cli.language))
}
