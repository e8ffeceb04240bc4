/** The address ranges of the embedded cluster: chosen when it is new, kept beside its objects. */
import type { ClusterRanges } from '../../src/cluster/ranges.ts'
import { DEFAULT_RANGES } from '../../src/cluster/ranges.ts'
import { isEqual } from '../../src/kubernetes/json.ts'
import { maskBlock } from '../../src/network/address.ts'
import { Problem } from '../terminal/problem.ts'
import type { StatePaths } from '../terminal/paths.ts'
import { readIfPresent, writePrivateFile } from './private-files.ts'

const isRanges = (value: unknown): value is ClusterRanges => {
  const { podCidrs, serviceCidrs } = (value ?? {}) as { readonly podCidrs?: unknown; readonly serviceCidrs?: unknown }
  return [podCidrs, serviceCidrs].every(
    (list) =>
      Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === 'string' && maskBlock(one) !== undefined),
  )
}

/** Ranges as they are kept or handed on; undefined where the text holds none. */
export function readRanges(text: string | undefined): ClusterRanges | undefined {
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isRanges(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Those of the cluster on disk; kubeadm's where it was made without any being chosen. */
export const keptRanges = async (paths: StatePaths): Promise<ClusterRanges> =>
  readRanges(await readIfPresent(paths.ranges)) ?? DEFAULT_RANGES

/** Fails with `ranges-fixed` where a cluster that exists has other ranges than those asked for. */
export const requireRanges = (kept: ClusterRanges, asked: ClusterRanges | undefined): void => {
  if (asked === undefined || isEqual(kept, asked)) return
  throw new Problem('ranges-fixed', { pods: kept.podCidrs.join(','), services: kept.serviceCidrs.join(',') })
}

/** The ranges to start with. What a new cluster is given is written down. */
export async function settleRanges(
  paths: StatePaths,
  { isNew, asked }: { readonly isNew: boolean; readonly asked: ClusterRanges | undefined },
): Promise<ClusterRanges> {
  if (isNew && asked !== undefined) {
    await writePrivateFile(paths.ranges, JSON.stringify(asked))
    return asked
  }
  const kept = await keptRanges(paths)
  requireRanges(kept, asked)
  return kept
}
