/** Tasks by the names that jobs have for them. */
import { fileURLToPath } from 'node:url'
import { readTask, type Task } from '../../../src/course/read-task.ts'
import { readSource } from '../../../src/node/read-files.ts'
import type { GradeJob } from './job.ts'

/** Learners of an exam have tasks with values of their own. */
const KEPT_TASKS = 200

/** `root` holds tasks/. What it returns is undefined for a section of concepts. */
export function createTaskReader(root: URL): (job: Pick<GradeJob, 'task' | 'part'>) => Task | undefined {
  const tasks = new Map<string, Task>()
  return ({ task: name, part }) => {
    if (Object.keys(part?.questions ?? {}).length > 0) return undefined
    const key = JSON.stringify([name, part?.parameters])
    const [id = '', variant] = name.split('/')
    const folder = fileURLToPath(new URL(`tasks/${id}/`, root))
    const known = tasks.get(key) ?? readTask(readSource(folder, id, variant), part?.parameters).task
    if (tasks.size >= KEPT_TASKS) tasks.clear()
    tasks.set(key, known)
    return known
  }
}
