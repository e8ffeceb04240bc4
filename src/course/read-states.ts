/** The clusters that a section asks about and draws, of their manifests. */
import { readCluster } from '../grading/manifests/read-cluster.ts'
import type { Snapshot } from '../network/model.ts'
import { prepareRequests } from '../network/prepare.ts'
import { contentProblem, type ContentProblem } from './problem.ts'

export interface ReadStates {
  /** By the path of the manifests within the section's folder; one that cannot be read is absent. */
  readonly snapshots: ReadonlyMap<string, Snapshot>
  readonly problems: readonly ContentProblem[]
}

/** A state as readers see it: the remark at its head says to authors what it is for, and would say too much, and in English alone. */
export const stateAsked = (text: string): string => text.replace(/^(?:#.*\r?\n)+/u, '')

/** `folder` is shown in messages, e.g. `tasks/3-1`; texts are given by their paths within it. */
export const readStates = async (folder: string, texts: Readonly<Record<string, string>>): Promise<ReadStates> => {
  const problems: ContentProblem[] = []
  const snapshots = new Map<string, Snapshot>()
  for (const [path, text] of Object.entries(texts)) {
    const { snapshot, problems: found } = await readCluster([{ path: `${folder}/${path}`, text }])
    problems.push(...found.map(({ position, message }) => contentProblem(position, message)))
    if (snapshot === undefined) continue
    await prepareRequests(snapshot)
    snapshots.set(path, snapshot)
  }
  return { snapshots, problems }
}
