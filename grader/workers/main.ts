/** The entry of a worker's bundle, dist/worker.cjs: grades for `grade batch` or `grade exam grade`, whichever started it. */
import { parentPort, workerData } from 'node:worker_threads'
import { pathToFileURL } from 'node:url'
import type { BatchSetting } from '../batch/worker/job.ts'
import type { ExamSetting } from '../exam/class/job.ts'
import { serve } from './serve.ts'

/** What a worker is started with. */
export type WorkerData = BatchSetting | ExamSetting

/** Grades until the main thread sends null; `root` holds tasks/. */
export async function main(root: string): Promise<void> {
  const port = parentPort
  if (port === null) throw new Error('this is no worker')
  const data = workerData as WorkerData
  const at = pathToFileURL(`${root.replace(/[/\\]$/u, '')}/`)
  if (data.kind === 'exam') {
    const { createExamWork } = await import('../exam/class/work.ts')
    return serve(port, createExamWork(at, data))
  }
  const { createBatchWork } = await import('../batch/worker/work.ts')
  return serve(port, createBatchWork(at, data))
}
