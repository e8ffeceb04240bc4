/** What is written down of the cluster that was made here. */
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isJsonObject } from '../../../src/kubernetes/json.ts'
import type { StatePaths } from '../../terminal/paths.ts'
import { ensurePrivateDirectory, readIfPresent, writePrivateFile } from '../../daemon/private-files.ts'
import type { ClusterRecord } from './plan.ts'

export interface KindPaths {
  readonly record: string
  /** Of kubectl: this cluster's only. */
  readonly kubeconfig: string
}

export const kindPaths = ({ home }: Pick<StatePaths, 'home'>): KindPaths => ({
  record: join(home, 'kind', 'cluster.json'),
  kubeconfig: join(home, 'kind', 'kubeconfig'),
})

const isClusterRecord = (value: unknown): value is ClusterRecord =>
  isJsonObject(value) &&
  typeof value['name'] === 'string' &&
  ['creating', 'created', 'ready'].includes(String(value['phase'])) &&
  isJsonObject(value['settings']) &&
  Array.isArray(value['former'])

/** Undefined where no cluster was made, or nothing can be read of it. */
export async function readClusterRecord(paths: StatePaths): Promise<ClusterRecord | undefined> {
  const text = await readIfPresent(kindPaths(paths).record)
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isClusterRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

export async function ensureKindFolder(paths: StatePaths): Promise<void> {
  await ensurePrivateDirectory(paths.home)
  await ensurePrivateDirectory(dirname(kindPaths(paths).record))
}

/** Replaced as a whole: a command that is killed meanwhile leaves the old one or the new one. */
export const writeClusterRecord = (paths: StatePaths, record: ClusterRecord): Promise<void> =>
  writePrivateFile(kindPaths(paths).record, JSON.stringify(record, undefined, 2))

/** With the kubeconfig: nothing of the cluster is left here. */
export const removeClusterRecord = (paths: StatePaths): Promise<void> =>
  rm(dirname(kindPaths(paths).record), { recursive: true, force: true })
