/** The entry of a worker's bundle, dist/worker.cjs: grades what the main thread sends, one submission after the other. */
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import type { Task } from '../../../src/course/read-task.ts'
import { createSettledStates } from '../../../src/grading/manifests/settled-states.ts'
import { readTaskFolder } from '../../../src/node/read-files.ts'
import { gradeJob } from './grade-job.ts'
import type { GradeJob, WorkerMessage, WorkerSettings } from './job.ts'

/** Grades until the main thread sends null; `root` holds tasks/. */
export function main(root: string): Promise<void> {
  const port = parentPort
  if (port === null) throw new Error('this is no worker')
  const settings = workerData as WorkerSettings
  const states = createSettledStates()
  const say = (message: WorkerMessage): void => port.postMessage(message)
  const tasks = new Map<string, Promise<Task>>()
  const folder = (id: string): string =>
    fileURLToPath(new URL(`tasks/${id}/`, `${pathToFileURL(root).href.replace(/\/$/u, '')}/`))
  const taskOf = (id: string): Promise<Task> => {
    const known = tasks.get(id) ?? readTaskFolder(folder(id), id).then(({ task }) => task)
    tasks.set(id, known)
    return known
  }
  const grade = async (job: GradeJob): Promise<WorkerMessage> => {
    try {
      return { kind: 'graded', line: JSON.stringify(await gradeJob(await taskOf(job.task), job, { ...settings, states })) }
    } catch (error) {
      return { kind: 'threw', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) }
    }
  }
  return new Promise((resolve) => {
    port.on('message', (job: GradeJob | null) => {
      if (job === null) {
        port.close()
        resolve()
      } else void grade(job).then(say)
    })
    say({ kind: 'ready' })
  })
}
