/** The entry of a worker's bundle, dist/worker.cjs: grades for `grade batch` or `grade exam grade`, whichever started it. */
import { pathToFileURL } from 'node:url'
import type { BatchSetting } from '../batch/worker/job.ts'
import type { ExamSetting } from '../exam/class/job.ts'
import { receiveSetting, serve } from './serve.ts'

/** What a worker is started with. */
type WorkerSetting = BatchSetting | ExamSetting

/** Grades until the main process lets go of it; `root` holds tasks/. */
export async function main(root: string): Promise<void> {
  const setting = (await receiveSetting()) as WorkerSetting
  const at = pathToFileURL(`${root.replace(/[/\\]$/u, '')}/`)
  if (setting.kind === 'exam') {
    const { createExamWork } = await import('../exam/class/work.ts')
    return serve(createExamWork(at, setting))
  }
  const { createBatchWork } = await import('../batch/worker/work.ts')
  return serve(createBatchWork(at, setting))
}
