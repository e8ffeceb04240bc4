/** Manifests alone: they are applied to a cluster that lives in this process and for this command only. */
import { buffer } from 'node:stream/consumers'
import process from 'node:process'
import { gradeManifests, type ManifestGrading } from '../../src/grading/manifests/grade-manifests.ts'
import type { GradedTask } from '../../src/grading/task.ts'
import { EmptyFolder, readGivenFiles, type GivenFile } from '../../src/node/read-files.ts'
import { Problem } from '../terminal/problem.ts'

export const readAll = async (paths: readonly string[]): Promise<readonly GivenFile[]> => {
  if (paths.length === 0) throw new Problem('file-missing')
  try {
    return await readGivenFiles(paths, () => buffer(process.stdin))
  } catch (error) {
    if (error instanceof EmptyFolder) throw new Problem('folder-empty', { path: error.path }, error)
    const path = error instanceof Error && 'path' in error ? String(error.path) : paths.join(', ')
    throw new Problem('file-unreadable', { path, reason: error instanceof Error ? error.message : String(error) }, error)
  }
}

export interface GradedFiles extends ManifestGrading {
  readonly files: readonly GivenFile[]
}

/** Reads and grades the files and folders that were named. */
export async function gradeFiles(task: GradedTask, paths: readonly string[]): Promise<GradedFiles> {
  const files = await readAll(paths)
  return { files, ...(await gradeManifests(task, files)) }
}
